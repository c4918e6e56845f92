/** Makes the mouths of a plan, picture by picture, and hands on what is made while it goes on. */
import { colourMatch, mouthPixels } from '../../core/dub/colour';
import { FACE_SIZE, fillFace } from '../../core/lips/wav2lip';
import { Cropper, seenMatrix } from '../lib/crop-pixels';
import { matrixFor } from '../lib/frame-pixels';
import type { Rotation } from '../media/contract';
import { breathe } from './breathe';
import { MouthCompositor } from './composite-mouth';
import { type BlendOptions, type HeardFile, MOUTH_BYTES, type Mouths } from './contract';
import { DRAWN_ITEM, FACE_ITEM, type Generator, MEL_ITEM } from './generator';
import { MouthCache } from './mouth-cache';
import { forEachOutputFrame } from './output-frames';
import type { OutputFrame, PlannedDub } from './plan';
import { Preview, type PreviewSink } from './preview';

/** Mouths handed on together. */
const MOUTHS_AT_ONCE = 25;
/** Pictures without the face wait with those that have one; more than this many do not. */
const MOST_WAITING = 16;

export interface RenderSink extends PreviewSink {
  mouths(mouths: Mouths): void;
  progress(done: number, msPerPicture: number): void;
}

/** One render: pictures of the plan with their mouths, run by run and in order. */
export interface PictureMaker {
  /** @throws LipslateError what the stream or the generator reported; what was made until then has been handed on */
  render(index: number, port: MessagePort, sink: RenderSink): Promise<void>;
  /** After the picture in work nothing more is made. */
  stop(): void;
  /** Ends the preview. @returns the number of pictures made */
  finish(sink: RenderSink): Promise<number>;
  cancel(): Promise<void>;
}

/** The face cut out of one source picture. */
interface FaceCrop {
  source: number;
  /** Uint8Array [3, 96, 96]: B, G, R */
  planes: Uint8Array;
  /** See colourMatch; null where colours are right as they are. */
  match: Float64Array | null;
}

/** A picture that waits for its mouth. */
interface Waiting {
  place: OutputFrame;
  small: OffscreenCanvas | null;
  match: Float64Array | null;
  /** From an earlier render: nothing has to be drawn. */
  made: Uint8Array | null;
}

/** Wav2Lip's: mouths are drawn by the generator and handed on. */
export class Renderer implements PictureMaker {
  readonly #plan: PlannedDub;
  readonly #generator: Generator;
  readonly #preview: Preview | null;
  readonly #compositor: MouthCompositor;
  readonly #made: MouthCache;
  readonly #cropper = new Cropper();
  readonly #mels: Float32Array<ArrayBuffer>;
  readonly #faces: Float32Array<ArrayBuffer>;
  readonly #mouths = new Uint8Array(MOUTHS_AT_ONCE * MOUTH_BYTES);
  #mouthCount = 0;
  #waiting: Waiting[] = [];
  #crop: FaceCrop | null = null;
  #done = 0;
  #dubbed = 0;
  #spentMs = 0;
  /** The first batch pays for compiling and is left out of the average as soon as there is another. */
  #first: { dubbed: number; spentMs: number } | null = null;
  #stopped = false;

  /** @param made mouths of this plan that exist already, from its first picture on. @param heard in the preview */
  static async open(
    plan: PlannedDub,
    generator: Generator,
    made: readonly Mouths[],
    blend: BlendOptions,
    heard: HeardFile,
  ): Promise<Renderer> {
    return new Renderer(plan, generator, new MouthCache(made), blend, await Preview.open(plan, heard));
  }

  private constructor(
    plan: PlannedDub,
    generator: Generator,
    made: MouthCache,
    blend: BlendOptions,
    preview: Preview | null,
  ) {
    this.#plan = plan;
    this.#generator = generator;
    this.#made = made;
    this.#compositor = new MouthCompositor(blend);
    this.#preview = preview;
    this.#mels = new Float32Array(generator.batch * MEL_ITEM);
    this.#faces = new Float32Array(generator.batch * FACE_ITEM);
  }

  stop(): void {
    this.#stopped = true;
  }

  async render(index: number, port: MessagePort, sink: RenderSink): Promise<void> {
    const run = this.#plan.runs[index]!;
    let sinceMs = performance.now();
    const spend = () => {
      const nowMs = performance.now();
      this.#spentMs += nowMs - sinceMs;
      sinceMs = nowMs;
    };
    try {
      await forEachOutputFrame(
        this.#plan,
        run,
        port,
        async (place, frame, rotation) => {
          await this.#take(place, frame, rotation);
          const faces = this.#toDraw();
          if (faces < this.#generator.batch && this.#waiting.length < MOST_WAITING && faces > 0) return;
          await this.#make(sink);
          if (faces > 0) spend();
          else sinceMs = performance.now();
          sink.progress(this.#done, this.#msPerPicture());
          await breathe();
        },
        () => !this.#stopped,
      );
      if (this.#waiting.length > 0) {
        await this.#make(sink);
        spend();
        sink.progress(this.#done, this.#msPerPicture());
      }
    } finally {
      this.#waiting = [];
      this.#crop = null;
      this.#handOn(sink);
    }
  }

  async finish(sink: PreviewSink): Promise<number> {
    if (this.#done > 0) await this.#preview?.finish(sink);
    else await this.#preview?.cancel();
    return this.#done;
  }

  async cancel(): Promise<void> {
    this.#stopped = true;
    await this.#preview?.cancel();
  }

  /** Pictures that wait for the generator. */
  #toDraw(): number {
    return this.#waiting.reduce((sum, { place, made }) => sum + (place.box && !made ? 1 : 0), 0);
  }

  async #take(place: OutputFrame, frame: VideoFrame, rotation: Rotation): Promise<void> {
    const made = await this.#made.at(place.index);
    let match: Float64Array | null = null;
    if (place.box && !made) {
      const row = this.#toDraw();
      const crop = await this.#cropOf(place, frame, rotation);
      match = crop.match;
      fillFace(crop.planes, this.#faces.subarray(row * FACE_ITEM, (row + 1) * FACE_ITEM));
      this.#mels.set(this.#plan.melWindow(place.index), row * MEL_ITEM);
    }
    const small = this.#preview?.shrink(frame, rotation) ?? null;
    this.#waiting.push({ place, small, match, made });
  }

  /** A frozen picture or a photo is cut once. */
  async #cropOf(place: OutputFrame, frame: VideoFrame, rotation: Rotation): Promise<FaceCrop> {
    if (this.#crop?.source === place.source) return this.#crop;
    const planes = await this.#cropper.cut(frame, rotation, place.box!, FACE_SIZE);
    this.#crop = { source: place.source, planes, match: matchFor(frame) };
    return this.#crop;
  }

  async #make(sink: RenderSink): Promise<void> {
    const drawn = this.#toDraw() > 0 ? await this.#generator.generate(this.#mels, this.#faces) : null;
    let row = 0;
    for (const { place, small, match, made } of this.#waiting) {
      const mouth =
        made ?? this.#mouths.subarray(this.#mouthCount * MOUTH_BYTES, (this.#mouthCount + 1) * MOUTH_BYTES);
      if (made === null) {
        if (place.box && drawn) {
          mouthPixels(drawn.subarray(row * DRAWN_ITEM, (row + 1) * DRAWN_ITEM), match, mouth);
          row += 1;
        } else mouth.fill(0);
        this.#mouthCount += 1;
      }
      // Before what can fail: mouths handed on then are counted back from it.
      this.#done += 1;
      if (small) await this.#preview?.add(place, small, this.#compositor.mouths(place, mouth));
      if (this.#mouthCount === MOUTHS_AT_ONCE) this.#handOn(sink);
    }
    this.#dubbed += row;
    this.#waiting = [];
    this.#preview?.flush(sink);
  }

  #handOn(sink: RenderSink): void {
    const count = this.#mouthCount;
    if (count === 0) return;
    const pixels = new Blob([this.#mouths.slice(0, count * MOUTH_BYTES)]);
    sink.mouths({ first: this.#done - count, count, pixels });
    this.#mouthCount = 0;
  }

  #msPerPicture(): number {
    if (this.#dubbed === 0) return 0;
    this.#first ??= { dubbed: this.#dubbed, spentMs: this.#spentMs };
    const { dubbed, spentMs } = this.#first;
    if (this.#dubbed === dubbed) return spentMs / dubbed;
    return (this.#spentMs - spentMs) / (this.#dubbed - dubbed);
  }
}

/** Photos and frames that the browser has converted are RGB already: seen and shown alike. */
function matchFor(frame: VideoFrame): Float64Array | null {
  const { format, colorSpace, visibleRect } = frame;
  if (format === null || /^(RGB|BGR)/.test(format)) return null;
  const height = visibleRect?.height ?? frame.codedHeight;
  return colourMatch(seenMatrix(colorSpace, height), matrixFor(colorSpace, height));
}
