/** Checks the exported video like any other, and the video it was made of: the Check room's own code does it. */
import { createCheckSession } from '../check-session';
import type { CheckSession } from '../check-types';
import type { Recipe, ScoreState } from './types';

class Scorer {
  readonly #session: CheckSession = createCheckSession({ engine: 'auto' });
  #stop: () => void = () => {};
  #off: () => void = () => {};

  /** @param before null when it has no sound that could be compared */
  start(
    after: File,
    before: File | null,
    beforeMissing: ScoreState['beforeMissing'],
    onChange: (score: ScoreState) => void,
  ): void {
    const session = this.#session;
    let cancelled = false;
    const tell = () => {
      const { jobs } = session.get();
      const [afterJob, beforeJob] = jobs;
      const busy = jobs.some(({ status }) => status === 'waiting' || status === 'working');
      onChange({
        status: busy ? 'working' : cancelled ? 'cancelled' : 'done',
        after: afterJob ?? null,
        before: beforeJob ?? null,
        beforeMissing,
      });
      if (!busy) off();
    };
    const off = session.subscribe(tell);
    this.#off = off;
    this.#stop = () => {
      cancelled = true;
      for (const { id } of session.get().jobs) session.cancel(id);
    };
    session.add(before ? [after, before] : [after]);
  }

  /** What is measured already stays. */
  cancel(): void {
    this.#stop();
  }

  dispose(): void {
    this.#off();
    this.#session.dispose();
  }
}

/** Keeps the score of the last export: a new one takes its place. */
export class ScoreKeeper {
  readonly #set: (score: ScoreState) => void;
  #scorer: Scorer | null = null;

  constructor(set: (score: ScoreState) => void) {
    this.#set = set;
  }

  start(after: File, { faceFile, faceInfo }: Recipe): void {
    const scorer = new Scorer();
    this.#scorer = scorer;
    const missing = faceInfo.still ? 'photo' : faceInfo.audioTracks.length === 0 ? 'no-sound' : null;
    scorer.start(after, missing ? null : faceFile, missing, (score) => {
      if (this.#scorer === scorer) this.#set(score);
    });
  }

  cancel(): void {
    this.#scorer?.cancel();
  }

  /** Ends measuring; what was told until then is not taken back. */
  drop(): void {
    this.#scorer?.dispose();
    this.#scorer = null;
  }
}
