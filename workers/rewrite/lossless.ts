/** The lossless fix: times change, packets do not. */
import { LipslateError } from '../../core/errors';
import { withIndex } from '../../core/fix/bmff/layout';
import type { Track } from '../../core/fix/bmff/movie';
import { shiftSound, type WhenLate } from '../../core/fix/bmff/shift';
import type { MatroskaOutput } from '../../core/fix/matroska/rewrite';
import { rewriteMatroska } from '../../core/fix/matroska/rewrite';
import type { Piece } from '../../core/fix/pieces';
import type { Structure } from './container-kind';
import type { RewriteJob } from './contract';
import { peakBefore } from './retime-audio';
import type { FixSource } from './source';

/** -50 dBFS: a room at rest is below, a whisper above. */
const SILENCE = 0.003;

export interface LosslessPlan {
  pieces: Iterable<Piece> | AsyncIterable<MatroskaOutput>;
  how: string;
  appliedMs: number;
}

/** @throws LipslateError 'fix-impossible' for anything but a shift */
export function shiftOf(job: Pick<RewriteJob, 'correction'>): number {
  if (job.correction.kind === 'shift') return job.correction.offsetMs;
  throw new LipslateError('fix-impossible', 'A drift or a jump needs other samples, not other times.');
}

/** Whether the beginning of the sound is left out, or the picture waits for it. */
export async function whenLateOf(source: FixSource, job: RewriteJob, offsetMs: number): Promise<WhenLate> {
  if (job.whenLate === 'trim-sound' || job.whenLate === 'delay-picture') return job.whenLate;
  if (offsetMs <= 0) return 'trim-sound';
  const untilS = source.pictureS + offsetMs / 1000;
  const peak = await peakBefore(await source.sound(job.audioIndex), untilS).catch(() => 1);
  return peak < SILENCE ? 'trim-sound' : 'delay-picture';
}

/** @throws LipslateError 'fix-impossible' */
export async function planLossless(
  source: FixSource,
  structure: Exclude<Structure, { kind: 'other' }>,
  job: RewriteJob,
): Promise<LosslessPlan> {
  const offsetMs = shiftOf(job);
  const way = await whenLateOf(source, job, offsetMs);
  return structure.kind === 'bmff'
    ? planBmff(structure, job, offsetMs, way)
    : planMatroska(source, structure, job, offsetMs, way);
}

async function planBmff(
  { movie, top, read }: Extract<Structure, { kind: 'bmff' }>,
  job: RewriteJob,
  offsetMs: number,
  way: WhenLate,
): Promise<LosslessPlan> {
  const sounds = movie.tracks.filter(({ handler }) => handler === 'soun');
  const moving = chosen<Track>(sounds, job);
  const appliedMs = shiftSound(movie, offsetMs, moving, way);
  return {
    pieces: await withIndex(movie, read, top),
    how: sentence(offsetMs, way, moving.length, 'an edit list', 'Every packet is the same.'),
    appliedMs,
  };
}

function planMatroska(
  source: FixSource,
  { tracks, read }: Extract<Structure, { kind: 'matroska' }>,
  job: RewriteJob,
  offsetMs: number,
  way: WhenLate,
): LosslessPlan {
  const moving = chosen(
    tracks.filter(({ kind }) => kind === 'sound'),
    job,
  );
  const waits = offsetMs > 0 && way === 'delay-picture';
  const heldMs = Math.round(offsetMs);
  const shiftsMs = new Map(moving.map(({ number }) => [number, -heldMs]));
  const plan = { delayMs: waits ? heldMs : 0, shiftsMs, sound: null };
  const grain = 'Times in this container are whole milliseconds; every packet is the same.';
  return {
    pieces: rewriteMatroska(read, source.file.size, plan),
    how: sentence(offsetMs, way, moving.length, 'new timestamps', grain),
    appliedMs: heldMs,
  };
}

/** @throws LipslateError when there is no such track */
function chosen<T>(sounds: T[], job: RewriteJob): T[] {
  const measured = sounds[job.audioIndex];
  if (measured === undefined)
    throw new LipslateError('fix-impossible', `There is no sound track ${job.audioIndex}.`);
  // The measured one first: its figure is reported.
  return job.moves === 'measured-only'
    ? [measured]
    : [measured, ...sounds.filter((each) => each !== measured)];
}

function sentence(offsetMs: number, way: WhenLate, moved: number, by: string, rest: string): string {
  const ms = `${Math.round(Math.abs(offsetMs) * 10) / 10} ms`;
  const sound = moved > 1 ? `All ${moved} sound tracks` : 'The sound';
  const verb = moved > 1 ? 'start' : 'starts';
  if (offsetMs <= 0) return `${sound} ${verb} ${ms} later, by ${by}. ${rest}`;
  if (way === 'delay-picture')
    return `The picture starts ${ms} later, by ${by}, so that nothing of the sound is lost. ${rest}`;
  return `${sound} ${verb} ${ms} earlier, by ${by}; what was before the first picture is not played. ${rest}`;
}
