/** Goes through the sound as often as it takes: listens, cleans, and writes it as loud as it is to be. */

import { levelled, levellerGains } from '../../core/enhance/leveller';
import { PLACED_CHANNELS, type Placing } from '../../core/enhance/place';
import { placeCurve } from '../../core/enhance/place-curve';
import { LipslateError } from '../../core/errors';
import { type FigureMeter, HOP_S, speechLoudness } from '../../core/loudness/figures';
import { integratedOf } from '../../core/loudness/meter';
import {
  isLimit,
  type LoudnessLimit,
  type LoudnessTarget,
  measuredFor,
  targetOf,
} from '../../core/loudness/targets';
import { openSource } from '../lib/sound/source';
import { layUnder, openBed } from './bed';
import {
  isAnything,
  LONG_S,
  type PreparedSound,
  type PrepareJob,
  type PrepareProgress,
  type SoundChain,
  takesAway,
} from './contract';
import { earlyEnd } from './early-end';
import { reportOf, secondsOf } from './measure';
import { type Cleaned, type Heard, Preparation } from './preparation';
import { RNNOISE_RATE_HZ } from './rnnoise';
import { openSeparator } from './separator';
import { shapedChannels } from './shaping';
import { soundName } from './stems';
import { writeOut } from './write-out';

/** @throws LipslateError: see SoundWorkerApi.prepare */
export async function prepare(
  file: File,
  job: PrepareJob,
  onProgress: (progress: PrepareProgress) => void,
): Promise<PreparedSound> {
  const { audioIndex, withTaken, withStems = false, separator: files, bed = null } = job;
  const { turns = [], places = [] } = job;
  const source = await openSource(file);
  let run: Preparation | null = null;
  try {
    const { durationS, audioTracks } = source.listing;
    if (audioTracks.length === 0) throw new LipslateError('no-sound');
    const sound = await source.sound(audioIndex);
    const { channels } = sound;
    // Who is where in surround sound its mix has said.
    const place = channels <= PLACED_CHANNELS && places.length > 0 ? job.chain.place : null;
    const chain = { ...job.chain, place };
    const outChannels = shapedChannels(channels, place !== null);
    // Without a step there is no reason for another rate either.
    const isChanged = isAnything(chain) || bed !== null;
    const rateHz = isChanged ? RNNOISE_RATE_HZ : sound.rateHz;
    // What is wrong with it is said at once.
    const opened = bed && (await openBed(bed, file, outChannels, durationS));
    const separator = chain.voiceApart > 0 ? await openSeparator(files) : null;
    const steps = { separator, roomTone: chain.roomTone };
    run = new Preparation(sound, durationS, rateHz, steps, onProgress);
    const target = chain.target === null ? null : targetOf(chain.target);
    const heard = await run.listen(isLimit(target));
    // Two more files of this size: only where they are wanted, or not large.
    const hasStems = withStems || (withTaken && durationS <= LONG_S);
    const cleaned = isChanged ? await run.clean(heard, chain, hasStems) : await run.copy(heard);
    const gainsDb = chain.level
      ? levellerGains(cleaned.hops, HOP_S, cleaned.integratedLufs, cleaned.speech, turns)
      : null;
    const toned = chain.roomTone ? await run.fill(cleaned, heard) : null;
    const toWrite = run.toWrite({ ...cleaned, kept: toned?.kept ?? cleaned.kept });
    const sides = () => placeCurve(places, cleaned.hops.length, HOP_S, cleaned.speech);
    const isTurned = heard.sidesFault === 'inverted';
    const placing: Placing | null = place && { by: place, sides: sides(), hopS: HOP_S, isTurned };
    const shaping = { ...chain, gainsDb, placing, loudnessLufs: cleaned.integratedLufs };
    const laid = opened && (await layUnder(opened, toWrite, shaping, cleaned.speech));
    const { after, ...out } = await writeOut(
      toWrite,
      { ...shaping, bed: laid, isUntouched: !isChanged, expectedLufs: expected(cleaned, gainsDb, target) },
      target,
      soundName(file.name, 'clear'),
      (samples) => run?.report('writing', samples / rateHz),
    );
    const isTaken = withTaken && takesAway(chain);
    return {
      ...told(heard, cleaned, after, chain),
      ...out,
      taken: isTaken ? await run.takenAway(cleaned.kept, soundName(file.name, 'taken-away')) : null,
      stems: cleaned.stems?.files(file.name) ?? null,
      rateHz,
      channels: outChannels,
      durationS,
      apartBy: separator?.by ?? null,
      placed: place,
      holes: toned?.holes ?? null,
      bed: laid?.laid ?? null,
      endsEarly: await earlyEnd(file, source.listing, heard.endS),
    };
  } finally {
    await run?.dispose();
    source.dispose();
  }
}

/** Loudness behind the leveller; what else shapes the sound changes it less, and a first try tells by how much. */
function expected(
  { hops, speech, integratedLufs }: Cleaned,
  gainsDb: Float32Array | null,
  target: LoudnessTarget | LoudnessLimit | null,
): number | null {
  // A limit is judged by what comes out.
  if (isLimit(target)) return null;
  if (target === null || (gainsDb === null && !target.ofSpeech)) return integratedLufs;
  const heard = gainsDb === null ? hops : levelled(hops, gainsDb);
  return measuredFor(target, {
    integratedLufs: integratedOf(heard),
    speechLufs: speechLoudness(heard, speech),
    leqMDb: null,
  });
}

/** What was heard and found. */
function told(
  { humHz, before, sidesFault }: Heard,
  { speech, mended }: Cleaned,
  after: FigureMeter,
  chain: SoundChain,
): Pick<PreparedSound, 'before' | 'after' | 'humHz' | 'mended' | 'speech' | 'speechS' | 'sidesFault'> {
  return {
    before: reportOf(before, speech),
    after: reportOf(after, speech),
    humHz: chain.hum ? humHz : [],
    mended,
    sidesFault,
    speech,
    speechS: secondsOf(speech),
  };
}
