/** Checks the exported video like any other, and the video it was made of: the Check room's own code does it. */
import { createCheckSession } from '../../engine/check-session';
import type { CheckSession } from '../../engine/check-types';
import type { ScoreState } from './types';

export class Scorer {
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
