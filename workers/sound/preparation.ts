/** The steps of a preparation: a sound is listened to, cleaned or copied, and compared with what it was. */

import type { ClipLevels } from '../../core/enhance/clipped-peaks';
import { Denoise, VoiceSplit } from '../../core/enhance/denoise';
import { HoleFinder, type Stretch } from '../../core/enhance/holes';
import { HumFilter, HumFinder } from '../../core/enhance/hum';
import { RoomEcho } from '../../core/enhance/room-echo';
import { RumbleFinder } from '../../core/enhance/rumble';
import { FigureMeter } from '../../core/loudness/figures';
import { LoudnessMeter } from '../../core/loudness/meter';
import type { SidesFault } from '../../core/loudness/sides';
import { Resampler } from '../../core/sound/resample';
import { createScratch } from '../lib/opfs/long-files';
import type { PartFile } from '../lib/opfs/part-file';
import { asItIs } from '../lib/sound/retime';
import type { SourceSound } from '../lib/sound/source';
import { ApartSound, withLess } from './apart';
import { difference, isSame, mono, perHop, turned } from './channels';
import { LONG_S, type PrepareProgress, type SoundChain } from './contract';
import { gathered } from './gathered';
import { newGtcrn } from './gtcrn';
import { KeptBlocks } from './kept-blocks';
import { ListenedSound, type Mended, RepairedSound } from './repaired';
import { newRnnoise, RNNOISE_RATE_HZ } from './rnnoise';
import { fillHoles, type RoomToned } from './room-tone';
import type { Separator } from './separator';
import { Sequence } from './sequence';
import { Stems } from './stems';
import { WavWriter } from './wav-writer';
import type { CleanedSound } from './write-out';

type Stage = PrepareProgress['stage'];

/** Share of the work, in order: cleaning takes the longest. Holes are filled only where that is wanted. */
const PARTS: Record<Stage, number> = { listening: 1, cleaning: 4, filling: 0, writing: 2 };
const FILLING = 1;
/** So much may lie in the store of blobs, which the browser keeps in memory. */
const IN_BLOBS_S = 300;
/** Of cleaning with a voice that is set apart. */
const APART_PARTS: Record<Separator['by'], number> = { networks: 20, 'built-in': 8 };

export interface Heard {
  humHz: number[];
  /** A direct current, or what lies below 20 Hz, is loud enough to be taken out. */
  hasRumble: boolean;
  /** Where the peaks of each channel were cut off. */
  clipLevels: ClipLevels[];
  before: FigureMeter;
  /** Where nothing is heard between other sound, in samples. */
  holes: readonly Stretch[];
  /** All channels are the same, as of one microphone on both sides: what is done to one holds for all. */
  isOneSound: boolean;
  sidesFault: SidesFault | null;
  /** Where the last of it ends. */
  endS: number;
}

export interface Cleaned {
  mended: Mended;
  stems: Stems | null;
  kept: KeptBlocks;
  /** Loudness of each hop, LUFS, and how surely it is speech. */
  hops: Float32Array;
  speech: Float32Array;
  integratedLufs: number | null;
}

/** Goes through one sound, a step of the work at a time, and says how far it is. */
export class Preparation {
  readonly #sound: SourceSound;
  readonly #durationS: number;
  readonly #rateHz: number;
  readonly #samples: number;
  readonly #separator: Separator | null;
  readonly #parts: Record<Stage, number>;
  readonly #tell: (progress: PrepareProgress) => void;
  #toldS = 0;
  /** Holds a long sound while it is gone through again. */
  #scratch: PartFile | null = null;

  constructor(
    sound: SourceSound,
    durationS: number,
    rateHz: number,
    { separator, roomTone }: { separator: Separator | null; roomTone: boolean },
    tell: (progress: PrepareProgress) => void,
  ) {
    this.#sound = gathered(sound);
    this.#durationS = durationS;
    this.#rateHz = rateHz;
    this.#samples = Math.max(1, Math.round(durationS * rateHz));
    this.#separator = separator;
    this.#parts = {
      ...PARTS,
      ...(separator && { cleaning: APART_PARTS[separator.by] }),
      ...(roomTone && { filling: FILLING }),
    };
    this.#tell = tell;
  }

  /** @param withCinema see FigureMeter */
  async listen(withCinema = false): Promise<Heard> {
    const listened = new ListenedSound(this.#sound);
    const finder = new HumFinder(this.#rateHz);
    const rumbles = Array.from({ length: this.#sound.channels }, () => new RumbleFinder(this.#rateHz));
    const holes = this.#parts.filling > 0 ? new HoleFinder(this.#rateHz) : null;
    const before = new FigureMeter(this.#rateHz, this.#sound.channels, { withCinema });
    let isOneSound = true;
    // Begun where both sides go against each other, and left for good where they do not on the whole.
    let ofDifference: HumFinder | null = null;
    for await (const planes of this.#decoded('listening', listened)) {
      before.push(planes);
      finder.push(mono(planes));
      const isTurned = before.sides.fault === 'inverted';
      ofDifference = isTurned ? (ofDifference ?? new HumFinder(this.#rateHz)) : null;
      ofDifference?.push(difference(planes));
      planes.forEach((plane, channel) => {
        rumbles[channel]?.push(plane);
      });
      holes?.push(planes);
      isOneSound &&= planes.every((plane) => isSame(plane, planes[0] as Float32Array));
    }
    const found = holes?.holes ?? [];
    const hasRumble = rumbles.some(({ isLoud }) => isLoud);
    const humHz = (ofDifference ?? finder).lines();
    const sidesFault = before.sides.fault;
    const { levels: clipLevels, endS } = listened;
    return { humHz, hasRumble, clipLevels, before, holes: found, isOneSound, sidesFault, endS };
  }

  async clean(
    { humHz, hasRumble, clipLevels, isOneSound, sidesFault }: Heard,
    { repair, voiceApart, hum, room, noise, noiseBy }: SoundChain,
    withStems: boolean,
  ): Promise<Cleaned> {
    const { channels } = this.#sound;
    const repaired = repair ? new RepairedSound(this.#sound, clipLevels, isOneSound) : null;
    const denoisers = await Promise.all(
      Array.from({ length: isOneSound ? 1 : channels }, async () => {
        const second = noise > 0 && noiseBy === 'gtcrn' ? await newGtcrn() : null;
        return new Denoise(await newRnnoise(), noise, second);
      }),
    );
    const filters = hum ? denoisers.map(() => new HumFilter(this.#rateHz, humHz, hasRumble)) : null;
    const rooms = room ? denoisers.map(() => new RoomEcho(this.#rateHz)) : null;
    const kept = await this.#keeper();
    const meter = new LoudnessMeter(this.#rateHz, channels, { withPeaks: false });
    const keep = (cleaned: Float32Array[]) => {
      const planes = isOneSound
        ? Array.from({ length: channels }, () => cleaned[0] as Float32Array)
        : cleaned;
      meter.push(planes);
      kept.push(planes);
    };
    const suppress = (planes: readonly Float32Array[]) =>
      keep(denoisers.map((denoiser, channel) => denoiser.push(planes[channel] as Float32Array)));
    const dry = (planes: readonly Float32Array[]) =>
      suppress(rooms?.map((each, channel) => each.push(planes[channel] as Float32Array)) ?? planes);
    const mended = repaired ?? this.#sound;
    const separator = this.#separator;
    const stems = separator && withStems ? new Stems(this.#rateHz, channels, this.#samples) : null;
    // A side that is turned round is turned back for it, and round again of the voice and of the rest.
    const isTurned = sidesFault === 'inverted';
    const told = separator && new ApartSound(isTurned ? turned(mended, [1]) : mended, separator, isOneSound);
    const apart = told && isTurned ? turned(told, [1, 3]) : told;
    for await (const both of this.#decoded('cleaning', apart ?? mended)) {
      stems?.write(both);
      const planes = apart ? withLess(both, voiceApart) : both;
      dry(filters?.map((filter, channel) => filter.push(planes[channel] as Float32Array)) ?? planes);
    }
    if (filters) dry(filters.map((filter) => filter.end()));
    if (rooms) suppress(rooms.map((each) => each.end()));
    keep(denoisers.map((denoiser) => denoiser.end()));
    await kept.finish();
    const hops = meter.hops();
    const speech = perHop(
      denoisers.map((denoiser) => denoiser.speech),
      hops.length,
    );
    const counts = repaired?.mended ?? { clicks: 0, cutOff: 0 };
    const { integratedLufs } = meter.result();
    return { kept, hops, speech, integratedLufs, mended: counts, stems };
  }

  /** The sound as it is; where it is speech is heard on the way. */
  async copy({ sidesFault }: Heard): Promise<Cleaned> {
    const { channels } = this.#sound;
    const kept = await this.#keeper();
    const meter = new LoudnessMeter(this.#rateHz, channels, { withPeaks: false });
    const listener = new VoiceSplit(await newRnnoise());
    const resampler = this.#rateHz === RNNOISE_RATE_HZ ? null : new Resampler(this.#rateHz, RNNOISE_RATE_HZ);
    for await (const planes of this.#decoded('cleaning', this.#sound)) {
      meter.push(planes);
      kept.push(planes);
      const one = sidesFault === 'inverted' ? difference(planes) : mono(planes);
      listener.push(resampler?.push(one) ?? one);
    }
    await kept.finish();
    if (resampler) listener.push(resampler.end());
    listener.end();
    const hops = meter.hops();
    const speech = perHop([listener.speech], hops.length);
    const mended = { clicks: 0, cutOff: 0 };
    const { integratedLufs } = meter.result();
    return { kept, hops, speech, integratedLufs, mended, stems: null };
  }

  /** What was kept cannot be read any more; the separator is let go, too. */
  async dispose(): Promise<void> {
    await this.#scratch?.discard();
    await this.#separator?.release();
  }

  async #keeper(): Promise<KeptBlocks> {
    if (this.#durationS > IN_BLOBS_S) this.#scratch = await createScratch().catch(() => null);
    return new KeptBlocks(this.#sound.channels, this.#scratch);
  }

  async fill({ kept, speech }: Cleaned, { holes }: Heard): Promise<RoomToned> {
    const sound = { rateHz: this.#rateHz, channels: this.#sound.channels, speech };
    // Twice through it.
    return fillHoles(kept, sound, holes, (samples) => this.report('filling', samples / this.#rateHz / 2));
  }

  toWrite({ kept, mended, speech }: Cleaned): CleanedSound {
    const { channels } = this.#sound;
    return {
      kept,
      rateHz: this.#rateHz,
      channels,
      samples: this.#samples,
      speech,
      isHigh: mended.cutOff > 0,
    };
  }

  /** @returns the original without what is left of it; null of a long one, which would be decoded once more for it */
  async takenAway(kept: KeptBlocks, name: string): Promise<File | null> {
    if (this.#durationS > LONG_S) return null;
    const { channels } = this.#sound;
    const wav = new WavWriter(this.#rateHz, channels, this.#samples);
    const left = new Sequence(kept.blocks(), channels);
    for await (const planes of this.#decoded('writing', this.#sound)) {
      const rest = await left.next(planes[0]?.length ?? 0);
      const taken = planes.map((plane, channel) =>
        plane.map((sample, i) => sample - ((rest[channel] as Float32Array)[i] as number)),
      );
      wav.write(taken);
    }
    return wav.file(name);
  }

  /** From time 0 to the end of the file, with silence where the track has none, at the rate that RNNoise takes. */
  async *#decoded(stage: Stage, sound: SourceSound): AsyncGenerator<Float32Array[]> {
    const wanted = { rateHz: this.#rateHz, startS: 0, samples: this.#samples };
    const onTime = (atS: number) => this.report(stage, atS);
    yield* asItIs(sound, wanted, this.#durationS, onTime);
  }

  /** A message for every percent. */
  report(stage: Stage, atS: number): void {
    const stages = Object.keys(this.#parts) as Stage[];
    const partsOf = (some: readonly Stage[]) => some.reduce((sum, each) => sum + this.#parts[each], 0);
    const before = partsOf(stages.slice(0, stages.indexOf(stage)));
    const totalS = partsOf(stages) * this.#durationS;
    const doneS = before * this.#durationS + this.#parts[stage] * Math.min(atS, this.#durationS);
    if (doneS < this.#toldS + totalS / 100) return;
    this.#toldS = doneS;
    this.#tell({ stage, doneS, totalS });
  }
}
