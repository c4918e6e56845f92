/** Ties a Microphone to React: one attempt to record after the other, with its time, its level and what went wrong. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Microphone, MicrophoneError } from './microphone';

/** So much for one take; a forgotten recording must not fill the memory. */
const LONGEST_S = 600;

export interface Recording {
  /** Recorded so far; null until the microphone may be used. */
  seconds: number | null;
  /** Why nothing is recorded, as a sentence. */
  problem: string | null;
  stop(): void;
  /** Asks for the microphone once more. */
  again(): void;
}

/**
 * Asks for the microphone at once, and lets it go when the component does.
 * @param bar gets the level as `--level`, 0..1
 * @param onDone called with what was recorded, after `stop` or at the longest take
 */
export function useRecording(bar: RefObject<HTMLElement | null>, onDone: (file: File) => void): Recording {
  const microphone = useRef<Microphone | null>(null);
  const [seconds, setSeconds] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  const stop = async () => {
    const running = microphone.current;
    microphone.current = null;
    if (running) done.current(await running.stop());
  };
  const latestStop = useRef(stop);
  latestStop.current = stop;

  // biome-ignore lint/correctness/useExhaustiveDependencies: every attempt asks for the microphone once more
  useEffect(() => {
    let alive = true;
    let stopWatching = () => {};
    setProblem(null);
    Microphone.start().then(
      (started) => {
        if (!alive) return started.dispose();
        microphone.current = started;
        stopWatching = watch((passedS) => {
          if (microphone.current !== started) return false;
          setSeconds(Math.floor(passedS));
          bar.current?.style.setProperty('--level', String(started.level()));
          if (passedS > LONGEST_S) void latestStop.current();
          return passedS <= LONGEST_S;
        });
      },
      (cause: unknown) => {
        if (alive) setProblem(wordsOf(cause));
      },
    );
    return () => {
      alive = false;
      stopWatching();
      microphone.current?.dispose();
      microphone.current = null;
    };
  }, [attempt]);
  return { seconds, problem, stop: () => void stop(), again: () => setAttempt(attempt + 1) };
}

/** Calls `look` with the seconds passed, now and before every paint until it returns false. @returns its end */
function watch(look: (passedS: number) => boolean): () => void {
  const beganMs = performance.now();
  let request = 0;
  const onFrame = () => {
    if (look((performance.now() - beganMs) / 1000)) request = requestAnimationFrame(onFrame);
  };
  onFrame();
  return () => cancelAnimationFrame(request);
}

function wordsOf(cause: unknown): string {
  return cause instanceof MicrophoneError ? cause.message : 'Recording could not be started.';
}
