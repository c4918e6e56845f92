/** Music or room tone that goes under a prepared sound, as long as that is. */
import { BedMixer, duckingGains, MOST_BED_DB, speechLufs } from '../../core/enhance/bed';
import { type BedRounds, bedRounds, JOIN_S } from '../../core/enhance/bed-rounds';
import { endless } from '../../core/enhance/endless';
import { FRAME_S } from '../../core/enhance/frame-energies';
import { HOP_S } from '../../core/loudness/figures';
import { LoudnessMeter } from '../../core/loudness/meter';
import { readBed, unusable } from './bed-file';
import type { Bed, LaidBed } from './contract';
import { RNNOISE_RATE_HZ } from './rnnoise';
import { isSameContent } from './same-content';
import { Sequence } from './sequence';
import { Shaping, type ShapingPlan, shapedChannels } from './shaping';
import type { CleanedSound, UnderLay } from './write-out';

const FRAME = Math.round(FRAME_S * RNNOISE_RATE_HZ);

export interface OpenedBed {
  bed: Bed;
  rounds: BedRounds;
  lufs: number;
  /** As long as it is needed, or without end; from the start, as often as wanted. */
  blocks(): AsyncGenerator<Float32Array[]>;
}

/**
 * @param file that it is to lie under @param channels of that file's sound as it comes out
 * @throws LipslateError 'bed-unusable' that says why
 */
export async function openBed(bed: Bed, file: File, channels: number, durationS: number): Promise<OpenedBed> {
  const name = `“${bed.file.name}”`;
  if (await isSameContent(bed.file, file))
    throw unusable(`${name} is the recording itself, which cannot be played under its own speech.`);
  const needed = Math.ceil(durationS / FRAME_S);
  const { kept, frames, lufs } = await readBed(bed.file, channels, needed);
  const rounds = bedRounds(frames.energies(), needed);
  if (rounds === 'too-short')
    throw unusable(
      `${name} is too short to be repeated: each repetition fades into the next for ${JOIN_S} s, so the file needs more than ${2 * JOIN_S} s of sound.`,
    );
  if (rounds === 'silent' || lufs === null) throw unusable(`${name} is silent.`);
  const { first, again, end, count } = rounds;
  const blocks = () => {
    if (count === 1) return kept.blocks(first * FRAME, end * FRAME);
    let from = first;
    return endless(() => {
      const round = kept.blocks(from * FRAME, end * FRAME);
      from = again;
      return round;
    }, JOIN_S * RNNOISE_RATE_HZ);
  };
  return { bed, rounds, lufs, blocks };
}

/** How a bed goes under one sound. */
export interface BedUnder extends UnderLay {
  laid: LaidBed;
}

/**
 * @param speech how surely each hop is speech, 0..1
 * @throws LipslateError 'bed-unusable' where there is nothing that it could lie under
 */
export async function layUnder(
  { bed, rounds, lufs, blocks }: OpenedBed,
  cleaned: CleanedSound,
  plan: ShapingPlan,
  speech: Float32Array,
): Promise<BedUnder> {
  const { rateHz, samples } = cleaned;
  const channels = shapedChannels(cleaned.channels, plan.placing !== null);
  const over = await loudnessOver(cleaned, plan, speech);
  if (over === null) throw unusable('The recording is silent: there is no speech to play music under.');
  const [belowLu, duckDb] = [bed.belowLu, bed.duckDb].map((db) => Math.max(0, Math.min(MOST_BED_DB, db))) as [
    number,
    number,
  ];
  const gainDb = over - belowLu - lufs;
  const ducking = duckingGains(speech, HOP_S, duckDb);
  return {
    laid: { name: bed.file.name, belowLu, duckDb, rounds: rounds.count, gainDb },
    begin() {
      const mixer = new BedMixer({ rateHz, samples, hopS: HOP_S, gainDb, ducking });
      const under = new Sequence(blocks(), channels);
      return async (planes) => {
        const count = planes[0]?.length ?? 0;
        if (count > 0) mixer.mix(planes, await under.next(count));
      };
    },
  };
}

/** The speech as it meets the bed: the steps before that change how loud it is. */
async function loudnessOver(
  { kept, rateHz, channels }: CleanedSound,
  plan: ShapingPlan,
  speech: Float32Array,
): Promise<number | null> {
  const meter = new LoudnessMeter(rateHz, shapedChannels(channels, plan.placing !== null), {
    withPeaks: false,
  });
  const shaping = new Shaping(rateHz, channels, plan);
  for await (const planes of kept.blocks()) meter.push(shaping.push(planes));
  const rest = shaping.end();
  if (rest) meter.push(rest);
  return speechLufs(meter.hops(), speech, meter.result().integratedLufs);
}
