/** Turns raw progress into a monotone one with an honest estimate of the time left. */
import type { Progress, Stage } from './check-types';
import { STAGES } from './stages';

/** Before this share of the work is done, of which listening is the first and fast one, an estimate would be a guess. */
const ESTIMATE_FROM = 0.08;
/** A pace that wobbles leaves the time left as it was told: it rises only by more than this share and these seconds. */
const WOBBLE = 0.25;
const WOBBLE_S = 2;

/** @param nowS a clock in seconds */
export class ProgressMeter {
  readonly #nowS: () => number;
  #startedS: number | null = null;
  #last: Progress = { stage: 'opening', doneS: 0, totalS: 0, remainingS: null };

  constructor(nowS: () => number = () => performance.now() / 1000) {
    this.#nowS = nowS;
  }

  /** Never goes back in stage or seconds done, save that SyncNet begins anew: it comes on top of a finished check. */
  update(stage: Stage, doneS: number, totalS: number): Progress {
    const last = this.#last;
    const later = STAGES.indexOf(stage) >= STAGES.indexOf(last.stage) ? stage : last.stage;
    const anew = later === 'syncnet' && last.stage !== 'syncnet';
    if (anew) this.#startedS = null;
    const done = Math.max(anew ? 0 : last.doneS, Math.min(doneS, totalS));
    if (done > 0) this.#startedS ??= this.#nowS();
    const share = totalS > 0 ? done / totalS : 0;
    const spentS = this.#startedS === null ? 0 : this.#nowS() - this.#startedS;
    const estimateS = share >= ESTIMATE_FROM && spentS > 0.5 ? (spentS * (1 - share)) / share : null;
    const remainingS = steadied(estimateS, anew ? null : last.remainingS);
    this.#last = { stage: later, doneS: done, totalS, remainingS };
    return this.#last;
  }
}

function steadied(estimateS: number | null, toldS: number | null): number | null {
  if (estimateS === null || toldS === null) return estimateS;
  const isWobble = estimateS > toldS && estimateS <= toldS * (1 + WOBBLE) + WOBBLE_S;
  return isWobble ? toldS : estimateS;
}
