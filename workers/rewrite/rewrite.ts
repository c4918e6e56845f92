/** Makes one corrected copy: plans it, writes it, and reads back what was written. */
import { ContainerError } from '../../core/container/container-error';
import { LipslateError } from '../../core/errors';
import { pcmFormatOf } from '../../core/fix/pcm';
import { sourceAt } from '../../core/fix/retime';
import type { WantedLoudness } from '../../core/loudness/kept-loudness';
import { type FixSource, openSource, type SourceSound } from '../lib/sound/source';
import type { Container } from './container';
import { openContainer } from './containers/open';
import type { ReplaceJob, RewriteJob, RewritePlan, RewriteProgress, Rewritten, SoundGoes } from './contract';
import { openSink, removeResults, type Sink } from './output-sinks';
import { demandRoom, demandSense, planFor } from './plan';
import { RewriteProgressMeter } from './progress';
import { bakedMs, restWarning } from './read-back';
import { bakedSentence, nameFor, pitchWarning, preparedSentence } from './result-text';
import { nameOf, type Target } from './target';
import { whenLateOf } from './when-late';
import { writePieces } from './write';
import { MORE_PASSES, type WrittenSound, writtenSound } from './written-sound';

/** The only container that a copy moves to. */
const MOVED =
  'The container it was in cannot hold the corrected sound exactly: the copy is a Matroska file (.mkv).';
/** Message and hint. */
const NOT_BESIDE = [
  'A second sound track is put into MP4, QuickTime, Matroska and WebM files only.',
  'Put the new sound in the place of the old one, or save it alone.',
] as const;

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
  const write = (writing: Writing) => (job.mode === 'lossless' ? moveTimes(writing) : moveSamples(writing));
  return withSource(file, (source) => makeCopy(source, job, 'in-sync', write, onProgress));
}

/** @throws LipslateError: see RewriteWorkerApi.replaceSound */
export function replaceSound(
  file: File,
  { audioIndex, sound, goes, wanted = null, output }: ReplaceJob,
  onProgress: (progress: RewriteProgress) => void,
): Promise<Rewritten> {
  const job: RewriteJob = { mode: 'baked', correction: { kind: 'shift', offsetMs: 0 }, audioIndex, output };
  return withSource(file, (source) =>
    withSource(sound, async (other) => {
      const write = (writing: Writing) => putSound(writing, other, goes, wanted);
      return makeCopy(source, job, 'clear', write, onProgress, goes, wanted ? MORE_PASSES : 0);
    }),
  );
}

async function makeCopy(
  source: FixSource,
  job: RewriteJob,
  suffix: string,
  write: (writing: Writing) => Promise<Outcome>,
  onProgress: (progress: RewriteProgress) => void,
  goes: SoundGoes = 'instead',
  morePasses = 0,
): Promise<Rewritten> {
  const { container: original, durationS } = source.listing;
  demandSense(job.correction, durationS);
  const container = await openContainer(source);
  if (goes === 'beside' && !container.takesBeside)
    throw new LipslateError('fix-impossible', original, ...NOT_BESIDE);
  const planned = await planFor(source, container, job);
  if (!planned[job.mode]) throw new LipslateError('fix-impossible', planned.reasons.join(' '));
  await demandRoom(planned, job);
  const suggestedName = nameFor(source.file.name, planned.container, original, suffix);
  const passes = (job.mode === 'lossless' ? 0 : job.correction.kind === 'steps' ? 2 : 1) + morePasses;
  const progress = new RewriteProgressMeter(durationS, passes + container.copies(job.mode), onProgress);
  const opened = await openSink(job.output, suggestedName);
  let written: File | null = null;
  const finish = async () => {
    written = await opened.finish();
    return written;
  };
  const sink = { ...opened, finish };
  try {
    const outcome = await write({ source, container, job, sink, progress });
    const warnings = [...(planned.isMoved ? [MOVED] : []), ...outcome.warnings];
    return { ...outcome, warnings, container: planned.container, suggestedName };
  } catch (error) {
    await sink.abort();
    // What cannot be read back is not offered.
    if (written !== null && job.output.to === 'opfs')
      await removeResults(job.output.folder, (written as File).name);
    if (error instanceof ContainerError) throw new LipslateError('fix-impossible', error.message);
    throw error;
  }
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

async function moveSamples(writing: Writing): Promise<Outcome> {
  const { source, container, job } = writing;
  const { audioIndex, correction } = job;
  const sound = await source.sound(audioIndex);
  const target = await container.target(sound);
  const { file, tracksLost } = await writeSound(writing, sound, target);
  const appliedMs = correction.kind === 'shift' ? await bakedMs(source, file, job, correction) : null;
  const rest = correction.kind === 'shift' ? restWarning(correction.offsetMs, appliedMs) : [];
  return {
    file,
    how: bakedSentence(correction, nameOf(target)),
    appliedMs,
    newCodec: isSame(target.codec, sound.codec) ? null : target.codec,
    warnings: [...warningsFor(job, sound.codec, target, source.listing.durationS), ...rest],
    tracksKept: keptOf(container, tracksLost),
    tracksLost,
  };
}

/** @param other the file whose only sound takes the place of the track, or goes beside it, from time 0 on */
async function putSound(
  writing: Writing,
  other: FixSource,
  goes: SoundGoes,
  wanted: WantedLoudness | null,
): Promise<Outcome> {
  const { source, container, job } = writing;
  const isBeside = goes === 'beside';
  const { codec } = await source.sound(job.audioIndex);
  const sound = { ...(await other.sound(0)), codec };
  const target = await container.target(sound);
  const { file, tracksLost, measured } = await writeSound(writing, sound, target, goes, wanted);
  const written = { audioIndex: isBeside ? 0 : job.audioIndex };
  return {
    file,
    how: preparedSentence(nameOf(target), goes, container.tracks.sound),
    appliedMs: await bakedMs(source, file, written, { offsetMs: 0 }),
    newCodec: isSame(target.codec, codec) ? null : target.codec,
    measured,
    // Of the old one nothing changed.
    warnings: isBeside ? [] : warningsFor(job, codec, target, source.listing.durationS),
    tracksKept: keptOf(container, tracksLost),
    tracksLost,
  };
}

/** The track as it is, or another sound in its place or beside it; the picture's packets are copied. */
async function writeSound(
  { source, container, job, sink, progress }: Writing,
  sound: SourceSound,
  target: Target,
  goes: SoundGoes = 'instead',
  wanted: WantedLoudness | null = null,
): Promise<{ file: File; tracksLost: string[]; measured: WrittenSound['measured'] }> {
  const { audioIndex, correction } = job;
  const { durationS } = source.listing;
  const written = await writtenSound(source, sound, { correction, target, wanted }, progress);
  const { encoded, packets, measured, discard } = written;
  try {
    const onTime = beforeWriting(container, 'baked', progress, durationS);
    const copy = await container.replaceSound({ audioIndex, encoded, packets, goes }, target, onTime);
    const onBytes = progress.bytes('writing', durationS, copy.bytes);
    await writePieces(copy.pieces, { original: copy.original, sound: packets }, sink, onBytes);
    return { file: await sink.finish(), tracksLost: copy.tracksLost, measured };
  } finally {
    await discard();
  }
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
