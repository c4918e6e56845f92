/** Keeps the focus with a part of the page whose buttons vanish when they are pressed. */
import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';

interface FocusWithin {
  ref: RefObject<HTMLElement | null>;
  onFocus(event: FocusEvent): void;
}

/**
 * For the part's element, which needs `tabIndex={-1}`: when what had the focus in it is gone after a change of `state`,
 * and nothing else has it, the part itself takes it.
 */
export function useFocusWithin(state: string | undefined): FocusWithin {
  const ref = useRef<HTMLElement>(null);
  const focused = useRef<Element | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown goes with the state
  useEffect(() => {
    const lost = focused.current !== null && !focused.current.isConnected;
    if (lost && document.activeElement === document.body) ref.current?.focus({ preventScroll: true });
  }, [state]);
  return {
    ref,
    onFocus: (event) => {
      focused.current = event.target;
    },
  };
}
