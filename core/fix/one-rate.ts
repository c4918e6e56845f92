/** Sound that changes its sample rate on the way, as joined recordings and broadcasts do, at the rate that it begins with. */
import { Resampler } from '../sound/resample';

export interface RatedBlock {
  startS: number;
  rateHz: number;
  /** One Float32Array [N] per channel. */
  planes: Float32Array[];
}

/** A jump beyond this is a gap, not rounding. */
const GAP_S = 0.002;

/** Blocks of `rateHz` pass as they are. */
export async function* atOneRate(
  blocks: AsyncIterable<RatedBlock>,
  rateHz: number,
): AsyncGenerator<RatedBlock> {
  let stretch: Stretch | null = null;
  for await (const block of blocks) {
    if (stretch !== null && !stretch.isFollowedBy(block)) {
      yield* stretch.end();
      stretch = null;
    }
    if (block.rateHz === rateHz) {
      yield block;
      continue;
    }
    stretch ??= new Stretch(block, rateHz);
    yield* stretch.push(block.planes);
  }
  if (stretch !== null) yield* stretch.end();
}

/** Blocks of one other rate that follow each other without a gap. */
class Stretch {
  readonly #startS: number;
  readonly #fromHz: number;
  readonly #toHz: number;
  readonly #resamplers: Resampler[];
  #in = 0;
  #out = 0;

  constructor({ startS, rateHz, planes }: RatedBlock, toHz: number) {
    this.#startS = startS;
    this.#fromHz = rateHz;
    this.#toHz = toHz;
    this.#resamplers = planes.map(() => new Resampler(rateHz, toHz));
  }

  isFollowedBy({ startS, rateHz, planes }: RatedBlock): boolean {
    const expectedS = this.#startS + this.#in / this.#fromHz;
    return (
      rateHz === this.#fromHz &&
      planes.length === this.#resamplers.length &&
      Math.abs(startS - expectedS) <= GAP_S
    );
  }

  push(planes: Float32Array[]): Generator<RatedBlock> {
    this.#in += planes[0]?.length ?? 0;
    return this.#placed(planes.map((plane, channel) => this.#resamplers[channel]!.push(plane)));
  }

  end(): Generator<RatedBlock> {
    return this.#placed(this.#resamplers.map((resampler) => resampler.end()));
  }

  *#placed(planes: Float32Array[]): Generator<RatedBlock> {
    const count = planes[0]?.length ?? 0;
    if (count === 0) return;
    yield { startS: this.#startS + this.#out / this.#toHz, rateHz: this.#toHz, planes };
    this.#out += count;
  }
}
