/** The highest sample of each hop of 0.1 s, over all channels: what a drawing of the waveform is made of. */
import { peakOf } from '../sound/peak';
import { HOP_S } from './meter';

export class Waveform {
  readonly #edge: (hop: number) => number;
  readonly #peaks: number[] = [];
  #peak = 0;
  /** Samples so far. */
  #at = 0;

  constructor(rateHz: number) {
    // As the loudness meter counts its hops.
    this.#edge = (hop) => Math.round(hop * HOP_S * rateHz);
  }

  /** @param planes Float32Array [N] per channel */
  push(planes: readonly Float32Array[]): void {
    const length = planes[0]?.length ?? 0;
    for (let from = 0; from < length; ) {
      const end = this.#edge(this.#peaks.length + 1);
      const to = Math.min(length, from + end - this.#at);
      let peak = this.#peak;
      for (const plane of planes) peak = Math.max(peak, peakOf(plane, from, to));
      this.#at += to - from;
      from = to;
      if (this.#at < end) this.#peak = peak;
      else {
        this.#peaks.push(peak);
        this.#peak = 0;
      }
    }
  }

  /** One value per whole hop, 0..1 where nothing is beyond full scale. Float32Array [H] */
  peaks(): Float32Array {
    return Float32Array.from(this.#peaks);
  }
}
