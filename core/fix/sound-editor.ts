/** Moves a sound to where it belongs: blocks as decoded go in, the corrected samples come out, whatever the length. */
import { ContinuousSound } from '../sound/continuous';
import { Resampler } from '../sound/resample';
import { asFraction, type Cut } from './retime';

/** Sound at the rate of the whole, one behind the other. */
export interface SteadyBlock {
  /** Presentation time of the first sample. */
  startS: number;
  /** One Float32Array [N] per channel. */
  planes: Float32Array[];
}

export interface EditPlan {
  rateHz: number;
  channels: number;
  /** Time of the sound as it is that the first sample out belongs to; before 0 there is silence. */
  sourceS: number;
  /** Seconds of the sound as it is for each second out. */
  speed: number;
  /** The first and last samples stay as they are, as nothing is moved; else the sound comes in and goes out. */
  keepsEnds?: boolean;
  /** In rising order; only where speed is 1. */
  cuts: Cut[];
  /** Samples that come out, no more and no less. */
  samples: number;
}

/** At each seam the sound goes out and comes in over this long, so that nothing clicks. */
const FADE_S = 0.005;
/** Silence is handed out in pieces of this many samples. */
const PIECE = 48_000;

export class SoundEditor {
  readonly #plan: EditPlan;
  readonly #placed: ContinuousSound[];
  readonly #resamplers: Resampler[] | null;
  readonly #fade: number;
  /** Samples out at which the sound stops (fades out before) or begins (fades in after). */
  readonly #stops: number[] = [];
  readonly #begins: number[] = [];
  /** Sample of the sound as it is that comes next, and the next cut. */
  #position: number;
  #cut = 0;
  #skip = 0;
  #out = 0;
  #heard = false;

  constructor(plan: EditPlan) {
    this.#plan = plan;
    this.#fade = Math.round(FADE_S * plan.rateHz);
    this.#position = Math.round(plan.sourceS * plan.rateHz);
    this.#placed = each(plan.channels, () => new ContinuousSound(plan.rateHz, plan.sourceS));
    const { from, to } = asFraction(plan.speed);
    this.#resamplers = from === to ? null : each(plan.channels, () => new Resampler(from, to));
    let out = -this.#position;
    for (const { atSample, samples } of plan.cuts) {
      this.#stops.push(atSample + out);
      out += samples;
      this.#begins.push(atSample + out + Math.max(0, -samples));
    }
    if (!plan.keepsEnds) this.#stops.push(plan.samples);
  }

  /** @returns pieces to append, in order, each with one array per channel */
  *push(block: SteadyBlock): Generator<Float32Array[]> {
    if (!this.#heard) {
      this.#heard = true;
      const startS = (block.startS - this.#plan.sourceS) / this.#plan.speed;
      if (!this.#plan.keepsEnds) this.#begins.push(Math.max(0, Math.round(startS * this.#plan.rateHz)));
    }
    // All channels side by side, so that a gap of hours is never there as a whole.
    const channels = this.#placed.map((placed, channel) =>
      placed.push(block.startS, block.planes[channel] ?? new Float32Array(block.planes[0]?.length ?? 0)),
    );
    for (;;) {
      const pieces = channels.map((channel) => channel.next());
      const planes = pieces.flatMap(({ value }) => value ?? []);
      if (planes.length < channels.length || this.isDone) return;
      yield* this.#edit(planes);
    }
  }

  /** The rest, with silence up to the length that was asked for. */
  *end(): Generator<Float32Array[]> {
    if (this.#resamplers !== null) yield* this.#emit(this.#resamplers.map((resampler) => resampler.end()));
    yield* this.#silence(this.#plan.samples - this.#out);
  }

  /** True when everything is out and nothing that comes will be heard. */
  get isDone(): boolean {
    return this.#out >= this.#plan.samples;
  }

  *#edit(planes: Float32Array[]): Generator<Float32Array[]> {
    if (this.#resamplers !== null) {
      yield* this.#emit(planes.map((plane, channel) => this.#resamplers![channel]!.push(plane)));
      return;
    }
    const length = planes[0]?.length ?? 0;
    for (let at = 0; at < length; ) {
      if (this.#skip > 0) {
        const gone = Math.min(this.#skip, length - at);
        this.#skip -= gone;
        this.#position += gone;
        at += gone;
        continue;
      }
      const cut = this.#plan.cuts[this.#cut];
      const upTo =
        cut === undefined ? length : Math.min(length, at + Math.max(0, cut.atSample - this.#position));
      if (upTo > at) {
        yield* this.#emit(planes.map((plane) => plane.slice(at, upTo)));
        this.#position += upTo - at;
        at = upTo;
      }
      if (cut === undefined || this.#position < cut.atSample) continue;
      this.#cut += 1;
      if (cut.samples < 0) this.#skip = -cut.samples;
      else yield* this.#silence(cut.samples);
    }
  }

  *#silence(samples: number): Generator<Float32Array[]> {
    for (let left = samples; left > 0; left -= PIECE) {
      const count = Math.min(PIECE, left);
      yield* this.#emit(each(this.#plan.channels, () => new Float32Array(count)));
    }
  }

  *#emit(planes: Float32Array[]): Generator<Float32Array[]> {
    const count = Math.min(planes[0]?.length ?? 0, this.#plan.samples - this.#out);
    if (count <= 0) return;
    const cut = planes.map((plane) => (plane.length === count ? plane : plane.slice(0, count)));
    for (const stop of this.#stops) this.#applyFade(cut, stop - this.#fade, -1);
    for (const begin of this.#begins) this.#applyFade(cut, begin, 1);
    this.#out += count;
    yield cut;
  }

  /** @param from sample out at which the fade begins @param direction 1 comes in, -1 goes out */
  #applyFade(planes: Float32Array[], from: number, direction: 1 | -1): void {
    const length = planes[0]?.length ?? 0;
    const first = Math.max(0, from - this.#out);
    const last = Math.min(length, from + this.#fade - this.#out);
    for (let i = first; i < last; i++) {
      const share = (i + this.#out - from + 0.5) / this.#fade;
      const gain = 0.5 - 0.5 * Math.cos(Math.PI * (direction > 0 ? share : 1 - share));
      for (const plane of planes) plane[i] = (plane[i] as number) * gain;
    }
  }
}

function each<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
