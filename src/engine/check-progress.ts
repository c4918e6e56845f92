/** How far one check is: picture and sound are read beside each other, and told as one figure. */
import type { Stage } from './check-types';
import type { TimeRange } from './ranges';

/** Of the whole work: the sound of a film is read in a twentieth of the time that its lips take. */
const LISTENING_SHARE = 0.05;

export class CheckProgress {
  readonly #part: TimeRange | null;
  readonly #onProgress: (stage: Stage, doneS: number, totalS: number) => void;
  /** Seconds watched, by range. */
  readonly #watched = new Map<TimeRange, number>();
  #totalS = 0;
  #heardS = 0;
  #isKnown = false;

  /** @param part what of the picture is looked at; null: all */
  constructor(part: TimeRange | null, onProgress: (stage: Stage, doneS: number, totalS: number) => void) {
    this.#part = part;
    this.#onProgress = onProgress;
  }

  /** @param totalS length of the file */
  begin(totalS: number): void {
    this.#totalS = totalS;
  }

  /** Nothing has to be watched: the sound is all that is left. */
  lipsAreKnown(): void {
    this.#isKnown = true;
  }

  /** @param untilS time in the file up to which the range is watched */
  watched(range: TimeRange, untilS: number): void {
    this.#watched.set(range, lengthOf(range, untilS));
    this.#report();
  }

  /** @param untilS time in the file up to which its sound is heard */
  heard(untilS: number): void {
    this.#heardS = Math.min(untilS, this.#totalS);
    this.#report();
  }

  #report(): void {
    const toWatchS = this.#part ? lengthOf(this.#part, this.#totalS) : this.#totalS;
    const heard = this.#totalS > 0 ? this.#heardS / this.#totalS : 0;
    if (this.#isKnown) {
      this.#onProgress('listening', heard * toWatchS, toWatchS);
      return;
    }
    let watchedS = 0;
    for (const seconds of this.#watched.values()) watchedS += seconds;
    const isListening = heard < 1 && watchedS === 0;
    const doneS = LISTENING_SHARE * heard * toWatchS + (1 - LISTENING_SHARE) * watchedS;
    this.#onProgress(isListening ? 'listening' : 'watching', doneS, toWatchS);
  }
}

/** Seconds of a range that lie before `untilS`. */
export function lengthOf(range: TimeRange, untilS: number): number {
  return Math.max(0, Math.min(range.endS, untilS) - range.startS);
}
