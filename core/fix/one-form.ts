/** Sound that changes its sample rate or channels on the way, as joined recordings and broadcasts do, as it begins. */
import { Resampler } from '../sound/resample';
import { withChannels } from '../sound/with-channels';

export interface RatedBlock {
  startS: number;
  rateHz: number;
  /** One Float32Array [N] per channel. */
  planes: Float32Array[];
}

/** A jump beyond this is a gap, not rounding. */
const GAP_S = 0.002;

/** Blocks of this form pass as they are. */
export async function* inOneForm(
  blocks: AsyncIterable<RatedBlock>,
  rateHz: number,
  channels: number,
): AsyncGenerator<RatedBlock> {
  let stretch: Stretch | null = null;
  for await (const given of blocks) {
    const isAlike = given.planes.length === channels;
    const block = isAlike ? given : { ...given, planes: withChannels(given.planes, channels) };
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

  isFollowedBy({ startS, rateHz }: RatedBlock): boolean {
    const expectedS = this.#startS + this.#in / this.#fromHz;
    return rateHz === this.#fromHz && Math.abs(startS - expectedS) <= GAP_S;
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
