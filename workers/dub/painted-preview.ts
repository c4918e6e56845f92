/**
 * A preview in which every mouth is painted as its picture passes: all the own mouth's render is, and what becomes of
 * mouths that were made before and are put in another way.
 */
import { breathe } from './breathe';
import type { HeardFile } from './contract';
import type { MouthPainter } from './mouth-painter';
import { forEachOutputFrame } from './output-frames';
import type { PlannedDub } from './plan';
import { Preview } from './preview';
import type { PictureMaker, RenderSink } from './render';

/** Pictures between two reports. */
const REPORT_EVERY = 5;

export class PaintedPreview implements PictureMaker {
  readonly #plan: PlannedDub;
  readonly #painter: MouthPainter;
  readonly #pictures: number;
  readonly #preview: Preview | null;
  #done = 0;
  #painted = 0;
  #spentMs = 0;
  #stopped = false;

  /** @param pictures how many of the plan's. @param heard in it */
  static async begin(
    plan: PlannedDub,
    painter: MouthPainter,
    pictures: number,
    heard: HeardFile,
  ): Promise<PaintedPreview> {
    return new PaintedPreview(plan, painter, pictures, await Preview.open(plan, heard));
  }

  private constructor(plan: PlannedDub, painter: MouthPainter, pictures: number, preview: Preview | null) {
    this.#plan = plan;
    this.#painter = painter;
    this.#pictures = pictures;
    this.#preview = preview;
  }

  stop(): void {
    this.#stopped = true;
  }

  async render(index: number, port: MessagePort, sink: RenderSink): Promise<void> {
    let sinceMs = performance.now();
    await forEachOutputFrame(
      this.#plan,
      this.#plan.runs[index]!,
      port,
      async (place, frame, rotation) => {
        const small = this.#preview?.shrink(frame, rotation);
        const mouths = await this.#painter.mouthsAt(place);
        if (small) await this.#preview?.add(place, small, mouths);
        this.#done += 1;
        if (mouths.length > 0) this.#painted += 1;
        if (this.#done % REPORT_EVERY !== 0 && this.#done !== this.#pictures) return;
        this.#preview?.flush(sink);
        this.#spentMs += performance.now() - sinceMs;
        sinceMs = performance.now();
        sink.progress(this.#done, this.#painted > 0 ? this.#spentMs / this.#painted : 0);
        await breathe();
      },
      () => !this.#stopped && this.#done < this.#pictures,
    );
  }

  async finish(sink: RenderSink): Promise<number> {
    if (this.#done > 0) await this.#preview?.finish(sink);
    else await this.#preview?.cancel();
    return this.#done;
  }

  async cancel(): Promise<void> {
    this.#stopped = true;
    await this.#preview?.cancel();
  }
}
