/** Provisional results while a file is being read. */
import type { CheckEvidence } from '../../workers/sync/contract';

/** A provisional result is worth its time again when so much more has been seen. */
const EARLY_GROWTH = 1.5;
/** With so much seen the first result is sharp: another one would only cost memory while pictures are read. */
const EARLY_UNTIL_S = 600;

/** Measures what is there while the rest is read, one measurement at a time, once there is something to compare. */
export class EarlyVerdict {
  #soundComplete = false;
  /** Seconds of picture that the next provisional measurement waits for. */
  #nextS = Number.MIN_VALUE;
  #running: Promise<void> | null = null;
  readonly #over = Promise.withResolvers<void>();
  readonly #measure: () => Promise<CheckEvidence>;
  readonly #publish: (evidence: CheckEvidence, knownS: number) => void;

  /** @param publish gets the seconds of picture that it rests on as well */
  constructor(
    measure: () => Promise<CheckEvidence>,
    publish: (evidence: CheckEvidence, knownS: number) => void,
  ) {
    this.#measure = measure;
    this.#publish = publish;
  }

  /** What is seen from now on is not waited for. */
  get isOver(): boolean {
    return this.#nextS === Number.POSITIVE_INFINITY;
  }

  /** The last provisional measurement is published; never resolves where the file ends before it. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  soundIsComplete(knownS: number): void {
    this.#soundComplete = true;
    this.poke(knownS);
  }

  /** @param knownS seconds of picture whose faces are known */
  poke(knownS: number): void {
    if (!this.#soundComplete || knownS < this.#nextS || this.#running) return;
    this.#nextS = knownS < EARLY_UNTIL_S ? knownS * EARLY_GROWTH : Number.POSITIVE_INFINITY;
    this.#running = this.#measure()
      .then((evidence) => this.#publish(evidence, knownS))
      // A provisional measurement that fails is not the end: the final one reports the error.
      .catch(() => {})
      .finally(() => {
        this.#running = null;
        if (this.isOver) this.#over.resolve();
      });
  }

  async settle(): Promise<void> {
    await this.#running;
  }
}
