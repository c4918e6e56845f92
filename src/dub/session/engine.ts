/** The dub worker and what it knows: weights, speech and plan are given again only when they changed or it died. */
import * as Comlink from 'comlink';
import { LipslateError } from '../../../core/errors';
import type {
  BlendOptions,
  DubPlan,
  DubRuntime,
  DubWorkerApi,
  ExportedVideo,
  ExportOptions,
  HeardSpeech,
  Mouths,
  PreviewEvents,
} from '../../../workers/dub/contract';
import DubWorker from '../../../workers/dub/dub.worker?worker';
import type { SoundInfo } from '../../../workers/media/contract';
import { WorkerBridge } from '../../engine/bridge';
import { newModelsBridge } from '../../engine/worker-pool';
import { newPictureFile, newSoundFile } from './media';
import type { Recipe } from './types';

const ALL_FRAMES = 1000;
/** Runs overlap by some pictures. */
const SLACK_S = 1;
/** The dub worker holds some 300 MB with its weights; loading them again takes a few seconds. */
const IDLE_MS = 180_000;

export class DubEngine {
  readonly #dub = new WorkerBridge<DubWorkerApi>((name) => new DubWorker({ name }));
  readonly #models = newModelsBridge();
  readonly #videoDecoder = newPictureFile();
  readonly #audioDecoder = newSoundFile();
  #loaded: { modelId: string; runtime: DubRuntime } | null = null;
  #heard: { file: File; track: number; speech: HeardSpeech } | null = null;
  #planned: { key: string; plan: DubPlan } | null = null;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  #turn: Promise<unknown> = Promise.resolve();

  /** One job after the other: the worker holds one speech and one plan. What reads files is let go after each. */
  alone<T>(job: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(job).finally(() => this.#rest());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  openSpeech(signal: AbortSignal, file: File): Promise<SoundInfo> {
    return this.#audioDecoder.open(signal, file);
  }

  /** @throws LipslateError no-speech, or what reading the file throws */
  async hear(signal: AbortSignal, file: File, track: number): Promise<HeardSpeech> {
    if (this.#heard?.file === file && this.#heard.track === track) return this.#heard.speech;
    this.#heard = null;
    this.#planned = null;
    await this.#audioDecoder.open(signal, file);
    const speech = await this.#audioDecoder.sound(signal, track, (port) =>
      this.#call(signal, (api) => api.hear(Comlink.transfer(port, [port]))),
    );
    this.#heard = { file, track, speech };
    return speech;
  }

  /** @throws LipslateError model-missing, licence-not-accepted, ... */
  async load(signal: AbortSignal, modelId: string): Promise<DubRuntime> {
    if (this.#loaded?.modelId === modelId) return this.#loaded.runtime;
    this.#loaded = null;
    const opened = await this.#models.call(signal, (api) => api.open(modelId));
    try {
      const { weights, tensors } = opened;
      const runtime = await this.#call(signal, (api) => api.load({ id: modelId, weights, tensors }));
      this.#loaded = { modelId, runtime };
      return runtime;
    } finally {
      await this.#models
        .call(new AbortController().signal, (api) => api.close(opened.ticket))
        .catch(() => undefined);
      this.#models.dispose();
    }
  }

  async plan(signal: AbortSignal, recipe: Recipe): Promise<DubPlan> {
    await this.hear(signal, recipe.speechFile, recipe.speechTrack);
    if (this.#planned?.key === recipe.key) return this.#planned.plan;
    const { picture, tracks, options } = recipe;
    const plan = await this.#call(signal, (api) => api.plan(picture, tracks, options));
    this.#planned = { key: recipe.key, plan };
    return plan;
  }

  /**
   * After `load` and `plan`. Ends early after `stop`.
   * @returns pictures made
   */
  async render(
    signal: AbortSignal,
    recipe: Recipe,
    plan: DubPlan,
    blend: BlendOptions,
    events: PreviewEvents,
    isStopped: () => boolean,
  ): Promise<number> {
    const proxied = Comlink.proxy(events);
    try {
      for (const [index, run] of plan.runs.entries()) {
        if (isStopped()) break;
        await this.#videoDecoder.open(signal, recipe.faceFile);
        await this.#videoDecoder.frames(signal, rangeOf(run), (port) =>
          this.#call(signal, (api) => api.render(index, Comlink.transfer(port, [port]), blend, proxied)),
        );
      }
    } catch (cause) {
      // A worker that lives still has pictures that can be played.
      if (this.#loaded) await this.#call(signal, (api) => api.finishRender()).catch(() => undefined);
      throw cause;
    }
    return this.#call(signal, (api) => api.finishRender());
  }

  async stop(): Promise<void> {
    await this.#call(new AbortController().signal, (api) => api.stop());
  }

  /** Puts mouths in anew for the preview. @param pictures how many of the plan's */
  async recompose(
    signal: AbortSignal,
    recipe: Recipe,
    mouths: Mouths[],
    pictures: number,
    blend: BlendOptions,
    events: PreviewEvents,
  ): Promise<void> {
    const plan = await this.plan(signal, recipe);
    await this.#call(signal, (api) => api.beginRecompose(mouths, pictures, blend));
    const proxied = Comlink.proxy(events);
    await this.#eachRun(signal, recipe, plan, pictures, (api, index, port) =>
      api.recompose(index, port, proxied),
    );
    await this.#call(signal, (api) => api.finishRecompose());
  }

  /** @param pictures how many of the plan's */
  async export(
    signal: AbortSignal,
    recipe: Recipe,
    mouths: Mouths[],
    pictures: number,
    options: ExportOptions,
    onProgress: (done: number) => void,
  ): Promise<ExportedVideo> {
    const plan = await this.plan(signal, recipe);
    await this.#call(signal, (api) => api.beginExport(mouths, pictures, options));
    const report = Comlink.proxy(onProgress);
    await this.#eachRun(signal, recipe, plan, pictures, (api, index, port) =>
      api.compose(index, port, report),
    );
    return this.#call(signal, (api) => api.finishExport());
  }

  dispose(): void {
    clearTimeout(this.#idleTimer);
    this.#videoDecoder.dispose();
    this.#audioDecoder.dispose();
    this.#models.dispose();
    this.#dub.dispose();
    this.#forget();
  }

  /** Streams the pictures of every run that is needed for so many pictures of the result. */
  async #eachRun(
    signal: AbortSignal,
    recipe: Recipe,
    plan: DubPlan,
    pictures: number,
    use: (api: Comlink.Remote<DubWorkerApi>, index: number, port: MessagePort) => Promise<void>,
  ): Promise<void> {
    // The run in which they are reached ends by itself; those well after it need not be asked.
    const untilS = (pictures / plan.pictures) * plan.durationS + SLACK_S;
    let passedS = 0;
    for (const [index, run] of plan.runs.entries()) {
      if (passedS >= untilS) break;
      passedS += run.endS - run.startS;
      await this.#videoDecoder.open(signal, recipe.faceFile);
      await this.#videoDecoder.frames(signal, rangeOf(run), (port) =>
        this.#call(signal, (api) => use(api, index, Comlink.transfer(port, [port]))),
      );
    }
  }

  /** Ends the workers that read files; the dub worker keeps the weights for a while. */
  #rest(): void {
    this.#videoDecoder.dispose();
    this.#audioDecoder.dispose();
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.dispose(), IDLE_MS);
  }

  #forget(): void {
    this.#loaded = null;
    this.#heard = null;
    this.#planned = null;
  }

  async #call<T>(signal: AbortSignal, job: (api: Comlink.Remote<DubWorkerApi>) => Promise<T>): Promise<T> {
    clearTimeout(this.#idleTimer);
    try {
      return await this.#dub.call(signal, job);
    } catch (cause) {
      const { code } = LipslateError.from(cause);
      if (signal.aborted || code === 'worker-died' || code === 'cancelled') this.#forget();
      throw cause;
    }
  }
}

function rangeOf({ startS, endS }: { startS: number; endS: number }) {
  return { startS, endS, maxFps: ALL_FRAMES, fullSize: true };
}
