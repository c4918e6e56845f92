/** A value that is shown as text and can be typed anew: it is taken with Enter and on leaving, and stays with Escape. */
import { useState } from 'react';

export interface Typed {
  /** What is typed cannot be read. */
  isUnreadable: boolean;
  /** For a TextEntry. */
  entry: { value: string; onChange(text: string): void; onEnter(): void; onEscape(): void; onLeave(): void };
  /** What was typed is dropped. */
  forget(): void;
}

/**
 * @param shown the value as text
 * @param parse null: it cannot be read, and waits to be mended
 * @param onTake called with what was typed
 */
export function useTyped<Value>(
  shown: string,
  parse: (text: string) => Value | null,
  onTake: (value: Value) => void,
): Typed {
  // Null while nobody types.
  const [typed, setTyped] = useState<string | null>(null);
  const parsed = typed === null ? null : parse(typed);
  const forget = () => setTyped(null);
  const take = () => {
    if (parsed === null) return;
    forget();
    onTake(parsed);
  };
  return {
    isUnreadable: typed !== null && parsed === null,
    entry: { value: typed ?? shown, onChange: setTyped, onEnter: take, onEscape: forget, onLeave: take },
    forget,
  };
}
