/** A preview of mouths that were made before, put in another way: nothing is drawn anew. */
import type { BlendOptions, Mouths } from './contract';
import { MouthCache } from './mouth-cache';
import { forEachOutputFrame } from './output-frames';
import type { PlannedDub } from './plan';
import { Preview, type PreviewSink } from './preview';

/** Pictures between two reports. */
const REPORT_EVERY = 5;

export class Reblender {
  readonly #plan: PlannedDub;
  readonly #mouths: MouthCache;
  readonly #pictures: number;
  readonly #preview: Preview | null;
  #done = 0;

  /** @param pictures how many of the plan's */
  static async begin(
    plan: PlannedDub,
    mouths: readonly Mouths[],
    pictures: number,
    blend: BlendOptions,
  ): Promise<Reblender> {
    return new Reblender(plan, new MouthCache(mouths), pictures, await Preview.open(plan, blend));
  }

  private constructor(plan: PlannedDub, mouths: MouthCache, pictures: number, preview: Preview | null) {
    this.#plan = plan;
    this.#mouths = mouths;
    this.#pictures = pictures;
    this.#preview = preview;
  }

  /** Runs must come in order. */
  async compose(
    index: number,
    port: MessagePort,
    sink: PreviewSink,
    onProgress: (done: number) => void,
  ): Promise<void> {
    await forEachOutputFrame(
      this.#plan,
      this.#plan.runs[index]!,
      port,
      async (place, frame, rotation) => {
        const small = this.#preview?.shrink(frame, rotation);
        const mouth = place.box ? await this.#mouths.at(place.index) : null;
        if (small) await this.#preview?.add(place, small, mouth);
        this.#done += 1;
        if (this.#done % REPORT_EVERY !== 0 && this.#done !== this.#pictures) return;
        this.#preview?.flush(sink);
        onProgress(this.#done);
      },
      () => this.#done < this.#pictures,
    );
  }

  async finish(sink: PreviewSink): Promise<void> {
    if (this.#done > 0) await this.#preview?.finish(sink);
    else await this.cancel();
  }

  async cancel(): Promise<void> {
    await this.#preview?.cancel();
  }
}
