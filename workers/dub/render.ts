/** Makes the mouths of a plan, picture by picture, and hands on what is made while it goes on. */
import { colourMatch, mouthPixels } from '../../core/dub/colour';
import type { Box } from '../../core/lips/geometry';
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

/** A picture that waits for its mouths. */
interface Waiting {
  place: OutputFrame;
  small: OffscreenCanvas | null;
  /** Uint8Array [speeches, 96, 96, 3] */
  mouths: Uint8Array;
  /** They are from an earlier render: nothing has to be drawn. */
  isMade: boolean;
}

/** A row of the next batch: a mouth that is to be drawn. */
interface Wanted {
  /** Where it goes: Uint8Array [96, 96, 3]. */
  mouth: Uint8Array;
  match: Float64Array | null;
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
  /** Of one picture. */
  readonly #mouthBytes: number;
  readonly #mouths: Uint8Array<ArrayBuffer>;
  #mouthCount = 0;
  #waiting: Waiting[] = [];
  #wanted: Wanted[] = [];
  /** The last of each speech. */
  #crops: FaceCrop[] = [];
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
    const cache = new MouthCache(made, plan.voices);
    return new Renderer(plan, generator, cache, blend, await Preview.open(plan, heard));
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
    this.#mouthBytes = plan.voices * MOUTH_BYTES;
    this.#mouths = new Uint8Array(MOUTHS_AT_ONCE * this.#mouthBytes);
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
          const { length: wanted } = this.#wanted;
          if (wanted > 0 && wanted < this.#generator.batch && this.#waiting.length < MOST_WAITING) return;
          const drawn = await this.#make(sink);
          if (drawn > 0) spend();
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
      this.#wanted = [];
      this.#crops = [];
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

  async #take(place: OutputFrame, frame: VideoFrame, rotation: Rotation): Promise<void> {
    const made = await this.#made.at(place.index);
    const mouths = made ?? new Uint8Array(this.#mouthBytes);
    if (made === null)
      for (const [voice, face] of place.faces.entries()) {
        if (face === null) continue;
        // Of several faces in a picture the last may be one too many for the batch.
        if (this.#wanted.length === this.#generator.batch) await this.#draw();
        const crop = await this.#cropOf(place.source, voice, face.box, frame, rotation);
        const row = this.#wanted.length;
        fillFace(crop.planes, this.#faces.subarray(row * FACE_ITEM, (row + 1) * FACE_ITEM));
        this.#mels.set(this.#plan.melWindow(place.index, voice), row * MEL_ITEM);
        const mouth = mouths.subarray(voice * MOUTH_BYTES, (voice + 1) * MOUTH_BYTES);
        this.#wanted.push({ mouth, match: crop.match });
      }
    const small = this.#preview?.shrink(frame, rotation) ?? null;
    this.#waiting.push({ place, small, mouths, isMade: made !== null });
  }

  /** A frozen picture or a photo is cut once. */
  async #cropOf(
    source: number,
    voice: number,
    box: Box,
    frame: VideoFrame,
    rotation: Rotation,
  ): Promise<FaceCrop> {
    const last = this.#crops[voice];
    if (last?.source === source) return last;
    const planes = await this.#cropper.cut(frame, rotation, box, FACE_SIZE);
    const crop = { source, planes, match: matchFor(frame) };
    this.#crops[voice] = crop;
    return crop;
  }

  async #draw(): Promise<void> {
    if (this.#wanted.length === 0) return;
    const drawn = await this.#generator.generate(this.#mels, this.#faces);
    for (const [row, { mouth, match }] of this.#wanted.entries())
      mouthPixels(drawn.subarray(row * DRAWN_ITEM, (row + 1) * DRAWN_ITEM), match, mouth);
    this.#wanted = [];
  }

  /** @returns how many of the pictures that waited have a mouth that was drawn now */
  async #make(sink: RenderSink): Promise<number> {
    await this.#draw();
    let drawn = 0;
    for (const { place, small, mouths, isMade } of this.#waiting) {
      if (!isMade) {
        this.#mouths.set(mouths, this.#mouthCount * this.#mouthBytes);
        this.#mouthCount += 1;
        if (place.faces.some((face) => face !== null)) drawn += 1;
      }
      // Before what can fail: mouths handed on then are counted back from it.
      this.#done += 1;
      if (small) await this.#preview?.add(place, small, this.#compositor.mouths(place, mouths));
      if (this.#mouthCount === MOUTHS_AT_ONCE) this.#handOn(sink);
    }
    this.#dubbed += drawn;
    this.#waiting = [];
    this.#preview?.flush(sink);
    return drawn;
  }

  #handOn(sink: RenderSink): void {
    const count = this.#mouthCount;
    if (count === 0) return;
    const pixels = new Blob([this.#mouths.slice(0, count * this.#mouthBytes)]);
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
