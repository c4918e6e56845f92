/** What ffprobe says about a file, in our words. */
import type { AudioTrackInfo, VideoTrackInfo } from '../../media/contract';
import { guessedMatrix } from '../colour';
import { type Listing, originOf } from './reader';

export const PROBE_ARGS = ['-v', 'error', '-of', 'json', '-show_format', '-show_streams'];
/** Timestamps of the first packets: some five seconds. */
export const PACKET_ARGS = [
  ...['-v', 'error', '-of', 'json', '-select_streams', 'V:0', '-read_intervals', '%+#150'],
  ...['-show_entries', 'packet=pts_time,dts_time'],
];

/** Of a longer timestamp's rounding: milliseconds in Matroska, 100 ns elsewhere. */
const ROUNDING_S = 0.0015;
/** Formats whose time 0 is the start of the movie; all others count from wherever they like. */
const ABSOLUTE_FORMATS = /\b(mov|mp4|matroska|webm|avi)\b/;
/** What ffmpeg recognises and a visitor would not call a video. */
const NO_VIDEO_FORMATS = /_pipe$|^(image2|tty|srt|ass|webvtt|lrc|microdvd|ffmetadata|hls|concat|dash)\b/;
/** Below it ffmpeg is guessing; MPEG program streams score 26. */
const MIN_PROBE_SCORE = 26;

interface ProbeStream {
  /** Hexadecimal; left out by containers without numbers of their own. */
  id?: string;
  codec_type?: string;
  codec_name?: string;
  codec_tag_string?: string;
  width?: number;
  height?: number;
  sample_aspect_ratio?: string;
  avg_frame_rate?: string;
  color_space?: string;
  channels?: number;
  channel_layout?: string;
  sample_rate?: string;
  start_time?: string;
  disposition?: { attached_pic?: number };
  tags?: Record<string, string>;
  side_data_list?: { rotation?: number }[];
}

interface ProbeFormat {
  format_name?: string;
  start_time?: string;
  duration?: string;
  probe_score?: number;
}

export interface ProbedFile {
  listing: Listing;
  /** Size with square pixels, before rotation; 0 when there is no picture. */
  width: number;
  height: number;
  /** Matrix of the colours, as VideoFrame names it. */
  matrix: VideoMatrixCoefficients;
  /** Named layouts of the sound tracks, null where the order of the channels is nobody's. */
  layouts: (string | null)[];
  /** True when ffmpeg cannot jump to key frames in it and needs a run-up. */
  seeksRoughly: boolean;
}

/**
 * @param json what ffprobe printed for PROBE_ARGS
 * @param packetsJson what it printed for PACKET_ARGS
 * @returns null when ffmpeg does not take the file for a video or sound
 */
export function readProbe(json: string, packetsJson: string): ProbedFile | null {
  const { streams = [], format } = parse<{ streams?: ProbeStream[]; format?: ProbeFormat }>(json);
  const name = format?.format_name ?? '';
  if (format === undefined || NO_VIDEO_FORMATS.test(name)) return null;
  if ((format.probe_score ?? 0) < MIN_PROBE_SCORE) return null;
  const startS = number(format.start_time);
  const originS = originOf(startS, ABSOLUTE_FORMATS.test(name));
  const video = streams.find((s) => s.codec_type === 'video' && s.disposition?.attached_pic !== 1);
  const audio = streams.filter((s) => s.codec_type === 'audio');
  const [width, height] = video === undefined ? [0, 0] : squareSize(video);
  return {
    listing: {
      container: containerName(name),
      durationS: Math.max(0, startS + number(format.duration) - originS),
      video: video === undefined ? null : videoInfo(video, width, height, packetsJson, originS),
      audioTracks: audio.map((stream, index) => audioInfo(stream, index, originS)),
      originS,
      isEncrypted: false,
      joinsS: null,
      isBroken: false,
      warnings: [],
    },
    width,
    height,
    matrix: matrixOf(video),
    layouts: audio.map(({ channel_layout: layout }) =>
      /^\w[\w.()]*$/.test(layout ?? '') && layout !== 'unknown' ? layout! : null,
    ),
    seeksRoughly: /^mpeg/.test(name),
  };
}

/**
 * @param json what ffprobe printed for PROBE_ARGS
 * @returns kind and codec of every stream, in ffmpeg's order; none when it found none
 */
export function readStreams(json: string): { kind: string; codec: string }[] {
  const { streams = [] } = parse<{ streams?: ProbeStream[] }>(json);
  return streams.map((stream) => ({ kind: stream.codec_type ?? 'data', codec: codecName(stream) }));
}

function videoInfo(
  stream: ProbeStream,
  width: number,
  height: number,
  packetsJson: string,
  originS: number,
): VideoTrackInfo {
  const turned =
    ((stream.side_data_list ?? []).find((data) => data.rotation !== undefined)?.rotation ?? 0) % 360;
  // ffmpeg counts counter-clockwise.
  const rotation = ((Math.round(-turned / 90) * 90 + 360) % 360) as VideoTrackInfo['rotation'];
  const sideways = rotation % 180 !== 0;
  return {
    id: idOf(stream),
    codec: codecName(stream),
    width: sideways ? height : width,
    height: sideways ? width : height,
    rotation,
    ...frameRate(stream, packetsJson),
    startS: number(stream.start_time) - originS,
  };
}

function audioInfo(stream: ProbeStream, index: number, originS: number): AudioTrackInfo {
  const language = stream.tags?.['language'] ?? null;
  return {
    index,
    id: idOf(stream),
    codec: codecName(stream),
    channels: stream.channels ?? 0,
    sampleRateHz: number(stream.sample_rate),
    language: language === 'und' ? null : language,
    title: stream.tags?.['title'] ?? null,
    startS: Math.max(0, number(stream.start_time) - originS),
  };
}

/** From packet timestamps where the container has them, else from what its header claims. */
function frameRate(stream: ProbeStream, packetsJson: string): { fps: number; variableFrameRate: boolean } {
  const claimed = ratio(stream.avg_frame_rate, '/');
  const { packets = [] } = parse<{ packets?: { pts_time?: string; dts_time?: string }[] }>(packetsJson);
  const known = packets.every((packet) => packet.pts_time !== undefined);
  const times = packets
    .map((packet) => Number(known ? packet.pts_time : packet.dts_time))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  // The last few may lack neighbours that come later in the file.
  const gaps = times.slice(1, -4).map((time, i) => time - (times[i] as number));
  if (gaps.length < 8) return { fps: claimed, variableFrameRate: false };
  const meanS = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variableFrameRate = Math.max(...gaps) - Math.min(...gaps) > ROUNDING_S;
  const steady = claimed > 0 && Math.abs(claimed * meanS - 1) < 0.01;
  return { fps: !variableFrameRate && steady ? claimed : 1 / meanS, variableFrameRate };
}

function squareSize(stream: ProbeStream): [width: number, height: number] {
  const width = stream.width ?? 0;
  const aspect = ratio(stream.sample_aspect_ratio, ':');
  return [aspect > 0 ? Math.round(width * aspect) : width, stream.height ?? 0];
}

function matrixOf(stream: ProbeStream | undefined): VideoMatrixCoefficients {
  if (stream?.color_space === 'bt709') return 'bt709';
  if (stream?.color_space === 'smpte170m' || stream?.color_space === 'bt470bg') return stream.color_space;
  return guessedMatrix(stream?.height ?? 0);
}

function idOf({ id }: ProbeStream): number | null {
  return id === undefined ? null : number(id);
}

function codecName(stream: ProbeStream): string {
  const name = stream.codec_name;
  return name === undefined || name === 'unknown' ? (stream.codec_tag_string ?? 'unknown') : name;
}

function containerName(formatName: string): string {
  if (formatName.startsWith('mov,')) return 'mp4';
  return formatName.split(',')[0] ?? formatName;
}

/** ffprobe prints what it can; half of it is no JSON. */
function parse<T>(json: string): Partial<T> {
  try {
    return JSON.parse(json) as Partial<T>;
  } catch {
    return {};
  }
}

function number(text: string | undefined): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : 0;
}

function ratio(text: string | undefined, separator: string): number {
  const [above, below] = (text ?? '').split(separator).map(Number);
  return above !== undefined && below !== undefined && below > 0 ? above / below : 0;
}
