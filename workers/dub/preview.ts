/** The preview: before beside after, encoded in pieces that can be played as they come. */
import { CanvasSource, Quality } from 'mediabunny';
import { type Corner, cornerBox, freeCorner } from '../../core/dub/badge';
import { drawRotatedFrame } from '../lib/draw-rotated-frame';
import type { Rotation } from '../media/contract';
import { badgeSize, drawBadge } from './badge';
import type { DubPicture, HeardFile, PreviewFormat } from './contract';
import type { Mouth } from './mouth-painter';
import type { OutputFrame, PlannedDub } from './plan';
import { findCodecs, PIECE_S, PreviewFile } from './preview-file';
import { PreviewSound } from './preview-sound';

/** Of one half. */
const MOST_WIDTH = 640;

/** Where pieces go: the start once, before the first piece. */
export interface PreviewSink {
  start(format: PreviewFormat): void;
  piece(data: ArrayBuffer): void;
}

export class Preview {
  /** From the picture to one half. */
  readonly #scale: { x: number; y: number };
  readonly #width: number;
  readonly #height: number;
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #badge: PreviewFormat['badge'];
  readonly #file: PreviewFile;
  readonly #video: CanvasSource;
  /** Small pictures not in use. */
  readonly #spare: OffscreenCanvas[] = [];
  #format: PreviewFormat | null = null;
  #started = false;

  /**
   * @param heard what is heard in it
   * @returns null when this browser encodes no video that it could play in pieces
   */
  static async open(plan: PlannedDub, heard: HeardFile): Promise<Preview | null> {
    const { width, height } = halfSize(plan.picture);
    const codecs = await findCodecs(2 * width, height);
    if (codecs === null) return null;
    const canvas = new OffscreenCanvas(2 * width, height);
    const video = new CanvasSource(canvas, {
      codec: codecs.video,
      quality: new Quality('high'),
      keyFrameInterval: PIECE_S,
    });
    const sound = codecs.audio && (await PreviewSound.open(heard, codecs.audio, plan.timeline.endS));
    const file = await PreviewFile.begin(codecs.container, video, sound);
    return new Preview(plan, canvas, video, file);
  }

  private constructor(plan: PlannedDub, canvas: OffscreenCanvas, video: CanvasSource, file: PreviewFile) {
    const { width, height } = halfSize(plan.picture);
    this.#width = width;
    this.#height = height;
    this.#scale = { x: width / plan.picture.width, y: height / plan.picture.height };
    this.#canvas = canvas;
    this.#context = contextOf(this.#canvas);
    this.#badge = this.#drawnBadge(plan);
    this.#video = video;
    this.#file = file;
    this.#describe().catch(() => {}); // never encoded anything
  }

  /** The frame at the preview's size, so that no decoded frame waits for the generator. Hand it to `add`. */
  shrink(frame: VideoFrame, rotation: Rotation): OffscreenCanvas {
    const small = this.#spare.pop() ?? new OffscreenCanvas(this.#width, this.#height);
    drawRotatedFrame(contextOf(small), frame, rotation, this.#width, this.#height);
    return small;
  }

  /** @param mouths none: the picture stays as it is */
  async add(place: OutputFrame, small: OffscreenCanvas, mouths: readonly Mouth[]): Promise<void> {
    const context = this.#context;
    context.drawImage(small, 0, 0);
    context.drawImage(small, this.#width, 0);
    this.#spare.push(small);
    const after = { x: this.#width, y: 0, width: this.#width, height: this.#height };
    const sheet = { context, place: after, scaleX: this.#scale.x, scaleY: this.#scale.y };
    for (const mouth of mouths) mouth.paint(sheet);
    await this.#video.add(place.timeS, place.durationS);
    await this.#file.hearUntil(place.timeS + place.durationS);
  }

  /** Hands on what has been written so far. */
  flush(sink: PreviewSink): void {
    if (this.#format === null) return;
    const piece = this.#file.take();
    if (piece === null) return;
    if (!this.#started) sink.start(this.#format);
    this.#started = true;
    sink.piece(piece);
  }

  async finish(sink: PreviewSink): Promise<void> {
    await this.#file.finish();
    await this.#describe();
    this.flush(sink);
  }

  async cancel(): Promise<void> {
    await this.#file.cancel();
  }

  /** What a player has to know, as soon as the encoders have said it. */
  async #describe(): Promise<void> {
    const mimeType = await this.#file.mimeType();
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
    const faces = Array.from(plan.boxes(plan.count), (box) => ({
      x: box.x * this.#scale.x,
      y: box.y * this.#scale.y,
      width: box.width * this.#scale.x,
      height: box.height * this.#scale.y,
    }));
    return freeCorner(size, half, faces);
  }
}

/** Even, as encoders want it. */
function halfSize({ width, height }: DubPicture): { width: number; height: number } {
  const scale = Math.min(1, MOST_WIDTH / width);
  const even = (length: number) => Math.max(2, 2 * Math.round((length * scale) / 2));
  return { width: even(width), height: even(height) };
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  return canvas.getContext('2d', { alpha: false })!;
}
