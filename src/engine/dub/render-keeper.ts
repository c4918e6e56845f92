/** Keeps the render's side of the state, and its mouths: begins a render, stops it, blends its mouths again. */
import type { Mouths } from '../../../workers/dub/contract';
import type { Store } from '../store';
import { isBusy } from './busy';
import type { DubPipeline } from './dub-pipeline';
import { MadeMouths } from './made-mouths';
import { newRender, runReblend, runRender } from './render';
import type { Resounder } from './resounder';
import type { DubSound, DubState, Recipe, RenderState } from './types';

/** A stop that the worker does not obey by then ends the worker; the mouths are with the page. */
const STOP_PATIENCE_MS = 8000;

export class RenderKeeper {
  readonly #pipeline: DubPipeline;
  readonly #store: Store<DubState>;
  readonly #resounder: Resounder;
  /** Of `state.render`; too many to copy with every snapshot. */
  #mouths: MadeMouths | null = null;
  #abort = new AbortController();

  constructor(pipeline: DubPipeline, store: Store<DubState>, resounder: Resounder) {
    this.#pipeline = pipeline;
    this.#store = store;
    this.#resounder = resounder;
  }

  /** Null before the first render. */
  get mouths(): readonly Mouths[] | null {
    return this.#mouths?.list ?? null;
  }

  /** @param sound of the preview */
  start(recipe: Recipe, sound: DubSound): void {
    this.#resounder.cancel();
    this.#abort = new AbortController();
    const render = newRender(recipe, this.#store.get().blend);
    this.#store.set({ render, exporting: null, score: null });
    const isStopped = () => this.#render?.status === 'stopping';
    const update = (change: Partial<RenderState>) => this.set(render.id, change);
    const { signal } = this.#abort;
    void this.#pipeline.alone(async () => {
      this.#mouths = await MadeMouths.of(recipe, this.#mouths);
      await runRender(this.#pipeline, signal, render, sound, this.#mouths, isStopped, update);
    });
  }

  stop(): void {
    const render = this.#render;
    if (render?.status !== 'working') return;
    const abort = this.#abort;
    this.set(render.id, { status: 'stopping' });
    if (render.step !== 'drawing') {
      abort.abort();
      return;
    }
    void this.#pipeline.stop().catch(() => undefined);
    setTimeout(() => {
      const now = this.#render;
      if (now?.id === render.id && now.status === 'stopping') abort.abort();
    }, STOP_PATIENCE_MS);
  }

  reblend(): void {
    const { render, blend, choices } = this.#store.get();
    if (!render?.plan || !this.#mouths || render.made === 0 || isBusy(this.#store.get())) return;
    const { list } = this.#mouths;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const update = (change: Partial<RenderState>) => this.set(render.id, change);
    update({ reblended: 0, error: null });
    void this.#pipeline
      // Its sound may have changed while others worked.
      .alone(() => runReblend(this.#pipeline, signal, this.#render ?? render, list, blend, update))
      .then(() => {
        // Another sound was chosen meanwhile; one that was cancelled before is not what is wanted.
        if (!signal.aborted && this.#store.get().choices.sound !== choices.sound) this.#resounder.start();
      });
  }

  /** Of this render, unless there is another by now. */
  set(id: string, change: Partial<RenderState>): void {
    const render = this.#render;
    if (render?.id === id) this.#store.set({ render: { ...render, ...change } });
  }

  abort(): void {
    this.#abort.abort();
  }

  /** Nothing is stored any more; what was stays. */
  async release(): Promise<void> {
    await this.#mouths?.release();
  }

  get #render(): RenderState | null {
    return this.#store.get().render;
  }
}
