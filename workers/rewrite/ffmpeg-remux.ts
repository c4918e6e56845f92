/** Fixes of containers that only ffmpeg.wasm writes: streams copied, the sound's times or samples moved. */
import { LipslateError } from '../../core/errors';
import { EXTRA_PATH, INPUT_PATH } from '../lib/decode/ffmpeg-jobs';
import { PROBE_ARGS } from '../lib/decode/ffmpeg-probe';
import { FfmpegRunner } from '../lib/decode/ffmpeg-runner';
import type { RewriteJob } from './contract';

export interface FfmpegStreams {
  kinds: ('video' | 'audio' | 'subtitle' | 'attachment' | 'data')[];
  container: string;
}

export interface FfmpegResult {
  blob: Blob;
  container: string;
  lost: string[];
}

/** As the original's numbers count, so that all inputs of a job share one clock. */
const SAME_CLOCK = ['-copyts'];
const QUIET = ['-v', 'info', '-hide_banner', '-stats', '-stats_period', '1'];
const AAC_BITRATE = 96_000;

/** @returns what ffmpeg sees in it @throws LipslateError 'not-a-video' */
export async function streamsOf(runner: FfmpegRunner): Promise<FfmpegStreams> {
  const text = await runner.probe(PROBE_ARGS);
  const probed = JSON.parse(text) as {
    streams?: { codec_type?: string; disposition?: { attached_pic?: number } }[];
    format?: { format_name?: string };
  };
  if (!probed.streams) throw new LipslateError('not-a-video', 'ffmpeg finds no streams.');
  return {
    kinds: probed.streams.map(({ codec_type }) => (codec_type ?? 'data') as FfmpegStreams['kinds'][number]),
    container: probed.format?.format_name?.split(',')[0] ?? 'unknown',
  };
}

/** Container of the result: the same where it can hold exact times, else Matroska. */
export function containerFor(container: string, isPcm: boolean, mode: RewriteJob['mode']): string {
  if (container === 'mpegts') return 'mpegts';
  // AVI has no timestamps: only moved samples can be held, and only uncompressed ones to the sample.
  if (container === 'avi' && isPcm && mode === 'baked') return 'avi';
  return 'matroska';
}

/**
 * Sound late: everything else starts later; sound early: the sound does. Nothing is left out.
 * @param moves stream indexes of the sound that moves
 */
export async function shiftByFfmpeg(
  file: File,
  streams: FfmpegStreams,
  offsetMs: number,
  moves: number[],
  onTime: (atS: number) => void,
): Promise<FfmpegResult> {
  const container = containerFor(streams.container, false, 'lossless');
  const delay = (Math.abs(offsetMs) / 1000).toFixed(6);
  const late = ['-itsoffset', delay];
  const maps = kept(streams, container).flatMap((index) => {
    const isMoving = moves.includes(index);
    return ['-map', `${isMoving === offsetMs < 0 ? 1 : 0}:${index}`];
  });
  const args = [
    ...[...QUIET, ...SAME_CLOCK, '-fflags', '+genpts', '-i', INPUT_PATH],
    ...[...late, '-fflags', '+genpts', '-i', INPUT_PATH],
    ...[...maps, ...keptData(offsetMs > 0), '-c', 'copy', ...muxer(container)],
  ];
  return run(file, args, container, lost(streams, container), onTime);
}

/**
 * @param raw 16-bit interleaved samples, from `leadSamples` behind the start on
 * @param startS when the sound starts, as the original's numbers count
 */
export async function soundByFfmpeg(
  file: File,
  streams: FfmpegStreams,
  replaced: number,
  raw: Blob,
  sound: { rateHz: number; channels: number; startS: number; leadSamples: number; isPcm: boolean },
  onTime: (atS: number) => void,
): Promise<FfmpegResult> {
  const container = containerFor(streams.container, sound.isPcm, 'baked');
  const maps = kept(streams, container).flatMap((index) => [
    '-map',
    index === replaced ? '1:0' : `0:${index}`,
  ]);
  const sounds = streams.kinds.flatMap((kind, index) => (kind === 'audio' ? [index] : []));
  const position = sounds.indexOf(replaced);
  const codec = sound.isPcm
    ? ['pcm_s16le']
    : ['aac', `-b:a:${position}`, String(Math.min(AAC_BITRATE, 4 * sound.rateHz) * sound.channels)];
  const args = [
    ...[...QUIET, ...SAME_CLOCK, '-fflags', '+genpts', '-i', INPUT_PATH],
    ...['-itsoffset', (sound.startS + sound.leadSamples / sound.rateHz).toFixed(6)],
    ...['-f', 's16le', '-ar', String(sound.rateHz), '-ac', String(sound.channels), '-i', EXTRA_PATH],
    ...[...maps, ...keptData(false), '-c', 'copy', `-c:a:${position}`, ...codec, ...muxer(container)],
  ];
  return run(file, args, container, lost(streams, container), onTime, raw);
}

async function run(
  file: File,
  args: string[],
  container: string,
  lost: string[],
  onTime: (atS: number) => void,
  extra?: Blob,
): Promise<FfmpegResult> {
  const runner = new FfmpegRunner(file);
  try {
    return { blob: await runner.write(args, mimeType(container), onTime, extra), container, lost };
  } finally {
    runner.dispose();
  }
}

/** Names and chapters from the copy whose times the picture follows. */
function keptData(pictureIsLate: boolean): string[] {
  return ['-map_metadata', '0', '-map_chapters', pictureIsLate ? '1' : '0'];
}

function kept({ kinds }: FfmpegStreams, container: string): number[] {
  return kinds.flatMap((kind, index) => (holds(container, kind) ? [index] : []));
}

function lost({ kinds }: FfmpegStreams, container: string): string[] {
  return kinds.flatMap((kind, index) => (holds(container, kind) ? [] : [`${kind} stream ${index + 1}`]));
}

function holds(container: string, kind: string): boolean {
  if (kind === 'video' || kind === 'audio') return true;
  if (kind === 'subtitle') return container !== 'avi';
  return container === 'matroska' && kind === 'attachment';
}

function muxer(container: string): string[] {
  const exact = ['-muxdelay', '0', '-muxpreload', '0', '-max_interleave_delta', '0'];
  return [...exact, '-f', container];
}

function mimeType(container: string): string {
  return container === 'mpegts' ? 'video/mp2t' : container === 'avi' ? 'video/x-msvideo' : 'video/x-matroska';
}
