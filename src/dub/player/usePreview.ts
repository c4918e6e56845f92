/** Ties a feed to a <video> element and React: what is there, where we are, whether it plays. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { PreviewBuffer } from '../../engine/dub/preview-buffer';
import { attachFeed } from './source';

export interface PreviewState {
  timeS: number;
  /** Seconds that can be played. */
  readyS: number;
  playing: boolean;
  /** It plays, but the next picture is not there yet. */
  waiting: boolean;
}

const NOTHING: PreviewState = { timeS: 0, readyS: 0, playing: false, waiting: false };

export function usePreview(video: RefObject<HTMLVideoElement | null>, feed: PreviewBuffer): PreviewState {
  const [preview, setPreview] = useState(NOTHING);
  // Another feed has the same pictures with another blend or sound: it goes on from there.
  const leftS = useRef(0);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    setPreview(NOTHING);
    const scope = new AbortController();
    const look = () => {
      const { buffered, currentTime, paused, ended } = element;
      const readyS = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
      const playing = !paused && !ended;
      const waiting = playing && element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
      setPreview((last) =>
        last.timeS === currentTime &&
        last.readyS === readyS &&
        last.playing === playing &&
        last.waiting === waiting
          ? last
          : { timeS: currentTime, readyS, playing, waiting },
      );
    };
    for (const type of EVENTS) element.addEventListener(type, look, { signal: scope.signal });
    const detach = attachFeed(element, feed);
    if (leftS.current > 0) element.currentTime = leftS.current;
    return () => {
      scope.abort();
      element.pause();
      leftS.current = element.currentTime;
      detach();
    };
  }, [video, feed]);
  return preview;
}

const EVENTS = [
  'loadedmetadata',
  'durationchange',
  'progress',
  'timeupdate',
  'seeking',
  'seeked',
  'play',
  'playing',
  'pause',
  'ended',
  'waiting',
  'canplay',
] as const;
