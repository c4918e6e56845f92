/** Buttons vanish when pressed (Cancel, Accept, Remove): the focus then goes to a place nearby, not to the page's top. */
import { type RefObject, useEffect, useRef } from 'react';

/** @param change what makes elements come and go: the focus is looked after whenever it changes */
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: the change itself is the reason to look
  useEffect(() => {
    const lost = focused.current !== null && !focused.current.isConnected;
    if (lost && document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, [place, change]);
}
