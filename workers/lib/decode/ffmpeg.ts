/** Reads with ffmpeg what the browser cannot. Loaded (10 MB) only when a file needs it. */
import { LipslateError } from '../../../core/errors';
import { minimumGapS, thinner } from '../../../core/time/thin';
import type { FrameRange } from '../../media/contract';
import { INPUT_PATH } from './ffmpeg-jobs';
import { PACKET_ARGS, PROBE_ARGS, type ProbedFile, readProbe } from './ffmpeg-probe';
import { FfmpegRunner } from './ffmpeg-runner';
import type { Listing, Picture, PictureReader, SoundBlock, SoundReader } from './reader';

/** The longer side of a frame: enough for a face of 200 pixels in a group of six, and fast. */
const MAX_SIDE = 1280;
/** Frames that may wait, in bytes, where ffmpeg can be paused, and where it cannot. */
const AHEAD_BYTES = 12 * 1024 * 1024;
const SLICE_BYTES = 96 * 1024 * 1024;
/** Blocks of sound likewise; a block is some 20 to 30 ms. */
const AHEAD_BLOCKS = 400;
const SLICE_BLOCKS = 8000;
/** Run-up for containers without an index: longer than the distance of key frames in broadcasts. */
const ROUGH_SEEK_S = 5;
const SOUND_RUN_UP_S = 0.5;
const PROXY_FPS = 30;
/** Logs the exact timestamp of each frame that passes. */
const SHOW_TIMES = 'showinfo=checksum=0';
/** Filters cut a little wide; the exact cut is made on exact timestamps here. */
const WIDE_S = 0.001;
/** The level is said each time: the core remembers what a probe set, and timestamps come by the log. */
const QUIET = ['-v', 'info', '-hide_banner', '-nostats'];

export class FfmpegFile {
  readonly listing: Listing;
  readonly #runner: FfmpegRunner;
  readonly #probed: ProbedFile;

  private constructor(runner: FfmpegRunner, probed: ProbedFile) {
    this.#runner = runner;
    this.#probed = probed;
    this.listing = probed.listing;
  }

  /** @returns null when ffmpeg does not take the file for a video or sound either */
  static async open(file: File): Promise<FfmpegFile | null> {
    const runner = new FfmpegRunner(file);
    try {
      const probed = readProbe(await runner.probe(PROBE_ARGS), await runner.probe(PACKET_ARGS));
      if (probed !== null) return new FfmpegFile(runner, probed);
      runner.dispose();
      return null;
    } catch (error) {
      runner.dispose();
      throw error;
    }
  }

  /**
   * Decodes one frame to be sure. @returns null when ffmpeg cannot decode the picture
   * @param originS of the movie, when another reader has found it already
   */
  async picture(originS = this.listing.originS): Promise<PictureReader | null> {
    const info = this.listing.video;
    if (info === null) return null;
    const everything = { startS: Number.NEGATIVE_INFINITY, endS: Number.POSITIVE_INFINITY, maxFps: 1000 };
    let startS: number | null = null;
    for await (const { ptsS, frame } of this.#frames(everything, originS, 1)) {
      frame.close();
      startS = ptsS;
    }
    if (startS === null) return null;
    return { kind: 'ffmpeg', info: { ...info, startS }, frames: (range) => this.#frames(range, originS) };
  }

  /** Decodes one block to be sure. @returns null when ffmpeg cannot decode this track, or there is none */
  async sound(index: number, originS = this.listing.originS): Promise<SoundReader | null> {
    if (!this.listing.audioTracks[index]?.channels) return null;
    let found = false;
    for await (const _ of this.#blocks(index, originS, 1)) found = true;
    return found ? { kind: 'ffmpeg', blocks: () => this.#blocks(index, originS) } : null;
  }

  /** A small H.264/AAC file with the timestamps of this one. @param onProgress gets 0..1 */
  async proxy(audioIndex: number, originS: number, onProgress: (share: number) => void): Promise<Blob> {
    const durationS = this.listing.durationS;
    let told = 0;
    const onTime = (ptsS: number) => {
      const share = durationS > 0 ? Math.min(0.99, (ptsS - originS) / durationS) : 0;
      if (share < told + 0.01) return;
      told = share;
      onProgress(share);
    };
    const filters = [thinFilter(PROXY_FPS), SHOW_TIMES, 'scale=-2:360:flags=fast_bilinear', 'format=yuv420p'];
    const blob = await this.#runner.write(
      [
        ...[...QUIET, '-copyts', '-i', INPUT_PATH, '-map', '0:V:0', '-map', `0:a:${audioIndex}`],
        ...['-vf', filters.join(','), '-fps_mode', 'passthrough'],
        // Without these, timestamps are rounded to the frame rate that the header claims, and starts to milliseconds.
        ...['-enc_time_base:v', '-1', '-video_track_timescale', '90000', '-movie_timescale', '90000'],
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '28', '-g', '25'],
        ...['-af', 'aresample=async=1', '-ac', '2', '-c:a', 'aac', '-b:a', '96k'],
        ...[
          '-output_ts_offset',
          String(-originS),
          '-avoid_negative_ts',
          'disabled',
          '-sn',
          '-dn',
          '-f',
          'mp4',
        ],
      ],
      'video/mp4',
      onTime,
    );
    onProgress(1);
    return blob;
  }

  dispose(): void {
    this.#runner.dispose();
  }

  async *#frames(range: FrameRange, originS: number, total?: number): AsyncGenerator<Picture> {
    const { width, height } = fitted(this.#probed, range.fullSize ? Number.POSITIVE_INFINITY : MAX_SIDE);
    const bytes = (width * height * 3) / 2;
    const gapS = minimumGapS(range.maxFps);
    const keep = thinner(range.maxFps);
    const records = this.#runner.records({
      shape: { of: 'frames', bytes },
      ahead: Math.max(2, Math.floor(AHEAD_BYTES / bytes)),
      slice: Math.max(8, Math.floor(SLICE_BYTES / bytes)),
      ...(total === undefined ? {} : { total }),
      args: (after) => {
        const fromS = after === null ? range.startS + originS : after + gapS;
        const trim = [
          ...(Number.isFinite(fromS) ? [`start=${seconds(fromS - WIDE_S)}`] : []),
          ...(Number.isFinite(range.endS) ? [`end=${seconds(range.endS + originS + WIDE_S)}`] : []),
        ].join(':');
        const filters = [
          ...(trim === '' ? [] : [`trim=${trim}`]),
          thinFilter(range.maxFps),
          SHOW_TIMES,
          `scale=${width}:${height}:flags=fast_bilinear`,
          'format=yuv420p',
        ];
        return [
          ...QUIET,
          ...this.#seek(fromS, 0),
          ...['-noautorotate', '-copyts', '-i', INPUT_PATH, '-map', '0:V:0'],
          ...['-vf', filters.join(','), '-fps_mode', 'passthrough', '-f', 'rawvideo'],
        ];
      },
    });
    for await (const { ptsS: storedS, data } of records) {
      const ptsS = storedS - originS;
      if (!(ptsS >= range.startS && ptsS < range.endS && keep(ptsS))) continue;
      yield { ptsS, frame: i420(data, width, height, ptsS, this.#probed.matrix) };
    }
  }

  async *#blocks(index: number, originS: number, total?: number): AsyncGenerator<SoundBlock> {
    let lastS = Number.NEGATIVE_INFINITY;
    const channels = this.listing.audioTracks[index]!.channels;
    const layout = this.#probed.layouts[index];
    // Where the layout changes on the way, all of it comes in the first one.
    const format = `aformat=sample_fmts=flt${layout == null ? '' : `:channel_layouts=${layout}`}`;
    const records = this.#runner.records({
      shape: { of: 'sound', channels },
      ahead: AHEAD_BLOCKS,
      slice: SLICE_BLOCKS,
      ...(total === undefined ? {} : { total }),
      args: (after) => [
        ...QUIET,
        ...(after === null ? [] : this.#seek(after, SOUND_RUN_UP_S)),
        ...['-copyts', '-i', INPUT_PATH, '-map', `0:a:${index}`],
        ...['-af', `${format},ashowinfo`, '-f', 'f32le'],
      ],
    });
    for await (const { ptsS, rateHz, data } of records) {
      // A new slice begins with some of what the one before ended with.
      if (ptsS <= lastS) continue;
      lastS = ptsS;
      yield { startS: ptsS - originS, rateHz, planes: deinterleaved(new Float32Array(data), channels) };
    }
  }

  /** @param storedS as the container counts @param runUpS seconds to start earlier, so that decoders settle */
  #seek(storedS: number, runUpS: number): string[] {
    const toS = storedS - runUpS - (this.#probed.seeksRoughly ? ROUGH_SEEK_S : 0);
    if (!(toS > this.listing.originS)) return [];
    return ['-noaccurate_seek', '-seek_timestamp', '1', '-ss', seconds(toS)];
  }
}

function deinterleaved(mixed: Float32Array, channels: number): Float32Array[] {
  const count = Math.floor(mixed.length / channels);
  return Array.from({ length: channels }, (_, channel) => {
    const plane = new Float32Array(count);
    for (let i = 0, at = channel; i < count; i++, at += channels) plane[i] = mixed[at] as number;
    return plane;
  });
}

function thinFilter(maxFps: number): string {
  return `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${(minimumGapS(maxFps) - 1e-6).toFixed(6)})'`;
}

/** Never larger than the source, both sides even. */
function fitted({ width, height }: ProbedFile, maxSide: number): { width: number; height: number } {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  const even = (side: number) => Math.max(2, Math.round((side * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
}

function i420(
  data: ArrayBuffer,
  width: number,
  height: number,
  ptsS: number,
  matrix: VideoMatrixCoefficients,
): VideoFrame {
  // `transfer` saves the copy of a megabyte per frame; TypeScript's DOM types lag behind.
  const init: VideoFrameBufferInit & { transfer: ArrayBuffer[] } = {
    format: 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp: Math.round(ptsS * 1e6),
    colorSpace: { matrix, primaries: 'bt709', transfer: 'bt709', fullRange: false },
    transfer: [data],
  };
  return new VideoFrame(data, init);
}

/** @throws LipslateError for a time no file has */
function seconds(value: number): string {
  if (!Number.isFinite(value)) throw new LipslateError('internal', `Time ${value}`);
  return value.toFixed(6);
}
