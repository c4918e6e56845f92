/** The dub worker and what it knows: weights, speech and plan are given again only when they changed or it died. */
import * as Comlink from 'comlink';
import { picturesIn } from '../../../core/dub/part';
import type {
  BlendOptions,
  DubPlan,
  DubRuntime,
  DubWorkerApi,
  ExportedVideo,
  ExportOptions,
  HeardFile,
  Mouths,
  PreviewEvents,
  Resounded,
} from '../../../workers/dub/contract';
import DubWorker from '../../../workers/dub/dub.worker?worker';
import { ALL_FRAMES } from '../../../workers/media/contract';
import { WorkerBridge } from '../bridge';
import type { Live } from '../live-callbacks';
import { newModelsBridge } from '../workers';
import { DubHearing } from './dub-hearing';
import { DubMixer } from './dub-mixer';
import { newPictureFile } from './media';
import { type Known, nothingKnown } from './told';
import type { Recipe } from './types';

/** A group of pictures begins this long before its first one. */
const LIMIT_S = 0.002;
/** The dub worker holds some 300 MB with its weights; loading them again takes a few seconds. */
const IDLE_MS = 180_000;

export class DubPipeline {
  readonly #dub = new WorkerBridge<DubWorkerApi>((name) => new DubWorker({ name }), IDLE_MS);
  readonly #models = newModelsBridge();
  readonly #videoDecoder = newPictureFile();
  readonly sound = new DubMixer();
  readonly hearing = new DubHearing(this.#dub, () => this.#known);
  #memory = nothingKnown(0);

  /** One job after the other: the worker holds one speech and one plan. What reads files is let go after each. */
  alone<T>(job: () => Promise<T>): Promise<T> {
    return this.#dub.alone(async () => {
      // What it knew is known by its generation: a job need not hear of a death before it.
      this.#dub.renew();
      try {
        return await job();
      } finally {
        this.#videoDecoder.dispose();
        this.hearing.dispose();
        this.sound.dispose();
      }
    });
  }

  /** @throws LipslateError model-missing, licence-not-accepted, ... */
  async load(signal: AbortSignal, modelId: string): Promise<DubRuntime> {
    const { loaded } = this.#known;
    if (loaded?.modelId === modelId) return loaded.runtime;
    this.#known.loaded = null;
    const opened = await this.#models.call(signal, (api) => api.open(modelId));
    try {
      const { weights, tensors } = opened;
      const runtime = await this.#call(signal, (api) => api.load({ id: modelId, weights, tensors }));
      this.#known.loaded = { modelId, runtime };
      return runtime;
    } finally {
      await this.#models
        .call(new AbortController().signal, (api) => api.close(opened.ticket))
        .catch(() => undefined);
      this.#models.dispose();
    }
  }

  /**
   * Also takes what the own mouth needs of the face's video: its sound, and what lies between the lips.
   * @param onProgress gets shares, 0..1, of what takes long with long speech
   */
  async plan(
    signal: AbortSignal,
    recipe: Recipe,
    onProgress: (share: number) => void = () => {},
  ): Promise<DubPlan> {
    const { picture, tracks, options, key, several } = recipe;
    if (several) await this.hearing.hearSeveral(signal, several, onProgress);
    else {
      const { file, track } = await this.sound.spoken(signal, recipe);
      await this.hearing.hearOne(signal, file, track);
    }
    if (options.engine === 'own') await this.hearing.hearOwn(signal, recipe);
    const { planned } = this.#known;
    if (planned?.key === key) return planned.plan;
    // Whatever fails from here on, the worker no longer has the plan before.
    this.#known.planned = null;
    const plan = await this.#call(signal, (api, live) =>
      api.plan(picture, tracks, options, live(onProgress)),
    );
    for (const [index, range] of plan.insides.entries()) {
      await this.#videoDecoder.open(signal, recipe.faceFile);
      await this.#videoDecoder.frames(signal, rangeOf(range), (port) =>
        this.#call(signal, (api) => api.insides(index, Comlink.transfer(port, [port]))),
      );
    }
    this.#known.planned = { key, plan };
    return plan;
  }

  /**
   * After `plan` and, for Wav2Lip, `load`. Ends early after `stop`.
   * @param made mouths of an earlier render of this recipe
   * @param heard in the preview
   * @returns pictures made, those of the earlier render among them
   */
  async render(
    signal: AbortSignal,
    recipe: Recipe,
    plan: DubPlan,
    made: readonly Mouths[],
    blend: BlendOptions,
    heard: HeardFile,
    events: PreviewEvents,
    isStopped: () => boolean,
  ): Promise<number> {
    const proxied = Comlink.proxy(events);
    try {
      await this.#call(signal, (api) => api.beginRender([...made], blend, heard));
      for (const [index, run] of plan.runs.entries()) {
        await this.#videoDecoder.open(signal, recipe.faceFile);
        // Asked after the wait: a stop that came meanwhile may have been too early for the worker.
        if (isStopped()) break;
        await this.#videoDecoder.frames(signal, rangeOf(run), (port) =>
          this.#call(signal, (api) => api.render(index, Comlink.transfer(port, [port]), proxied)),
        );
      }
    } catch (cause) {
      // A worker that lives still has pictures that can be played.
      if (this.#known.planned) await this.#call(signal, (api) => api.finishRender()).catch(() => undefined);
      throw cause;
    }
    return this.#call(signal, (api) => api.finishRender());
  }

  async stop(): Promise<void> {
    await this.#call(new AbortController().signal, (api) => api.stop());
  }

  /** Blends the mouths again for the preview. @param pictures how many of the plan's */
  async reblend(
    signal: AbortSignal,
    recipe: Recipe,
    mouths: readonly Mouths[],
    pictures: number,
    blend: BlendOptions,
    heard: HeardFile,
    events: PreviewEvents,
  ): Promise<void> {
    const plan = await this.plan(signal, recipe);
    await this.#call(signal, (api) => api.beginReblend([...mouths], pictures, blend, heard));
    const proxied = Comlink.proxy(events);
    await this.#eachRun(signal, recipe, plan, pictures, (api, index, port) =>
      api.reblend(index, port, proxied),
    );
    await this.#call(signal, (api) => api.finishReblend());
  }

  /** The pictures of a preview with another sound. @throws LipslateError */
  resound(signal: AbortSignal, preview: Blob, heard: HeardFile): Promise<Resounded> {
    return this.#call(signal, (api) => api.resound(preview, heard));
  }

  /**
   * @param pictures how many of the plan's
   * @param onProgress gets how many pictures are written, of how many
   */
  async export(
    signal: AbortSignal,
    recipe: Recipe,
    mouths: readonly Mouths[],
    pictures: number,
    options: ExportOptions,
    onProgress: (done: number, total: number) => void,
  ): Promise<ExportedVideo> {
    const plan = await this.plan(signal, recipe);
    const changed = await this.#call(signal, (api) => api.beginExport([...mouths], pictures, options));
    const { part, faceInfo, picture } = recipe;
    const total = part ? picturesIn(changed, faceInfo.durationS, picture.fps) : pictures;
    onProgress(0, total);
    const report = (done: number) => onProgress(done, total);
    if (part) {
      // Limits before pictures, so that no rounding of a timestamp takes one away.
      const range = { startS: Math.max(0, changed.startS - LIMIT_S), endS: changed.endS - LIMIT_S };
      await this.#videoDecoder.open(signal, recipe.faceFile);
      await this.#videoDecoder.frames(signal, rangeOf(range), (port) =>
        this.#call(signal, (api, live) => api.composeAround(Comlink.transfer(port, [port]), live(report))),
      );
    } else {
      await this.#eachRun(signal, recipe, plan, pictures, (api, index, port, live) =>
        api.compose(index, port, live(report)),
      );
    }
    return this.#call(signal, (api) => api.finishExport());
  }

  dispose(): void {
    this.#videoDecoder.dispose();
    this.hearing.dispose();
    this.sound.dispose();
    this.#models.dispose();
    this.#dub.dispose();
  }

  /** Streams the pictures of every run that is needed for so many pictures of the result. */
  async #eachRun(
    signal: AbortSignal,
    recipe: Recipe,
    plan: DubPlan,
    pictures: number,
    use: (api: Comlink.Remote<DubWorkerApi>, index: number, port: MessagePort, live: Live) => Promise<void>,
  ): Promise<void> {
    for (const [index, run] of plan.runs.entries()) {
      if (run.first >= pictures) break;
      await this.#videoDecoder.open(signal, recipe.faceFile);
      await this.#videoDecoder.frames(signal, rangeOf(run), (port) =>
        this.#call(signal, (api, live) => use(api, index, Comlink.transfer(port, [port]), live)),
      );
    }
  }

  /** What the worker was told; a fresh one knows nothing. */
  get #known(): Known {
    const { generation } = this.#dub;
    if (this.#memory.generation !== generation) this.#memory = nothingKnown(generation);
    return this.#memory;
  }

  #call<T>(
    signal: AbortSignal,
    job: (api: Comlink.Remote<DubWorkerApi>, live: Live) => Promise<T>,
  ): Promise<T> {
    return this.#dub.call(signal, job);
  }
}

function rangeOf({ startS, endS }: { startS: number; endS: number }) {
  return { startS, endS, maxFps: ALL_FRAMES, fullSize: true };
}
