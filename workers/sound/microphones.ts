/** Several microphones of one recording: brought together to the sample, and mixed into one as whoever speaks is heard best. */
import { coarseLag, phaseLag, STRETCH, stepOf } from '../../core/enhance/align';
import { Automixer, sharedGains, summed } from '../../core/enhance/automix';
import { FRAME_S, quietest } from '../../core/enhance/frame-energies';
import { LONG_S, type MixedMicrophones } from './contract';
import { FRAME, listenTo, type Microphone, unmixable } from './microphone';
import { RNNOISE_RATE_HZ } from './rnnoise';
import { isSameContent } from './same-content';
import { Sequence } from './sequence';
import { soundName } from './stems';
import { WavWriter } from './wav-writer';

const RATE_HZ = RNNOISE_RATE_HZ;
/** Loudness along time that is less alike is not of one room. */
const LEAST_LIKENESS = 0.2;
const SILENCE = 1e-5;
/** As many stretches along the whole are compared by their phases, within so much of where loudness has them. */
const STRETCHES = 15;
const MOST_OFF = Math.round(0.1 * RATE_HZ);
/** A stretch, and a place for each of them to begin at. */
const LEAST_COMMON_S = 3;

/** @throws LipslateError: see SoundWorkerApi.mix */
export async function mixMicrophones(
  files: readonly File[],
  onProgress: (share: number) => void,
): Promise<MixedMicrophones> {
  await refuseCopies(files);
  const all: Microphone[] = [];
  for (const [i, file] of files.entries())
    all.push(await listenTo(file, (share) => onProgress(((i + share) / files.length) * 0.8)));
  const silent = all.find(({ levels }) => levels.every((level) => level < SILENCE));
  if (silent) throw unmixable(`“${silent.name}” is silent.`);
  const [reference, ...others] = all as [Microphone, ...Microphone[]];
  const placed = [{ late: 0, driftPpm: null as number | null }];
  for (const other of others) placed.push(await inStep(reference, other));
  const shares = sharedGains(
    all.map(({ levels, speech }, i) => {
      const frames = Math.round((placed[i]!.late as number) / FRAME);
      const onTime = (values: Float32Array) =>
        Float32Array.from(reference.levels, (_, at) => values[at + frames] ?? 0);
      const recorded = { from: -frames, to: levels.length - frames };
      return { levels: onTime(levels), speech: onTime(speech), recorded };
    }),
    FRAME_S,
  );
  const sounds = all.map(({ kept }, i) => new Sequence(shifted(kept, placed[i]!.late), 1));
  const mixer = new Automixer(shares, FRAME);
  const newWav = () => new WavWriter(RATE_HZ, 1, reference.samples);
  const wav = newWav();
  const parts = reference.samples > LONG_S * RATE_HZ ? null : all.map(newWav);
  for (let at = 0; at < reference.samples; at += RATE_HZ) {
    const count = Math.min(RATE_HZ, reference.samples - at);
    const planes = await Promise.all(
      sounds.map(async (sound) => (await sound.next(count))[0] as Float32Array),
    );
    const given = mixer.parts(planes);
    given.forEach((part, i) => {
      parts?.[i]?.write([part]);
    });
    wav.write([summed(given)]);
    onProgress(0.8 + (0.2 * (at + count)) / reference.samples);
  }
  return {
    wav: wav.file(soundName(reference.name, 'mix')),
    parts: parts && all.map(({ name }, i) => parts[i]!.file(soundName(name, 'in-mix'))),
    microphones: all.map(({ name, samples, isInverted }, i) => ({
      name,
      durationS: samples / RATE_HZ,
      lateS: placed[i]!.late / RATE_HZ,
      driftPpm: placed[i]!.driftPpm,
      isInverted,
    })),
  };
}

async function refuseCopies(files: readonly File[]): Promise<void> {
  for (const [i, file] of files.entries())
    for (const before of files.slice(0, i))
      if (await isSameContent(before, file))
        throw unmixable(`“${file.name}” is “${before.name}” once more: two microphones never hear the same.`);
}

/** @returns samples by which the same is later in `other`, and the drift between the two in millionths */
async function inStep(reference: Microphone, other: Microphone): Promise<{ late: number; driftPpm: number }> {
  const coarse = coarseLag(inDb(reference.levels), inDb(other.levels));
  const isAlike = coarse !== null && coarse.likeness >= LEAST_LIKENESS;
  const points = isAlike ? await lagsOf(reference, other, coarse.frames * FRAME) : [];
  const spanS = Math.min(reference.samples, other.samples) / RATE_HZ;
  const step = stepOf(points, spanS);
  if (step === 'unclear')
    throw unmixable(
      `“${other.name}” does not hold the same as “${reference.name}”, or its clock runs away from it: too few places were found at which both are of one room.`,
    );
  const { lagS, perS } = step;
  const driftPpm = Math.round(perS * 1e7) / 10;
  if (step.isDrifting)
    throw unmixable(
      `“${other.name}” runs away from “${reference.name}” by ${Math.round(Math.abs(perS) * spanS * 1000)} ms over ${Math.round(spanS)} s (${Math.abs(driftPpm)} millionths): their recorders have clocks of their own, and mixed each voice would be heard twice.`,
    );
  return { late: Math.round(lagS * RATE_HZ), driftPpm };
}

const inDb = (levels: Float32Array) => levels.map((level) => 20 * Math.log10(Math.max(1e-7, level)));

/** By the phases of stretches along the time that both have, where somebody speaks. */
async function lagsOf(
  reference: Microphone,
  other: Microphone,
  late: number,
): Promise<{ atS: number; lagS: number }[]> {
  const window = Math.ceil(STRETCH / FRAME);
  const first = Math.ceil(Math.max(0, -late) / FRAME);
  const last = Math.floor(Math.min(reference.samples, other.samples - late) / FRAME) - window;
  const spoken = reference.levels.map((level, i) => -level * reference.speech[i]!);
  const each = (last - first) / STRETCHES;
  if (each < 1)
    throw unmixable(
      `“${reference.name}” and “${other.name}” have less than ${LEAST_COMMON_S} s in common: too short to be brought in step.`,
    );
  const starts = Array.from({ length: STRETCHES }, (_, i) => {
    const from = Math.floor(first + i * each);
    return quietest(spoken, from, Math.floor(from + each), window);
  });
  const points: { atS: number; lagS: number }[] = [];
  for (const start of new Set(starts)) {
    const at = start * FRAME;
    const [ours, theirs] = await Promise.all([part(reference, at), part(other, at + late)]);
    const lag = phaseLag(ours, theirs, MOST_OFF, RATE_HZ);
    if (lag !== null) points.push({ atS: at / RATE_HZ, lagS: (late + lag) / RATE_HZ });
  }
  return points;
}

async function part({ kept }: Microphone, from: number): Promise<Float32Array> {
  const out = new Float32Array(STRETCH);
  let at = 0;
  for await (const [plane] of kept.blocks(from, from + STRETCH)) {
    out.set(plane as Float32Array, at);
    at += plane?.length ?? 0;
  }
  return out;
}

/** Begins where the reference does. */
async function* shifted(kept: Microphone['kept'], late: number): AsyncGenerator<Float32Array[]> {
  for (let left = -late; left > 0; left -= RATE_HZ) yield [new Float32Array(Math.min(RATE_HZ, left))];
  yield* kept.blocks(Math.max(0, late));
}
