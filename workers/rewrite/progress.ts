/** Progress over several passes of one file, as one figure that never goes back. */
import type { RewriteProgress } from './contract';

export class RewriteProgressMeter {
  readonly #tell: (progress: RewriteProgress) => void;
  readonly #totalS: number;
  #passedS = 0;
  #passS = 0;
  #toldS = 0;

  /** @param passes how often the file is gone through */
  constructor(durationS: number, passes: number, tell: (progress: RewriteProgress) => void) {
    this.#tell = tell;
    this.#totalS = durationS * passes;
  }

  /** Begins a pass. @returns what is to be told the time, or share, of the pass that is done, out of `whole` */
  pass(stage: RewriteProgress['stage'], whole: number): (done: number) => void {
    this.#passedS += this.#passS;
    this.#passS = whole;
    return (done) => this.#report(stage, Math.min(done, whole));
  }

  /** As `pass`, counted in bytes. */
  bytes(stage: RewriteProgress['stage'], durationS: number, totalBytes: number): (bytes: number) => void {
    const onTime = this.pass(stage, durationS);
    return (bytes) => onTime((bytes / Math.max(1, totalBytes)) * durationS);
  }

  /** A message for every percent, not for every packet. */
  #report(stage: RewriteProgress['stage'], doneS: number): void {
    const atS = Math.min(this.#totalS, this.#passedS + doneS);
    if (atS < this.#toldS + this.#totalS / 100) return;
    this.#toldS = atS;
    this.#tell({ stage, doneS: atS, totalS: this.#totalS });
  }
}
