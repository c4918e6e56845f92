/** Ties a Playback to a <video> element, the shared time axis and React. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { PlotTimeline } from '../plots/timeline';
import { Playback, type PlaybackState } from './playback';

interface PlaybackInput {
  video: RefObject<HTMLVideoElement | null>;
  /** What to play; null while there is nothing. */
  source: Blob | null;
  timeline: PlotTimeline;
  fps: number;
  frameTimesS: Float64Array | null;
  /** 0..1 */
  volume: number;
  advanceAtS(timeS: number): number;
  reserveAtS(timeS: number): number;
}

export interface PlaybackOutput extends PlaybackState {
  playback: Playback | null;
  soundFailed: boolean;
}

export function usePlayback(input: PlaybackInput): PlaybackOutput {
  const { video, source, timeline, fps, volume } = input;
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });
  const [playback, setPlayback] = useState<Playback | null>(null);
  const [state, setState] = useState<PlaybackState>({ playing: false, speed: 1 });
  const [soundFailed, setSoundFailed] = useState(false);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const created = new Playback({
      video: element,
      advanceAtS: (timeS) => latest.current.advanceAtS(timeS),
      reserveAtS: (timeS) => latest.current.reserveAtS(timeS),
      fps,
      frameTimesS: () => latest.current.frameTimesS,
      onTime: (timeS) => timeline.setPlayhead(timeS, !element.paused),
      onState: setState,
      onSoundError: () => setSoundFailed(true),
    });
    setPlayback(created);
    const stopSeek = timeline.onSeek((timeS) => created.seek(timeS));
    return () => {
      stopSeek();
      created.dispose();
      setPlayback(null);
    };
  }, [video, timeline, fps]);

  useEffect(() => {
    if (!playback || !source) return;
    const url = URL.createObjectURL(source);
    setSoundFailed(false);
    playback.setSource(url);
    return () => URL.revokeObjectURL(url);
  }, [playback, source]);

  useEffect(() => playback?.setVolume(volume), [playback, volume]);

  return { playback, soundFailed, ...state };
}
