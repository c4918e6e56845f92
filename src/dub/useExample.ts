/** "Try the example": the built-in portrait says what it never said, as soon as its face is found. */
import { useEffect, useRef, useState } from 'react';
import { LipslateError } from '../../core/errors';
import type { DubSession, DubState } from '../engine/dub/types';
import { fetchExample, fetchExampleSpeech } from '../engine/example';

export interface Example {
  fetching: boolean;
  /** Why it could not be had. */
  problem: string | null;
  start(): void;
  /** Something else was given. */
  forget(): void;
}

export function useExample(session: DubSession, { face, speech }: DubState): Example {
  const [fetching, setFetching] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** Dubbed without a further word once both are ready: its face and voice are there to be used. */
  const given = useRef<{ face: File; speech: File } | null>(null);
  useEffect(() => {
    const files = given.current;
    if (!files || face?.file !== files.face || speech?.file !== files.speech) return;
    if (face.status !== 'ready' || speech.status !== 'ready') return;
    given.current = null;
    session.render(null);
  }, [session, face, speech]);
  const start = async () => {
    const before = session.get().face;
    setFetching(true);
    setProblem(null);
    try {
      const [portrait, words] = await Promise.all([fetchExample(), fetchExampleSpeech()]);
      // A face that was given meanwhile is the one that is wanted.
      if (session.get().face !== before) return;
      // Speech that the visitor gave already is what the portrait is to say, when they say so.
      const own = session.get().speech;
      given.current = own ? null : { face: portrait, speech: words };
      if (!own) session.setOptions({ engine: 'own' });
      session.setFace(portrait);
      if (!own) session.setSpeech(words, 'file');
    } catch (cause) {
      setProblem(`The example could not be loaded. ${LipslateError.from(cause).hint}`);
    } finally {
      setFetching(false);
    }
  };
  return {
    fetching,
    problem,
    start: () => void start(),
    forget: () => {
      given.current = null;
      setProblem(null);
    },
  };
}
