/** Buttons vanish when pressed (Cancel, Accept, Remove): the focus then goes to a place nearby, not to the page's top. */
import { type FocusEvent as ReactFocusEvent, type RefObject, useEffect, useRef } from 'react';

/**
 * For a room: wherever on the page the focus was.
 * @param change what makes elements come and go: the focus is looked after whenever it changes
 */
export function useKeptFocus(place: RefObject<HTMLElement | null>, change: unknown): void {
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    const scope = new AbortController();
    const onFocus = ({ target }: FocusEvent) => {
      focused.current = target instanceof Element ? target : null;
    };
    document.addEventListener('focusin', onFocus, { signal: scope.signal });
    return () => scope.abort();
  }, []);
  useFocusReturn(focused, place, change);
}

interface FocusWithin {
  ref: RefObject<HTMLElement | null>;
  onFocus(event: ReactFocusEvent): void;
}

/** For a part of the page, whose element needs `tabIndex={-1}`: it takes the focus that was lost within it. */
export function useFocusWithin(change: unknown): FocusWithin {
  const ref = useRef<HTMLElement>(null);
  const focused = useRef<Element | null>(null);
  useFocusReturn(focused, ref, change);
  return {
    ref,
    onFocus: (event) => {
      focused.current = event.target;
    },
  };
}

/** To the place when what had the focus is gone after a change, and nothing else has it. */
function useFocusReturn(
  focused: RefObject<Element | null>,
  place: RefObject<HTMLElement | null>,
  change: unknown,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the change itself is the reason to look
  useEffect(() => {
    const lost = focused.current !== null && !focused.current.isConnected;
    if (lost && document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, [focused, place, change]);
}
