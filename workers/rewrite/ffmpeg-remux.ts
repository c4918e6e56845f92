/** What ffmpeg.wasm writes: streams copied into another container, or beside a newly encoded sound. */
import { LipslateError } from '../../core/errors';
import { pcmFormatOf, rawFormatOf } from '../../core/fix/pcm';
import { EXTRA_PATH, INPUT_PATH } from '../lib/decode/ffmpeg-jobs';
import { PROBE_ARGS, readStreams } from '../lib/decode/ffmpeg-probe';
import { FfmpegRunner } from '../lib/decode/ffmpeg-runner';
import type { NewSound } from './container';
import type { Target } from './target';

export interface FfmpegStreams {
  /** 'video', 'audio', 'subtitle', 'attachment', 'data', as ffprobe says it. */
  kinds: string[];
  /** As ffmpeg names them. */
  codecs: string[];
}

export interface FfmpegResult {
  blob: Blob;
  /** Streams that the container does not hold, in words. */
  lost: string[];
}

/** Uncompressed sound in packets of its own kind: as plain samples of 24 bits nothing of it is lost. */
export const PACKED_PCM = ['pcm_bluray', 'pcm_dvd', 's302m'];

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
  const streams = readStreams(text);
  if (streams.length === 0) throw new LipslateError('not-a-video', 'ffmpeg finds no streams.');
  return { kinds: streams.map(({ kind }) => kind), codecs: streams.map(({ codec }) => codec) };
}

/** Every packet as it is, in a container that holds exact times. Packed samples are unpacked where it cannot hold them. */
export async function remux(
  file: File,
  streams: FfmpegStreams,
  container: string,
  onTime: (atS: number) => void,
): Promise<FfmpegResult> {
  const maps = kept(streams, container).flatMap((index) => ['-map', `0:${index}`]);
  const codecs = ['-c', 'copy', ...unpacking(streams, container)];
  const args = [...INPUT, '-i', INPUT_PATH, ...maps, ...codecs, ...EXACT, '-f', container];
  return { blob: await run(file, args, container, onTime), lost: lostIn(streams, container) };
}

/**
 * Every packet but those of one sound track, in whose place is another. Packed samples as above.
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
    ...[`-map_metadata:s:a:${audioIndex}`, `0:s:${replaced}`],
    ...['-c', 'copy', ...unpacking(streams, container, audioIndex), ...EXACT, '-f', container],
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

/** What has packed samples made plain. @param except sound track that is not the file's own */
export function unpacking({ kinds, codecs }: FfmpegStreams, container: string, except = -1): string[] {
  if (container !== 'matroska') return [];
  return codecs
    .filter((_, index) => kinds[index] === 'audio')
    .flatMap((codec, index) =>
      PACKED_PCM.includes(codec) && index !== except ? [`-c:a:${index}`, 'pcm_s24le'] : [],
    );
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
