/** The preview: before beside after, encoded in pieces that can be played as they come. */
import {
  AppendOnlyStreamTarget,
  type AudioCodec,
  AudioSampleSource,
  CanvasSource,
  canEncodeAudio,
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  Quality,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny';
import { concat } from '../../core/concat';
import { type Corner, cornerBox, freeCorner } from '../../core/dub/badge';
import { Resampler } from '../../core/sound/resample';
import { ANALYSIS_RATE_HZ } from '../../core/sound/types';
import { sampleOf } from '../lib/encode/sample';
import type { Rotation } from '../media/contract';
import { badgeSize, drawBadge } from './badge';
import type { DubPicture, PreviewFormat } from './contract';
import { drawFrame } from './draw-rotated-frame';
import type { Mouth } from './mouth-painter';
import type { OutputFrame, PlannedDub } from './plan';

/** Of one half. */
const MOST_WIDTH = 640;
/** Of what is playable by itself: how soon playing can start, and how often a piece comes. */
const PIECE_S = 0.5;
/** Opus knows no other above 24 kHz. */
const SOUND_RATE_HZ = 48000;

/** Where pieces go: the start once, before the first piece. */
export interface PreviewSink {
  start(format: PreviewFormat): void;
  piece(data: ArrayBuffer): void;
}

type Codecs = { container: 'mp4' | 'webm'; video: VideoCodec; audio: AudioCodec | null };

export class Preview {
  /** From the picture to one half. */
  readonly #scale: { x: number; y: number };
  readonly #width: number;
  readonly #height: number;
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #badge: PreviewFormat['badge'];
  readonly #output: Output;
  readonly #video: CanvasSource;
  readonly #audio: AudioSampleSource | null = null;
  readonly #speech: Float32Array<ArrayBuffer>;
  #heard = 0;
  /** mediabunny's own holds five seconds back, and with them every piece. */
  readonly #upsampler = new Resampler(ANALYSIS_RATE_HZ, SOUND_RATE_HZ);
  #sounded = 0;
  /** Small pictures not in use. */
  readonly #spare: OffscreenCanvas[] = [];
  #written: Uint8Array[] = [];
  #format: PreviewFormat | null = null;
  #started = false;

  /** null when this browser encodes no video that it could play in pieces. */
  static async open(plan: PlannedDub): Promise<Preview | null> {
    const { width, height } = halfSize(plan.picture);
    const codecs = await findCodecs(2 * width, height);
    if (codecs === null) return null;
    const preview = new Preview(plan, codecs);
    await preview.#output.start();
    return preview;
  }

  private constructor(plan: PlannedDub, codecs: Codecs) {
    const { width, height } = halfSize(plan.picture);
    this.#width = width;
    this.#height = height;
    this.#scale = { x: width / plan.picture.width, y: height / plan.picture.height };
    this.#speech = plan.speech.samples;
    this.#canvas = new OffscreenCanvas(2 * width, height);
    this.#context = contextOf(this.#canvas);
    this.#badge = this.#drawnBadge(plan);
    const pieces = new WritableStream<Uint8Array>({
      write: (bytes) => {
        this.#written.push(bytes.slice());
      },
    });
    this.#output = new Output({
      format:
        codecs.container === 'mp4'
          ? new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: PIECE_S })
          : new WebMOutputFormat({ appendOnly: true, minimumClusterDuration: PIECE_S }),
      target: new AppendOnlyStreamTarget(pieces),
    });
    this.#video = new CanvasSource(this.#canvas, {
      codec: codecs.video,
      quality: new Quality('high'),
      keyFrameInterval: PIECE_S,
    });
    this.#output.addVideoTrack(this.#video);
    if (codecs.audio !== null) {
      this.#audio = new AudioSampleSource({
        codec: codecs.audio,
        quality: new Quality('medium'),
      });
      this.#output.addAudioTrack(this.#audio);
    }
    this.#describe().catch(() => {}); // never encoded anything
  }

  /** The frame at the preview's size, so that no decoded frame waits for the generator. Hand it to `add`. */
  shrink(frame: VideoFrame, rotation: Rotation): OffscreenCanvas {
    const small = this.#spare.pop() ?? new OffscreenCanvas(this.#width, this.#height);
    drawFrame(contextOf(small), frame, rotation, this.#width, this.#height);
    return small;
  }

  /** @param mouth null: the picture stays as it is */
  async add(place: OutputFrame, small: OffscreenCanvas, mouth: Mouth | null): Promise<void> {
    const context = this.#context;
    context.drawImage(small, 0, 0);
    context.drawImage(small, this.#width, 0);
    this.#spare.push(small);
    const after = { x: this.#width, y: 0, width: this.#width, height: this.#height };
    mouth?.paint({ context, place: after, scaleX: this.#scale.x, scaleY: this.#scale.y });
    await this.#video.add(place.timeS, place.durationS);
    await this.#hearUntil(place.timeS + place.durationS);
  }

  /** Hands on what has been written so far. */
  flush(sink: PreviewSink): void {
    if (this.#format === null || this.#written.length === 0) return;
    if (!this.#started) sink.start(this.#format);
    this.#started = true;
    const piece = concat(this.#written);
    this.#written = [];
    sink.piece(piece.buffer);
  }

  async finish(sink: PreviewSink): Promise<void> {
    await this.#sound(this.#upsampler.end());
    await this.#output.finalize();
    await this.#describe();
    this.flush(sink);
  }

  async cancel(): Promise<void> {
    await this.#output.cancel();
  }

  /** What a player has to know, as soon as the encoders have said it. */
  async #describe(): Promise<void> {
    const mimeType = await this.#output.getMimeType();
    this.#format = { mimeType, width: this.#width, height: this.#height, badge: this.#badge };
  }

  /** As in the exported file: the mark hides no mouth. An image of its own, so that the page can leave it out. */
  #drawnBadge(plan: PlannedDub): PreviewFormat['badge'] {
    const half = { x: 0, y: 0, width: this.#width, height: this.#height };
    const canvas = new OffscreenCanvas(half.width, half.height);
    const context = canvas.getContext('2d')!;
    const size = badgeSize(context, half);
    const corner = this.#freeCorner(plan, size);
    drawBadge(context, half, corner);
    const { x, y } = cornerBox(corner, size, half);
    const image = new OffscreenCanvas(size.width, size.height);
    image.getContext('2d')!.drawImage(canvas, -x, -y);
    return { image: image.transferToImageBitmap(), x, y };
  }

  #freeCorner(plan: PlannedDub, size: { width: number; height: number }): Corner {
    const half = { width: this.#width, height: this.#height };
    const faces = Array.from({ length: plan.count }, (_, i) => plan.place(i).box)
      .filter((box) => box !== null)
      .map((box) => ({
        x: box.x * this.#scale.x,
        y: box.y * this.#scale.y,
        width: box.width * this.#scale.x,
        height: box.height * this.#scale.y,
      }));
    return freeCorner(size, half, faces);
  }

  /** Sound goes along with the pictures: a player needs both of a piece. */
  async #hearUntil(timeS: number): Promise<void> {
    if (this.#audio === null) return;
    const end = Math.min(this.#speech.length, Math.round(timeS * ANALYSIS_RATE_HZ));
    if (end <= this.#heard) return;
    const sound = this.#upsampler.push(this.#speech.subarray(this.#heard, end));
    this.#heard = end;
    await this.#sound(sound);
  }

  async #sound(data: Float32Array<ArrayBuffer>): Promise<void> {
    if (this.#audio === null || data.length === 0) return;
    const timestamp = this.#sounded / SOUND_RATE_HZ;
    this.#sounded += data.length;
    const sample = sampleOf([data], SOUND_RATE_HZ, timestamp);
    await this.#audio.add(sample);
    sample.close();
  }
}

/** Even, as encoders want it. */
function halfSize({ width, height }: DubPicture): { width: number; height: number } {
  const scale = Math.min(1, MOST_WIDTH / width);
  const even = (length: number) => Math.max(2, 2 * Math.round((length * scale) / 2));
  return { width: even(width), height: even(height) };
}

/** H.264 in mp4 is cheapest to encode and played everywhere; VP8 and VP9 in webm are what free browsers have. */
async function findCodecs(width: number, height: number): Promise<Codecs | null> {
  const choices: [Codecs['container'], VideoCodec, AudioCodec[]][] = [
    ['mp4', 'avc', ['aac', 'opus']],
    ['webm', 'vp8', ['opus']],
    ['webm', 'vp9', ['opus']],
  ];
  for (const [container, video, sounds] of choices) {
    if (!(await canEncodeVideo(video, { width, height }))) continue;
    for (const audio of sounds) {
      const options = { numberOfChannels: 1, sampleRate: SOUND_RATE_HZ };
      if (await canEncodeAudio(audio, options)) return { container, video, audio };
    }
    return { container, video, audio: null };
  }
  return null;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  return canvas.getContext('2d', { alpha: false })!;
}
