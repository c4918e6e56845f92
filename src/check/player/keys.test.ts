import { expect, test } from 'vitest';
import { playerAction, SHORTCUTS } from './keys';

const press = (key: string, shiftKey = false) => playerAction({ key, shiftKey });

test('arrows move by a frame, with Shift by a second', () => {
  expect(press('ArrowLeft')).toEqual({ do: 'step', frames: -1 });
  expect(press('ArrowRight', true)).toEqual({ do: 'skip', seconds: 1 });
});

test('[ moves the sound earlier, ] later: positive is earlier', () => {
  expect(press('[')).toEqual({ do: 'nudge', deltaMs: 10 });
  expect(press(']')).toEqual({ do: 'nudge', deltaMs: -10 });
  expect(press('{', true)).toEqual({ do: 'nudge', deltaMs: 1 });
  expect(press('}', true)).toEqual({ do: 'nudge', deltaMs: -1 });
});

test('J, K and L work with Caps Lock too', () => {
  expect(press('J')).toEqual(press('j'));
  expect(press('K')).toEqual({ do: 'pause' });
  expect(press('L')).toEqual({ do: 'shuttle', direction: 1 });
});

test('+ and = come closer, - goes wider, 0 shows all', () => {
  expect(press('+', true)).toEqual(press('='));
  expect(press('-')).toEqual({ do: 'zoom', factor: 0.5 });
  expect(press('0')).toEqual({ do: 'zoom', factor: null });
});

test('keys without a meaning are left to the browser', () => {
  for (const key of ['a', 'Tab', 'Enter', 'Escape', 'ArrowUp', 'F5']) expect(press(key)).toBeNull();
});

test('every key in the help does something, but ? which belongs to the shell', () => {
  const names: Record<string, string> = { Space: ' ', '←': 'ArrowLeft', '→': 'ArrowRight', '−': '-' };
  for (const key of SHORTCUTS.flatMap((shortcut) => shortcut.keys)) {
    const bare = key.replace('Shift ', '');
    if (bare !== '?') expect(press(names[bare] ?? bare, key.startsWith('Shift')), key).not.toBeNull();
  }
});
