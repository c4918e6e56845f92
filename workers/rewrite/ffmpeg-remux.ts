/** What ffmpeg.wasm writes: streams copied into another container, or beside a newly encoded sound. */
import { LipslateError } from '../../core/errors';
import { pcmFormatOf, rawFormatOf } from '../../core/fix/pcm';
import { EXTRA_PATH, INPUT_PATH } from '../lib/decode/ffmpeg-jobs';
import { PROBE_ARGS, readKinds } from '../lib/decode/ffmpeg-probe';
import { FfmpegRunner } from '../lib/decode/ffmpeg-runner';
import type { NewSound } from './container';
import type { Target } from './target';

export interface FfmpegStreams {
  /** 'video', 'audio', 'subtitle', 'attachment', 'data', as ffprobe says it. */
  kinds: string[];
}

export interface FfmpegResult {
  blob: Blob;
  /** Streams that the container does not hold, in words. */
  lost: string[];
}

/** AVI and others have no presentation times: they are made. */
const INPUT = ['-v', 'info', '-hide_banner', '-stats', '-stats_period', '1', '-fflags', '+genpts'];
/** Else ffmpeg counts from the first time among the streams that are kept, of which the old sound is none. */
const SAME_CLOCK = ['-copyts'];
const EXACT = ['-muxdelay', '0', '-muxpreload', '0', '-max_interleave_delta', '0'];
const MIME_TYPES: Record<string, string> = {
  matroska: 'video/x-matroska',
  mpegts: 'video/mp2t',
  avi: 'video/x-msvideo',
};

/** @returns what ffmpeg sees in it @throws LipslateError 'not-a-video' */
export async function streamsOf(file: File): Promise<FfmpegStreams> {
  const runner = new FfmpegRunner(file);
  const text = await runner.probe(PROBE_ARGS).finally(() => runner.dispose());
  const kinds = readKinds(text);
  if (kinds.length === 0) throw new LipslateError('not-a-video', 'ffmpeg finds no streams.');
  return { kinds };
}

/** Every packet as it is, in a container that holds exact times. */
export async function remux(
  file: File,
  streams: FfmpegStreams,
  container: string,
  onTime: (atS: number) => void,
): Promise<FfmpegResult> {
  const maps = kept(streams, container).flatMap((index) => ['-map', `0:${index}`]);
  const args = [...INPUT, '-i', INPUT_PATH, ...maps, '-c', 'copy', ...EXACT, '-f', container];
  return { blob: await run(file, args, container, onTime), lost: lostIn(streams, container) };
}

/**
 * Every packet but those of one sound track, in whose place is another.
 * @param sound with packets that ffmpeg reads without a container: plain samples, or AAC with ADTS headers
 * @param startS of the new sound, as the original's numbers count
 */
export async function muxWithSound(
  file: File,
  streams: FfmpegStreams,
  { audioIndex, packets }: NewSound,
  target: Target,
  container: string,
  startS: number,
  onTime: (atS: number) => void,
): Promise<FfmpegResult> {
  const replaced = streams.kinds.flatMap((kind, index) => (kind === 'audio' ? [index] : []))[audioIndex];
  if (replaced === undefined)
    throw new LipslateError('fix-impossible', `There is no sound track ${audioIndex + 1}.`);
  const maps = kept(streams, container).flatMap((index) => [
    '-map',
    index === replaced ? '1:0' : `0:${index}`,
  ]);
  const pcm = pcmFormatOf(target.codec);
  const format =
    pcm === null
      ? ['-f', 'aac']
      : ['-f', rawFormatOf(pcm), '-ar', String(target.rateHz), '-ac', String(target.channels)];
  const args = [
    ...[...INPUT, ...SAME_CLOCK, '-i', INPUT_PATH],
    ...['-itsoffset', startS.toFixed(6), ...format, '-i', EXTRA_PATH],
    ...[...maps, '-map_metadata', '0', '-map_chapters', '0'],
    ...[`-map_metadata:s:a:${audioIndex}`, `0:s:${replaced}`, '-c', 'copy', ...EXACT, '-f', container],
  ];
  return { blob: await run(file, args, container, onTime, packets), lost: lostIn(streams, container) };
}

async function run(
  file: File,
  args: string[],
  container: string,
  onTime: (atS: number) => void,
  extra?: Blob,
): Promise<Blob> {
  const runner = new FfmpegRunner(file);
  try {
    return await runner.write(args, MIME_TYPES[container] ?? '', onTime, extra);
  } finally {
    runner.dispose();
  }
}

function kept({ kinds }: FfmpegStreams, container: string): number[] {
  return kinds.flatMap((kind, index) => (holds(container, kind) ? [index] : []));
}

function lostIn({ kinds }: FfmpegStreams, container: string): string[] {
  return kinds.flatMap((kind, index) => (holds(container, kind) ? [] : [`${kind} stream ${index + 1}`]));
}

function holds(container: string, kind: string): boolean {
  if (kind === 'video' || kind === 'audio') return true;
  if (kind === 'subtitle') return container !== 'avi';
  return container === 'matroska' && kind === 'attachment';
}
