/** Gives the preview that was made the sound that is chosen for the file. */
import { isResoundable } from './busy';
import type { DubPipeline } from './dub-pipeline';
import { runResound } from './preview-sound';
import type { DubSound, Recipe, RenderState } from './types';

export class Resounder {
  readonly #pipeline: DubPipeline;
  readonly #get: () => RenderState | null;
  readonly #set: (id: string, change: Partial<RenderState>) => void;
  readonly #chosen: (recipe: Recipe) => DubSound;
  #abort = new AbortController();

  constructor(
    pipeline: DubPipeline,
    get: () => RenderState | null,
    set: (id: string, change: Partial<RenderState>) => void,
    chosen: (recipe: Recipe) => DubSound,
  ) {
    this.#pipeline = pipeline;
    this.#get = get;
    this.#set = set;
    this.#chosen = chosen;
  }

  start(): void {
    this.cancel();
    const render = this.#get();
    if (!render || !isResoundable(render)) return;
    const sound = this.#chosen(render.recipe);
    if (sound === render.sound) return;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    // One that was cancelled says no more: another may be under way.
    const update = (change: Partial<RenderState>) => {
      if (!signal.aborted) this.#set(render.id, change);
    };
    update({ resounded: 0, soundError: null });
    void this.#pipeline.alone(async () => {
      const now = this.#get();
      if (now?.id === render.id) await runResound(this.#pipeline, signal, sound, now, update);
    });
  }

  /** At once, also while it waits for others to end. */
  cancel(): void {
    this.#abort.abort();
    const render = this.#get();
    if (render && render.resounded !== null) this.#set(render.id, { resounded: null });
  }
}
