/** Single-key shortcuts: when they may act, and the visitor's switch for them (WCAG 2.1.4). */
import { useEffect, useRef } from 'react';
import { createStore } from '../engine/store';
import { useStore } from '../engine/use-store';
import { recall, remember } from './local-storage';

export interface KeyPress {
  key: string;
  shiftKey: boolean;
}

const store = createStore({ enabled: recall('shortcuts', ['on', 'off']) === 'on' });

export function setShortcuts(on: boolean): void {
  remember('shortcuts', on ? 'on' : 'off');
  store.set({ enabled: on });
}

export function useShortcutsEnabled(): boolean {
  return useStore(store).enabled;
}

/**
 * Calls `handle` for keys pressed anywhere but where they mean something else: in fields, on the control that has
 * the focus (Space and Enter press it, arrows move it), inside a dialog, or with Ctrl, Alt or Meta.
 * @param handle returns true when it used the key
 */
export function useShortcuts(handle: (press: KeyPress) => boolean): void {
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!store.get().enabled || event.defaultPrevented || event.isComposing) return;
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (document.querySelector('dialog[open]') || belongsToTarget(event)) return;
      if (latest.current(event)) event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function belongsToTarget(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return false;
  if (target.closest('textarea, select, [contenteditable], input:not([type="radio"], [type="range"])'))
    return true;
  const arrow = event.key.startsWith('Arrow');
  if (arrow) return target.closest('input, [role="slider"], [role="application"]') !== null;
  if (event.key === ' ' || event.key === 'Enter') return target.closest('button, a, summary, input') !== null;
  return false;
}
