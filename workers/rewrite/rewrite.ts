/** Chooses the way to a corrected copy, makes sure that there is room, and goes it. */
import { ContainerError } from '../../core/container/container-error';
import { LipslateError } from '../../core/errors';
import { defragment } from '../../core/fix/bmff/defragment';
import { type Correction, problemOf } from '../../core/fix/correction';
import { isPcmFormat } from '../../core/fix/pcm';
import { pieceSize } from '../../core/fix/pieces';
import { sourceAt } from '../../core/fix/retime';
import { FfmpegRunner } from '../lib/decode/ffmpeg-runner';
import { freeBytes } from '../lib/opfs/storage-error';
import { countTracks, type Structure, structureOf } from './container-kind';
import type { RewriteJob, RewritePlan, RewriteProgress, Rewritten } from './contract';
import { bytesPerSecond, chooseTarget, type Target } from './encode';
import { containerFor, type FfmpegResult, shiftByFfmpeg, soundByFfmpeg, streamsOf } from './ffmpeg-remux';
import { planLossless, shiftOf } from './lossless';
import { hasRoom, openPassing, openSink, type Sink } from './output-sinks';
import { ProgressMeter } from './progress';
import { makeSound, planBaked } from './reencode-audio';
import { bakedSentence, nameFor, pitchWarning } from './result-text';
import { type FixSource, openSource, type SourceSound } from './source';
import { copy, writePieces } from './write';

/** For indexes that grow and what file systems add. */
const SPARE_BYTES = 2 * 1024 * 1024;

type Outcome = Omit<Rewritten, 'file' | 'suggestedName'>;

export async function planFor(
  file: File,
  job: Pick<RewriteJob, 'mode' | 'correction' | 'audioIndex'>,
): Promise<RewritePlan> {
  const source = await openSource(file);
  try {
    const structure = await structureOf(file);
    return await planWith(source, structure, job);
  } finally {
    source.dispose();
  }
}

/** @throws LipslateError: see RewriteWorkerApi.rewrite */
export async function rewrite(
  file: File,
  job: RewriteJob,
  onProgress: (progress: RewriteProgress) => void,
): Promise<Rewritten> {
  const source = await openSource(file);
  try {
    demandSense(job.correction, source.listing.durationS);
    const structure = await structureOf(file);
    const plan = await planWith(source, structure, job);
    if (!plan[job.mode]) throw new LipslateError('fix-impossible', plan.reasons.join(' '));
    await demandRoom(plan, job);
    const suggestedName = nameFor(file.name, plan.container, source.listing.container);
    const passes = job.mode === 'lossless' ? 1 : job.correction.kind === 'steps' ? 3 : 2;
    const progress = new ProgressMeter(source.listing.durationS, passes, onProgress);
    const sink = await openSink(job.output, suggestedName);
    try {
      const outcome =
        job.mode === 'lossless'
          ? await lossless(source, structure, job, sink, progress)
          : await baked(source, structure, job, sink, progress);
      return { ...outcome, suggestedName, file: await sink.finish() };
    } catch (error) {
      await sink.abort();
      if (error instanceof ContainerError) throw new LipslateError('fix-impossible', error.message);
      throw error;
    }
  } finally {
    source.dispose();
  }
}

async function planWith(
  source: FixSource,
  structure: Structure,
  job: Pick<RewriteJob, 'mode' | 'correction' | 'audioIndex'>,
): Promise<RewritePlan> {
  const { container, durationS } = source.listing;
  const reasons: string[] = [];
  const isJoined = source.listing.joinsS.length > 0;
  if (isJoined)
    reasons.push('It is joined of parts whose clocks start anew; put them into one file (mkv, mp4) first.');
  const isShift = job.correction.kind === 'shift';
  if (!isShift) reasons.push('A drift or a jump needs other samples, not other times.');
  const lossless = isShift && !isJoined;
  let target: Target | null = null;
  if (job.mode === 'baked' && !isJoined) {
    try {
      const sound = await source.sound(job.audioIndex);
      target =
        structure.kind === 'other'
          ? ffmpegTarget(sound)
          : await chooseTarget(sound.codec, container, sound.rateHz, sound.channels);
    } catch (error) {
      reasons.push(LipslateError.from(error).detail ?? String(error));
    }
  }
  const isPcm = target !== null && isPcmFormat(target.codec);
  const soundBytes = target === null ? 0 : Math.ceil(bytesPerSecond(target) * durationS);
  // Baked: the encoded sound lies beside the result until that is done.
  const copies = job.mode === 'baked' ? 2 : 0;
  // ffmpeg.wasm writes into the browser's own store first.
  const files = structure.kind === 'other' ? 2 : 1;
  return {
    container: structure.kind === 'other' ? containerFor(container, isPcm, job.mode) : container,
    lossless,
    baked: !isJoined && (job.mode !== 'baked' || target !== null),
    reasons,
    bakedCodec: target?.codec ?? null,
    needBytes: files * source.file.size + copies * soundBytes + SPARE_BYTES,
    freeBytes: await freeBytes(),
  };
}

/** @throws LipslateError 'fix-impossible' for offsets that no film has */
export function demandSense(correction: Correction, durationS: number): void {
  const problem = problemOf(correction, durationS);
  if (problem !== null) throw new LipslateError('fix-impossible', problem);
}

/** @throws LipslateError 'storage-full' */
async function demandRoom({ needBytes, freeBytes: free }: RewritePlan, job: RewriteJob): Promise<void> {
  const isEnough = (free === null || free >= needBytes) && (await hasRoom(needBytes));
  if (job.output.to !== 'opfs' || isEnough) return;
  const mb = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new LipslateError(
    'storage-full',
    `${needBytes} bytes are needed, ${free} are free.`,
    `The corrected copy needs ${mb(needBytes)}, and this browser has less than that left to store it.`,
  );
}

async function lossless(
  source: FixSource,
  structure: Structure,
  job: RewriteJob,
  sink: Sink,
  progress: ProgressMeter,
): Promise<Outcome> {
  const { durationS, container } = source.listing;
  if (structure.kind === 'other') return shiftOther(source, job, sink, progress);
  const { pieces, how, appliedMs } = await planLossless(source, structure, job);
  const bytes = progress.bytes('writing', durationS, source.file.size);
  await writePieces(pieces, { original: source.file, sound: null }, sink, bytes);
  return {
    ...{ container, how, appliedMs, newCodec: null, warnings: [], tracksLost: [] },
    tracksKept: countTracks(structure)!,
  };
}

async function baked(
  source: FixSource,
  structure: Structure,
  job: RewriteJob,
  sink: Sink,
  progress: ProgressMeter,
): Promise<Outcome> {
  const { durationS, container } = source.listing;
  const passing = await openPassing();
  try {
    const isOther = structure.kind === 'other';
    const {
      encoded,
      target,
      source: sound,
    } = await makeSound(
      source,
      job,
      container,
      passing,
      progress,
      isOther ? (sound) => ({ ...ffmpegTarget(sound), codec: 'pcm-s16' }) : undefined,
    );
    const packets = await passing.finish();
    const warnings = warningsFor(job, sound, isOther ? ffmpegTarget(sound) : target, durationS);
    if (isOther) {
      const result = await replaceOther(source, job, sink, progress, packets, ffmpegTarget(sound));
      return { ...result, warnings: [...warnings, ...result.warnings] };
    }
    const tracksKept = countTracks(structure)!;
    if (structure.kind === 'bmff' && structure.movie.fragmented)
      Object.assign(structure, await defragment(structure.movie, structure.top, structure.read));
    const pieces = planBaked(structure, job.audioIndex, source.file.size, encoded, packets);
    const total = Array.isArray(pieces)
      ? pieces.reduce((sum, piece) => sum + pieceSize(piece), 0)
      : source.file.size;
    const bytes = progress.bytes('writing', durationS, total);
    await writePieces(pieces, { original: source.file, sound: packets }, sink, bytes);
    return {
      container,
      how: bakedSentence(job.correction, nameOf(target)),
      appliedMs: job.correction.kind === 'shift' ? job.correction.offsetMs : null,
      newCodec: target.codec === sound.codec ? null : target.codec,
      warnings,
      tracksKept,
      tracksLost: [],
    };
  } finally {
    await passing.abort();
  }
}

async function shiftOther(
  source: FixSource,
  job: RewriteJob,
  sink: Sink,
  progress: ProgressMeter,
): Promise<Outcome> {
  const offsetMs = shiftOf(job);
  const runner = new FfmpegRunner(source.file);
  const streams = await streamsOf(runner).finally(() => runner.dispose());
  const sounds = streams.kinds.flatMap((kind, index) => (kind === 'audio' ? [index] : []));
  const moves = job.moves === 'measured-only' ? sounds.slice(job.audioIndex, job.audioIndex + 1) : sounds;
  const onTime = progress.pass('writing', source.listing.durationS);
  const result = await shiftByFfmpeg(source.file, streams, offsetMs, moves, onTime);
  const ms = `${Math.round(Math.abs(offsetMs) * 10) / 10} ms`;
  const what = offsetMs > 0 ? 'The picture starts' : 'The sound starts';
  return {
    ...(await written(result, sink, streams.kinds, source)),
    how: `${what} ${ms} later; every packet was copied by ffmpeg.`,
    appliedMs: Math.round(offsetMs),
    newCodec: null,
  };
}

async function replaceOther(
  source: FixSource,
  job: RewriteJob,
  sink: Sink,
  progress: ProgressMeter,
  raw: Blob,
  target: Target,
): Promise<Outcome> {
  const runner = new FfmpegRunner(source.file);
  const streams = await streamsOf(runner).finally(() => runner.dispose());
  const replaced = streams.kinds.flatMap((kind, index) => (kind === 'audio' ? [index] : []))[job.audioIndex];
  if (replaced === undefined) throw new LipslateError('fix-impossible', `No sound track ${job.audioIndex}.`);
  const isPcm = isPcmFormat(target.codec);
  const onTime = progress.pass('writing', source.listing.durationS);
  const startS = source.pictureS + source.listing.originS;
  const sound = { ...target, isPcm, startS };
  const result = await soundByFfmpeg(source.file, streams, replaced, raw, sound, onTime);
  return {
    ...(await written(result, sink, streams.kinds, source)),
    how: bakedSentence(job.correction, nameOf(target)),
    appliedMs: job.correction.kind === 'shift' ? job.correction.offsetMs : null,
    newCodec: target.codec,
  };
}

async function written(
  { blob, container, lost }: FfmpegResult,
  sink: Sink,
  kinds: string[],
  source: FixSource,
): Promise<Pick<Outcome, 'container' | 'warnings' | 'tracksKept' | 'tracksLost'>> {
  await copy(blob, sink, 0, () => {});
  const count = (...wanted: string[]) => kinds.filter((kind) => wanted.includes(kind)).length;
  const other = kinds.length - count('video', 'audio') - lost.length;
  const moved = container !== source.listing.container;
  return {
    container,
    warnings: moved ? [`This container cannot hold the fix exactly: the copy is a ${container} file.`] : [],
    tracksKept: { picture: count('video'), sound: count('audio'), other },
    tracksLost: lost,
  };
}

/** ffmpeg.wasm encodes: AAC, or the 16-bit samples as they are. */
function ffmpegTarget({ codec, rateHz, channels }: SourceSound): Target {
  const isPcm = codec.startsWith('pcm');
  return {
    codec: isPcm ? 'pcm-s16' : 'aac',
    rateHz,
    channels,
    leadSamples: isPcm ? 0 : 1024,
  };
}

function warningsFor(job: RewriteJob, sound: SourceSound, target: Target, durationS: number): string[] {
  const warnings: string[] = [];
  const pitch = pitchWarning(sourceAt(job.correction, 0, durationS).speed);
  if (pitch !== null) warnings.push(pitch);
  if (target.codec !== sound.codec && !(sound.codec.startsWith('pcm') && target.codec.startsWith('pcm')))
    warnings.push(`The sound was ${sound.codec.toUpperCase()} and is ${nameOf(target).toUpperCase()} now.`);
  return warnings;
}

function nameOf({ codec }: Target): string {
  return codec.startsWith('pcm') ? 'PCM' : codec;
}
