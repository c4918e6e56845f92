/** Goes through the sound as often as it takes: listens, cleans, and writes it as loud as it is to be. */

import type { ClipLevels } from '../../core/enhance/clipped-peaks';
import { Denoise } from '../../core/enhance/denoise';
import { HumFilter, HumFinder } from '../../core/enhance/hum';
import { GainCurve, levellerGains } from '../../core/enhance/leveller';
import { LipslateError } from '../../core/errors';
import { FigureMeter, HOP_S, IS_SPEECH } from '../../core/loudness/figures';
import { Limiter } from '../../core/loudness/limiter';
import { LoudnessMeter } from '../../core/loudness/meter';
import { type LoudnessTarget, targetOf } from '../../core/loudness/targets';
import { asItIs } from '../lib/sound/retime';
import { openSource, type SourceSound } from '../lib/sound/source';
import type { PreparedSound, PrepareJob, PrepareProgress, SoundChain, SoundReport } from './contract';
import { KeptBlocks } from './kept-blocks';
import { ListenedSound, type Mended, RepairedSound } from './repaired';
import { newRnnoise, RNNOISE_RATE_HZ } from './rnnoise';
import { Sequence } from './sequence';
import { WavWriter } from './wav-writer';

const RATE_HZ = RNNOISE_RATE_HZ;
/** Without a target nothing may clip either. */
const CEILING_DB = -1;
/** What is made louder by more than this was no recording. */
const MOST_GAIN_DB = 40;
/** The limiter takes loudness away: the gain is tried again until the target is met this well. */
const CLOSE_LU = 0.05;
const MOST_TRIES = 7;
/** What a limiter lets through of a gain, at the least: a first guess may not run away. */
const LEAST_SLOPE = 0.2;
/** Share of the work: cleaning takes the longest. */
const PARTS = { listening: 1, cleaning: 4, writing: 2 };
const LONG_S = 900;

/** @throws LipslateError: see SoundWorkerApi.prepare */
export async function prepare(
  file: File,
  { audioIndex, chain }: PrepareJob,
  onProgress: (progress: PrepareProgress) => void,
): Promise<PreparedSound> {
  const source = await openSource(file);
  try {
    const { durationS, audioTracks } = source.listing;
    if (audioTracks.length === 0) throw new LipslateError('no-sound');
    const sound = await source.sound(audioIndex);
    const run = new Preparation(sound, durationS, onProgress);
    const heard = await run.listen();
    const { humHz, before } = heard;
    const cleaned = await run.clean(heard, chain);
    const gains = chain.level
      ? levellerGains(cleaned.hops, HOP_S, cleaned.integratedLufs, cleaned.speech)
      : null;
    const target = chain.target === null ? null : targetOf(chain.target);
    const { wav, after, gainDb } = await run.write(cleaned, gains, target, soundName(file.name, 'clear'));
    const isCleaned = chain.repair || chain.hum || chain.noise > 0;
    return {
      wav,
      taken: isCleaned ? await run.takenAway(cleaned.kept, soundName(file.name, 'taken-away')) : null,
      rateHz: RATE_HZ,
      channels: sound.channels,
      durationS,
      before: report(before, cleaned.speech),
      after: report(after, cleaned.speech),
      humHz: chain.hum ? humHz : [],
      mended: cleaned.mended,
      gainDb,
      speechS: cleaned.speech.reduce((sum, share) => sum + (share >= IS_SPEECH ? HOP_S : 0), 0),
    };
  } finally {
    source.dispose();
  }
}

interface Heard {
  humHz: number[];
  /** Where the peaks of each channel were cut off. */
  clipLevels: ClipLevels[];
  before: FigureMeter;
  /** All channels are the same, as of one microphone on both sides: what is done to one holds for all. */
  isOneSound: boolean;
}

interface Cleaned {
  mended: Mended;
  kept: KeptBlocks;
  /** Loudness of each hop, LUFS, and how surely it is speech. */
  hops: Float32Array;
  speech: Float32Array;
  integratedLufs: number | null;
}

class Preparation {
  readonly #sound: SourceSound;
  readonly #durationS: number;
  readonly #samples: number;
  readonly #tell: (progress: PrepareProgress) => void;
  #toldS = 0;

  constructor(sound: SourceSound, durationS: number, tell: (progress: PrepareProgress) => void) {
    this.#sound = sound;
    this.#durationS = durationS;
    this.#samples = Math.max(1, Math.round(durationS * RATE_HZ));
    this.#tell = tell;
  }

  async listen(): Promise<Heard> {
    const listened = new ListenedSound(this.#sound);
    const finder = new HumFinder(RATE_HZ);
    const before = new FigureMeter(RATE_HZ, this.#sound.channels);
    let isOneSound = true;
    for await (const planes of this.#decoded('listening', listened)) {
      before.push(planes);
      finder.push(mono(planes));
      isOneSound &&= planes.every((plane) => isSame(plane, planes[0] as Float32Array));
    }
    return { humHz: finder.lines(), clipLevels: listened.levels, before, isOneSound };
  }

  async clean(
    { humHz, clipLevels, isOneSound }: Heard,
    { repair, hum, noise }: SoundChain,
  ): Promise<Cleaned> {
    const { channels } = this.#sound;
    const repaired = repair ? new RepairedSound(this.#sound, clipLevels, isOneSound) : null;
    const denoisers = await Promise.all(
      Array.from({ length: isOneSound ? 1 : channels }, async () => new Denoise(await newRnnoise(), noise)),
    );
    const filters = hum ? denoisers.map(() => new HumFilter(RATE_HZ, humHz)) : null;
    const kept = new KeptBlocks(channels);
    const meter = new LoudnessMeter(RATE_HZ, channels);
    const keep = (cleaned: Float32Array[]) => {
      const planes = isOneSound
        ? Array.from({ length: channels }, () => cleaned[0] as Float32Array)
        : cleaned;
      meter.push(planes);
      kept.push(planes);
    };
    const suppress = (planes: readonly Float32Array[]) =>
      keep(denoisers.map((denoiser, channel) => denoiser.push(planes[channel] as Float32Array)));
    for await (const planes of this.#decoded('cleaning', repaired ?? this.#sound))
      suppress(filters?.map((filter, channel) => filter.push(planes[channel] as Float32Array)) ?? planes);
    if (filters) suppress(filters.map((filter) => filter.end()));
    keep(denoisers.map((denoiser) => denoiser.end()));
    kept.finish();
    const hops = meter.hops();
    const speech = perHop(
      denoisers.map((denoiser) => denoiser.speech),
      hops.length,
    );
    const mended = repaired?.mended ?? { clicks: 0, cutOff: 0 };
    return { kept, hops, speech, integratedLufs: meter.result().integratedLufs, mended };
  }

  async write(
    { kept, integratedLufs, mended }: Cleaned,
    gainsDb: Float32Array | null,
    target: LoudnessTarget | null,
    name: string,
  ): Promise<{ wav: File; after: FigureMeter; gainDb: number | null }> {
    const pass = (gainDb: number, writes: boolean) =>
      this.#pass(kept, mended, gainsDb, gainDb, target, writes);
    // Of a long sound no version is written that is thrown away: it may have gigabytes.
    const isLong = this.#durationS > LONG_S;
    let gainDb = target === null || integratedLufs === null ? 0 : target.lufs - integratedLufs;
    let last: { gainDb: number; reached: number } | null = null;
    for (let tries = 1; ; tries++) {
      gainDb = Math.min(MOST_GAIN_DB, gainDb);
      const made = await pass(gainDb, !isLong);
      const { integratedLufs: reached } = made.after.figures(new Float32Array());
      const isMet = target === null || reached === null || Math.abs(reached - target.lufs) <= CLOSE_LU;
      if (isMet || tries === MOST_TRIES) {
        const { written, after } = isLong ? await pass(gainDb, true) : made;
        return { wav: written!.file(name), after, gainDb: target && gainDb };
      }
      const slope = last && gainDb !== last.gainDb ? (reached - last.reached) / (gainDb - last.gainDb) : 1;
      last = { gainDb, reached };
      gainDb += (target.lufs - reached) / Math.min(1, Math.max(LEAST_SLOPE, slope));
    }
  }

  /** @returns the original without what is left of it; null of a long one, which would be decoded once more for it */
  async takenAway(kept: KeptBlocks, name: string): Promise<File | null> {
    if (this.#durationS > LONG_S) return null;
    const { channels } = this.#sound;
    const wav = new WavWriter(RATE_HZ, channels, this.#samples);
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

  /** The cleaned sound once through gains and limiter. @returns what came of it, written or only measured */
  async #pass(
    kept: KeptBlocks,
    mended: Mended,
    gainsDb: Float32Array | null,
    gainDb: number,
    target: LoudnessTarget | null,
    writes: boolean,
  ): Promise<{ after: FigureMeter; written: WavWriter | null }> {
    const { channels } = this.#sound;
    const after = new FigureMeter(RATE_HZ, channels);
    const written = writes ? new WavWriter(RATE_HZ, channels, this.#samples) : null;
    let samples = 0;
    const take = (planes: Float32Array[]) => {
      after.push(planes);
      written?.write(planes);
      samples += planes[0]?.length ?? 0;
      this.#report('writing', samples / RATE_HZ);
    };
    const curve = gainsDb && new GainCurve(RATE_HZ, HOP_S, gainsDb);
    // Peaks that were put back rise above full scale.
    const isFree = target === null && gainsDb === null && mended.cutOff === 0;
    const limiter = isFree ? null : new Limiter(RATE_HZ, channels, target?.truePeakDb ?? CEILING_DB);
    const gain = 10 ** (gainDb / 20);
    for await (const planes of kept.blocks()) {
      curve?.process(planes);
      if (gain !== 1) for (const plane of planes) for (let i = 0; i < plane.length; i++) plane[i]! *= gain;
      take(limiter?.push(planes) ?? planes);
    }
    if (limiter) take(limiter.end());
    return { after, written };
  }

  /** From time 0 to the end of the file, with silence where the track has none, at the rate that RNNoise takes. */
  async *#decoded(stage: PrepareProgress['stage'], sound: SourceSound): AsyncGenerator<Float32Array[]> {
    const wanted = { rateHz: RATE_HZ, startS: 0, samples: this.#samples };
    const onTime = (atS: number) => this.#report(stage, atS);
    yield* asItIs(sound, wanted, this.#durationS, onTime);
  }

  /** A message for every percent. */
  #report(stage: PrepareProgress['stage'], atS: number): void {
    const { listening, cleaning, writing } = PARTS;
    const before = stage === 'listening' ? 0 : stage === 'cleaning' ? listening : listening + cleaning;
    const totalS = (listening + cleaning + writing) * this.#durationS;
    const doneS = before * this.#durationS + PARTS[stage] * Math.min(atS, this.#durationS);
    if (doneS < this.#toldS + totalS / 100) return;
    this.#toldS = doneS;
    this.#tell({ stage, doneS, totalS });
  }
}

function report(meter: FigureMeter, speech: Float32Array): SoundReport {
  return { figures: meter.figures(speech), shortTermLufs: meter.shortTerm(), hopS: HOP_S };
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  return a === b || a.every((sample, i) => sample === b[i]);
}

function mono(planes: readonly Float32Array[]): Float32Array {
  const [first, ...others] = planes as [Float32Array, ...Float32Array[]];
  const sum = first.slice();
  for (const plane of others) for (let i = 0; i < sum.length; i++) sum[i]! += plane[i] as number;
  return sum;
}

/** @param frames per channel, how surely each frame of RNNoise is speech @returns the surest channel's mean per hop */
function perHop(frames: readonly (readonly number[])[], hops: number): Float32Array {
  const perHop = Math.round(HOP_S / 0.01);
  return Float32Array.from({ length: hops }, (_, hop) => {
    const means = frames.map((channel) => {
      // What a frame says is of the sound one frame before.
      const own = channel.slice(hop * perHop + 1, (hop + 1) * perHop + 1);
      return own.reduce((sum, share) => sum + share, 0) / Math.max(1, own.length);
    });
    return Math.max(...means);
  });
}

function soundName(name: string, what: string): string {
  const dot = name.lastIndexOf('.');
  return `${dot > 0 ? name.slice(0, dot) : name}.${what}.wav`;
}
