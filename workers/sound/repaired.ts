/** A sound without its clicks and with its peaks, at the rate that it came with: at another one neither looks like it is. */
import { concatFloat32 } from '../../core/concat';
import { ClickRepair } from '../../core/enhance/clicks';
import { ClipFinder, type ClipLevels, ClipRepair } from '../../core/enhance/clipped-peaks';
import type { Repair } from '../../core/enhance/windows';
import type { SteadyBlock } from '../../core/fix/sound-editor';
import type { SourceSound } from '../lib/sound/source';
import { InPlace, lengthOf } from './in-place';

/** Looks for cut off peaks in what goes through, and for its end. */
export class ListenedSound implements SourceSound {
  readonly #sound: SourceSound;
  #finders: ClipFinder[];
  #endS = 0;

  constructor(sound: SourceSound) {
    this.#sound = sound;
    this.#finders = [];
  }

  get codec(): string {
    return this.#sound.codec;
  }

  get rateHz(): number {
    return this.#sound.rateHz;
  }

  get channels(): number {
    return this.#sound.channels;
  }

  async *blocks(): AsyncGenerator<SteadyBlock> {
    this.#finders = Array.from({ length: this.channels }, () => new ClipFinder());
    for await (const block of this.#sound.blocks()) {
      block.planes.forEach((plane, channel) => {
        this.#finders[channel]?.push(plane);
      });
      this.#endS = block.startS + lengthOf(block.planes) / this.rateHz;
      yield block;
    }
  }

  /** Where the last of it ends. */
  get endS(): number {
    return this.#endS;
  }

  /** Of each channel, when all of it went through. */
  get levels(): ClipLevels[] {
    return this.#finders.map((finder) => finder.levels());
  }
}

export interface Mended {
  clicks: number;
  cutOff: number;
}

export class RepairedSound implements SourceSound {
  readonly codec: string;
  readonly rateHz: number;
  readonly channels: number;
  /** Of stretches that have ended. */
  readonly #mended: Mended = { clicks: 0, cutOff: 0 };
  #run: Run | null = null;
  readonly #sound: SourceSound;
  readonly #levels: readonly ClipLevels[];
  readonly #isOneSound: boolean;

  /** @param isOneSound what is found in one channel holds for all */
  constructor(sound: SourceSound, levels: readonly ClipLevels[], isOneSound: boolean) {
    this.codec = sound.codec;
    this.rateHz = sound.rateHz;
    this.channels = sound.channels;
    this.#sound = sound;
    this.#levels = levels;
    this.#isOneSound = isOneSound;
  }

  /** So far: whoever has enough stops before the end. */
  get mended(): Mended {
    const open = this.#run?.mended;
    return {
      clicks: this.#mended.clicks + (open?.clicks ?? 0),
      cutOff: this.#mended.cutOff + (open?.cutOff ?? 0),
    };
  }

  async *blocks(): AsyncGenerator<SteadyBlock> {
    this.#run = null;
    Object.assign(this.#mended, { clicks: 0, cutOff: 0 });
    for await (const block of this.#sound.blocks()) {
      if (this.#run && !this.#run.places.isContinuedBy(block)) yield* this.#ended(this.#run);
      this.#run ??= new Run(this.rateHz, this.#isOneSound ? this.#levels.slice(0, 1) : this.#levels);
      yield* this.#whole(this.#run.push(block));
    }
    if (this.#run) yield* this.#ended(this.#run);
  }

  *#ended(run: Run): Generator<SteadyBlock> {
    yield* this.#whole(run.end());
    this.#mended.clicks += run.mended.clicks;
    this.#mended.cutOff += run.mended.cutOff;
    this.#run = null;
  }

  *#whole(blocks: readonly SteadyBlock[]): Generator<SteadyBlock> {
    for (const block of blocks) {
      const [first] = block.planes as [Float32Array];
      yield this.#isOneSound
        ? { ...block, planes: Array.from({ length: this.channels }, () => first) }
        : block;
    }
  }
}

/** Blocks that follow each other without a gap; they come out as they went in, where they were. */
class Run {
  readonly places: InPlace;
  /** Null of a channel that was not cut off. */
  readonly #peaks: (ClipRepair | null)[];
  readonly #clicks: ClickRepair[];

  constructor(rateHz: number, levels: readonly ClipLevels[]) {
    this.places = new InPlace(rateHz);
    this.#peaks = levels.map((each) => (isCutOff(each) ? new ClipRepair(rateHz, each) : null));
    this.#clicks = levels.map(() => new ClickRepair(rateHz));
  }

  get mended(): Mended {
    const sum = (all: readonly (Repair | null)[]) =>
      all.reduce((total, each) => total + (each?.count ?? 0), 0);
    return { clicks: sum(this.#clicks), cutOff: sum(this.#peaks) };
  }

  push(block: SteadyBlock): SteadyBlock[] {
    this.places.take(block);
    const { planes } = block;
    return this.#known(
      this.#clicks.map((each, i) => {
        const plane = planes[i] as Float32Array;
        return each.push(this.#peaks[i]?.push(plane) ?? plane);
      }),
    );
  }

  end(): SteadyBlock[] {
    const rest = this.#clicks.map((each, i) => {
      const left = this.#peaks[i]?.end();
      return concatFloat32([...(left ? [each.push(left)] : []), each.end()]);
    });
    return this.#known(rest);
  }

  #known(more: Float32Array[]): SteadyBlock[] {
    return this.places.give(more).map(({ block: { startS }, made }) => ({ startS, planes: made }));
  }
}

const isCutOff = ({ above, below }: ClipLevels) => above !== null || below !== null;
