/** An element that fills the screen, where the browser has that. */
import { type RefObject, useEffect, useRef, useState } from 'react';

export interface Fullscreen {
  ref: RefObject<HTMLElement | null>;
  isOffered: boolean;
  isOn: boolean;
  toggle(): void;
}

export function useFullscreen(): Fullscreen {
  const ref = useRef<HTMLElement>(null);
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    const onChange = () => setOn(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', onChange);
    return () => document.removeEventListener('fullscreenchange', onChange);
  }, []);
  return {
    ref,
    // iPhones give it to videos alone.
    isOffered: document.fullscreenEnabled === true,
    isOn,
    toggle() {
      const change = document.fullscreenElement
        ? document.exitFullscreen()
        : ref.current?.requestFullscreen?.();
      // Refused, as without a press: everything stays as it is.
      change?.catch(() => {});
    },
  };
}
