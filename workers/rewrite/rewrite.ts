/** Makes one corrected copy: plans it, writes it, and reads back what was written. */
import { ContainerError } from '../../core/container/container-error';
import { LipslateError } from '../../core/errors';
import type { WhenLate } from '../../core/fix/bmff/shift';
import { pcmFormatOf } from '../../core/fix/pcm';
import { sourceAt } from '../../core/fix/retime';
import type { Container } from './container';
import { openContainer } from './containers/open';
import type { RewriteJob, RewritePlan, RewriteProgress, Rewritten } from './contract';
import { openPassing, openSink, removeResults, type Sink } from './output-sinks';
import { demandRoom, demandSense, planFor } from './plan';
import { RewriteProgressMeter } from './progress';
import { bakedMs, restWarning } from './read-back';
import { makeSound } from './reencode-audio';
import { bakedSentence, nameFor, pitchWarning } from './result-text';
import { peakBefore } from './retime-audio';
import { type FixSource, openSource } from './source';
import { nameOf, type Target } from './target';
import { writePieces } from './write';

/** The only container that a copy moves to. */
const MOVED =
  'The container it was in cannot hold the corrected sound exactly: the copy is a Matroska file (.mkv).';
/** -50 dBFS: a room at rest is below, a whisper above. */
const SILENCE = 0.003;

export async function plan(
  file: File,
  job: Pick<RewriteJob, 'mode' | 'correction' | 'audioIndex'>,
): Promise<RewritePlan> {
  return withSource(file, async (source) => planFor(source, await openContainer(source), job));
}

/** @throws LipslateError: see RewriteWorkerApi.rewrite */
export function rewrite(
  file: File,
  job: RewriteJob,
  onProgress: (progress: RewriteProgress) => void,
): Promise<Rewritten> {
  return withSource(file, async (source) => {
    const { container: original, durationS } = source.listing;
    demandSense(job.correction, durationS);
    const container = await openContainer(source);
    const planned = await planFor(source, container, job);
    if (!planned[job.mode]) throw new LipslateError('fix-impossible', planned.reasons.join(' '));
    await demandRoom(planned, job);
    const suggestedName = nameFor(file.name, planned.container, original);
    const passes = job.mode === 'lossless' ? 0 : job.correction.kind === 'steps' ? 2 : 1;
    const progress = new RewriteProgressMeter(durationS, passes + container.copies(job.mode), onProgress);
    const opened = await openSink(job.output, suggestedName);
    let written: File | null = null;
    const finish = async () => {
      written = await opened.finish();
      return written;
    };
    const sink = { ...opened, finish };
    try {
      const writing = { source, container, job, sink, progress };
      const outcome = job.mode === 'lossless' ? await moveTimes(writing) : await moveSamples(writing);
      const isMoved = planned.container !== original;
      const warnings = [...(isMoved ? [MOVED] : []), ...outcome.warnings];
      return { ...outcome, warnings, container: planned.container, suggestedName };
    } catch (error) {
      await sink.abort();
      // What cannot be read back is not offered.
      if (written !== null && job.output.to === 'opfs')
        await removeResults(job.output.folder, (written as File).name);
      if (error instanceof ContainerError) throw new LipslateError('fix-impossible', error.message);
      throw error;
    }
  });
}

interface Writing {
  source: FixSource;
  container: Container;
  job: RewriteJob;
  sink: Sink;
  progress: RewriteProgressMeter;
}

type Outcome = Omit<Rewritten, 'container' | 'suggestedName'>;

async function moveTimes({ source, container, job, sink, progress }: Writing): Promise<Outcome> {
  if (job.correction.kind !== 'shift') throw new LipslateError('internal', 'Not planned.');
  const { offsetMs } = job.correction;
  const { audioIndex, moves = 'all-sound' } = job;
  const { durationS } = source.listing;
  const whenLate = await whenLateOf(source, job, offsetMs);
  const onTime = beforeWriting(container, job.mode, progress, durationS);
  const copy = await container.shift({ offsetMs, audioIndex, moves, whenLate }, onTime);
  const onBytes = progress.bytes('writing', durationS, copy.bytes);
  await writePieces(copy.pieces, { original: copy.original, sound: null }, sink, onBytes);
  const file = await sink.finish();
  const appliedMs = await container.movedMs(file, audioIndex);
  return {
    file,
    how: copy.how,
    appliedMs,
    newCodec: null,
    warnings: restWarning(offsetMs, appliedMs),
    tracksKept: keptOf(container, copy.tracksLost),
    tracksLost: copy.tracksLost,
  };
}

async function moveSamples({ source, container, job, sink, progress }: Writing): Promise<Outcome> {
  const { audioIndex, correction } = job;
  const { durationS } = source.listing;
  const sound = await source.sound(audioIndex);
  const target = await container.target(sound);
  const passing = await openPassing();
  try {
    const encoded = await makeSound(source, sound, correction, target, passing, progress);
    const packets = await passing.finish();
    const onTime = beforeWriting(container, job.mode, progress, durationS);
    const copy = await container.replaceSound({ audioIndex, encoded, packets }, target, onTime);
    const onBytes = progress.bytes('writing', durationS, copy.bytes);
    await writePieces(copy.pieces, { original: copy.original, sound: packets }, sink, onBytes);
    const file = await sink.finish();
    const appliedMs = correction.kind === 'shift' ? await bakedMs(source, file, job, correction) : null;
    const rest = correction.kind === 'shift' ? restWarning(correction.offsetMs, appliedMs) : [];
    return {
      file,
      how: bakedSentence(correction, nameOf(target)),
      appliedMs,
      newCodec: isSame(target.codec, sound.codec) ? null : target.codec,
      warnings: [...warningsFor(job, sound.codec, target, durationS), ...rest],
      tracksKept: keptOf(container, copy.tracksLost),
      tracksLost: copy.tracksLost,
    };
  } finally {
    await passing.abort();
  }
}

/** Whether the beginning of the sound is left out, or the picture waits for it. */
async function whenLateOf(source: FixSource, job: RewriteJob, offsetMs: number): Promise<WhenLate> {
  const { whenLate = 'auto' } = job;
  if (whenLate !== 'auto') return whenLate;
  if (offsetMs <= 0) return 'trim-sound';
  const untilS = source.pictureS + offsetMs / 1000;
  const peak = await peakBefore(await source.sound(job.audioIndex), untilS).catch(() => 1);
  return peak < SILENCE ? 'trim-sound' : 'delay-picture';
}

/** For what ffmpeg writes before it is copied to where it belongs. */
function beforeWriting(
  container: Container,
  mode: RewriteJob['mode'],
  progress: RewriteProgressMeter,
  durationS: number,
): (atS: number) => void {
  return container.copies(mode) > 1 ? progress.pass('writing', durationS) : () => {};
}

function keptOf({ tracks }: Container, lost: string[]): Rewritten['tracksKept'] {
  return { ...tracks, other: tracks.other - lost.length };
}

function warningsFor({ correction }: RewriteJob, codec: string, target: Target, durationS: number): string[] {
  const pitch = pitchWarning(sourceAt(correction, 0, durationS).speed);
  const isPcm = codec.startsWith('pcm') && target.codec.startsWith('pcm');
  return [
    ...(pitch === null ? [] : [pitch]),
    ...(isSame(target.codec, codec) || isPcm
      ? []
      : [`The sound was ${codec.toUpperCase()} and is ${nameOf(target).toUpperCase()} now.`]),
  ];
}

/** @param codec in mediabunny's words @param other in mediabunny's or ffmpeg's */
function isSame(codec: string, other: string): boolean {
  return codec === other || codec === pcmFormatOf(other);
}

async function withSource<T>(file: File, job: (source: FixSource) => Promise<T>): Promise<T> {
  const source = await openSource(file);
  try {
    return await job(source);
  } finally {
    source.dispose();
  }
}
