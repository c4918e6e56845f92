/** How both sides of a stereo sound go together: in phase, against each other, or one of them alone. */

/** One is the other turned upside down; or one has nothing on it. */
export type SidesFault = 'inverted' | 'left-silent' | 'right-silent';

/** Below it, what both sides share is turned round; of wide music both are hardly alike, which is about 0. */
const INVERTED = -0.5;
/** A side is silent where it is below both: mean square of full scale (-80 dBFS), and of the other side (60 dB softer). */
const SILENT = 1e-8;
const SILENT_SHARE = 1e-6;

/** Of sound that comes in blocks; of other than two channels there is nothing to tell. */
export class Sides {
  #left = 0;
  #right = 0;
  #both = 0;
  #samples = 0;

  /** @param planes Float32Array [N] per channel */
  push(planes: readonly Float32Array[]): void {
    if (planes.length !== 2) return;
    const [left, right] = planes as [Float32Array, Float32Array];
    let [ofLeft, ofRight, ofBoth] = [0, 0, 0];
    for (let i = 0; i < left.length; i++) {
      const [a, b] = [left[i] as number, right[i] as number];
      ofLeft += a * a;
      ofRight += b * b;
      ofBoth += a * b;
    }
    this.#left += ofLeft;
    this.#right += ofRight;
    this.#both += ofBoth;
    this.#samples += left.length;
  }

  /** Correlation of both: 1 alike, 0 nothing in common, -1 one is the other turned round. Null where one is silent, or there are no two. */
  get correlation(): number | null {
    const [least, most] = [Math.min(this.#left, this.#right), Math.max(this.#left, this.#right)];
    if (this.#samples === 0 || this.#isSilent(least, most) || most === 0) return null;
    return Math.max(-1, Math.min(1, this.#both / Math.sqrt(this.#left * this.#right)));
  }

  /** Null: there is none, or all of it is silent. */
  get fault(): SidesFault | null {
    const { correlation } = this;
    if (correlation !== null) return correlation < INVERTED ? 'inverted' : null;
    if (this.#isSilent(this.#left, this.#right)) return 'left-silent';
    return this.#isSilent(this.#right, this.#left) ? 'right-silent' : null;
  }

  #isSilent(side: number, other: number): boolean {
    return side < SILENT * this.#samples && side < SILENT_SHARE * other;
  }
}
