/** A cleaned sound as it is to be: shaped, as loud as the target asks, under a true-peak limiter, as a file. */
import { FigureMeter } from '../../core/loudness/figures';
import { Limiter } from '../../core/loudness/limiter';
import {
  isLimit,
  type LoudnessLimit,
  type LoudnessTarget,
  type MissedTarget,
  measuredFor,
  missedTarget,
} from '../../core/loudness/targets';
import { peakOf } from '../../core/sound/peak';
import { LONG_S } from './contract';
import type { KeptBlocks } from './kept-blocks';
import { Shaping, type ShapingPlan, shapedChannels } from './shaping';
import { type StoredWav, storedWav, WavWriter } from './wav-writer';

/** Without a target nothing may clip either. */
const CEILING_DB = -1;
/** What is made louder by more than this was no recording. */
const MOST_GAIN_DB = 40;
/** What no sample of whole numbers holds. */
const FULL_SCALE = 1;
/** The limiter takes loudness away: the gain is tried again until the target is met this well. */
const CLOSE_LU = 0.05;
const MOST_TRIES = 7;
/** What a limiter lets through of a gain, at the least: a first guess may not run away. */
const LEAST_SLOPE = 0.2;

export interface CleanedSound {
  kept: KeptBlocks;
  rateHz: number;
  channels: number;
  /** Per channel. */
  samples: number;
  /** How surely each hop is speech, 0..1. */
  speech: Float32Array;
  /** It may have peaks beyond full scale. */
  isHigh: boolean;
}

export interface UnderLay {
  /** For one time through the sound. @returns what adds to each block, in place */
  begin(): (planes: Float32Array[]) => Promise<void>;
}

export interface WritePlan extends ShapingPlan {
  /** What is added before all of it is made as loud as it is to be. */
  bed: UnderLay | null;
  /** Nothing at all is done: every sample is to stay as it is. */
  isUntouched: boolean;
  /** What will be measured before gain and limiter, as far as that can be told, LUFS; null when nothing is heard. */
  expectedLufs: number | null;
}

export interface WrittenOut {
  wav: File;
  after: FigureMeter;
  /** Null without a target. */
  gainDb: number | null;
  /** dBTP that no peak passes; null: nothing limited them. */
  ceilingDb: number | null;
  missed: MissedTarget | null;
}

/** @param onSamples how much is made, of a pass that begins anew until the target is met */
export async function writeOut(
  cleaned: CleanedSound,
  plan: WritePlan,
  target: LoudnessTarget | LoudnessLimit | null,
  name: string,
  onSamples: (samples: number) => void,
): Promise<WrittenOut> {
  // What may raise a peak beyond full scale.
  const isLouder =
    cleaned.isHigh ||
    plan.gainsDb !== null ||
    plan.tone !== null ||
    plan.placing !== null ||
    plan.bed !== null ||
    target !== null;
  let ceilingDb = isLouder ? (target?.truePeakDb ?? CEILING_DB) : null;
  const pass = (gainDb: number, writes: boolean) =>
    once(
      cleaned,
      plan,
      { gainDb, ceilingDb, writes: writes && (isLong ? 'long' : 'short'), withCinema: isLimit(target) },
      onSamples,
    );
  const isLong = cleaned.samples > LONG_S * cleaned.rateHz;
  // As close below a limit as a target is met.
  const wanted = target && (isLimit(target) ? target.mostLeqMDb - CLOSE_LU : target.lufs);
  let gainDb =
    target === null || isLimit(target) || plan.expectedLufs === null ? 0 : target.lufs - plan.expectedLufs;
  let last: { gainDb: number; reached: number } | null = null;
  for (let tries = 1; ; tries++) {
    gainDb = Math.min(MOST_GAIN_DB, gainDb);
    const made = await pass(gainDb, !isLong);
    // What takes away may raise a peak, too: a direct current that held it down, or a tone of the other sign.
    if (ceilingDb === null && made.peak > FULL_SCALE && !plan.isUntouched) {
      ceilingDb = CEILING_DB;
      continue;
    }
    const reached = target && measuredFor(target, made.after.figures(cleaned.speech));
    const isMet =
      wanted === null ||
      reached === null ||
      // What is below a limit stays as it is.
      (isLimit(target) && gainDb === 0 && reached <= target.mostLeqMDb) ||
      Math.abs(reached - wanted) <= CLOSE_LU;
    if (isMet || tries === MOST_TRIES) {
      const { written, after } = isLong ? await pass(gainDb, true) : made;
      const missed =
        target && !isLimit(target) ? missedTarget(target, reached, plan.expectedLufs, gainDb) : null;
      return { wav: await written!.file(name), after, gainDb: target && gainDb, ceilingDb, missed };
    }
    const slope = last && gainDb !== last.gainDb ? (reached - last.reached) / (gainDb - last.gainDb) : 1;
    last = { gainDb, reached };
    gainDb += (wanted - reached) / Math.min(1, Math.max(LEAST_SLOPE, slope));
  }
}

/** Once through shaping, gain and limiter. @returns what came of it, written or only measured, and its highest sample where nothing limits it */
async function once(
  { kept, rateHz, channels, samples }: CleanedSound,
  plan: WritePlan,
  {
    gainDb,
    ceilingDb,
    writes,
    withCinema,
  }: {
    gainDb: number;
    ceilingDb: number | null;
    writes: false | 'short' | 'long';
    withCinema: boolean;
  },
  onSamples: (samples: number) => void,
): Promise<{ after: FigureMeter; written: WavWriter | StoredWav | null; peak: number }> {
  const outChannels = shapedChannels(channels, plan.placing !== null);
  const after = new FigureMeter(rateHz, outChannels, { withPeaks: writes !== false, withCinema });
  const stored = writes === 'long' ? await storedWav(rateHz, outChannels, samples) : null;
  const written = stored ?? (writes ? new WavWriter(rateHz, outChannels, samples) : null);
  const shaping = new Shaping(rateHz, channels, plan);
  const limiter = ceilingDb === null ? null : new Limiter(rateHz, outChannels, ceilingDb);
  let made = 0;
  let peak = 0;
  const take = (planes: Float32Array[]) => {
    after.push(planes);
    written?.write(planes);
    if (limiter === null) peak = Math.max(peak, ...planes.map((plane) => peakOf(plane)));
    made += planes[0]?.length ?? 0;
    onSamples(made);
  };
  const gain = 10 ** (gainDb / 20);
  const addBed = plan.bed?.begin();
  const add = async (planes: Float32Array[]) => {
    await addBed?.(planes);
    if (gain !== 1) for (const plane of planes) for (let i = 0; i < plane.length; i++) plane[i]! *= gain;
    take(limiter?.push(planes) ?? planes);
  };
  try {
    for await (const planes of kept.blocks()) await add(shaping.push(planes));
    const rest = shaping.end();
    if (rest) await add(rest);
    if (limiter) take(limiter.end());
  } catch (error) {
    await stored?.discard();
    throw error;
  }
  return { after, written, peak };
}
