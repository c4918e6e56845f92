/** Lists that are kept on this device under a name, and that several places of a room show and change. */
import { useEffect, useState } from 'react';
import { recallText, remember } from './local-storage';

export function keepList(key: string, list: readonly unknown[]): void {
  remember(key, JSON.stringify(list));
  dispatchEvent(new CustomEvent(key, { detail: list }));
}

/** @param parse of what is stored, which may be anything @returns the list, and how to replace it */
export function useKeptList<T>(
  key: string,
  parse: (text: string | null) => T[],
): [readonly T[], (next: readonly T[]) => void] {
  const [list, setList] = useState<readonly T[]>(() => parse(recallText(key)));
  useEffect(() => {
    // Of the event and not read again: storage may be refused.
    const onChange = (event: Event) => setList((event as CustomEvent<readonly T[]>).detail);
    addEventListener(key, onChange);
    return () => removeEventListener(key, onChange);
  }, [key]);
  return [list, (next) => keepList(key, next)];
}
