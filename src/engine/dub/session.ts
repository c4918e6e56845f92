/** The Dub room's store: what was given, the render, the export and its score. React reads snapshots. */
import { type Part, partProblem } from '../../../core/dub/part';
import type { BlendOptions, DubEngineName, DubOptions } from '../../../workers/dub/contract';
import { forgetKept, listKept } from '../kept-mouths';
import { createStore } from '../store';
import { WorkGuard } from '../work-guard';
import { guardedOf, isBusy, isExportable } from './busy';
import { DubPipeline } from './dub-pipeline';
import { DEFAULT_CHOICES, newExport, runExport, settingsOf, signedResult, signingSettingsOf } from './export';
import { FaceKeeper } from './face';
import { lengthOf } from './face-scan';
import type { Pick } from './people';
import { DEFAULT_BLEND, DEFAULT_OPTIONS, fitOf, partOf, pictureOf, recipeKey, recipeOf } from './recipe';
import { RenderKeeper } from './render-keeper';
import { Resounder } from './resounder';
import { ScoreKeeper } from './scorer';
import { SpeechKeeper } from './speech';
import type { DubSession, DubState, ExportChoices, ExportState, MomentPicture, SpeechState } from './types';

/** @param engine with which it starts */
export function createDubSession(engine: DubEngineName = DEFAULT_OPTIONS.engine): DubSession {
  return new Dubbing(engine);
}

class Dubbing implements DubSession {
  readonly #store = createStore<DubState>({
    face: null,
    speech: null,
    options: DEFAULT_OPTIONS,
    fit: false,
    part: null,
    blend: DEFAULT_BLEND,
    choices: DEFAULT_CHOICES,
    kept: [],
    render: null,
    exporting: null,
    score: null,
  });
  readonly #pipeline = new DubPipeline();
  readonly #guard = new WorkGuard();
  readonly #faces = new FaceKeeper(
    () => this.get().face,
    (face) => this.#store.set({ face }),
    () => fitOf(this.get())?.durationS ?? this.#speech.durationS,
    () => this.#usablePart,
    () => void this.#hearFace(),
  );
  readonly #speech = new SpeechKeeper(
    this.#pipeline,
    () => this.get().speech,
    (speech) => this.#store.set({ speech }),
    () => this.#faces.lookFurther(),
  );
  readonly #hearingAbort = new AbortController();
  readonly #score = new ScoreKeeper((score) => this.#store.set({ score }));
  readonly #resounder = new Resounder(
    this.#pipeline,
    () => this.get().render,
    (id, change) => this.#renders.set(id, change),
    (recipe) => settingsOf(this.get().choices, recipe).sound,
  );
  readonly #renders = new RenderKeeper(this.#pipeline, this.#store, this.#resounder);
  #exportAbort = new AbortController();
  readonly get = this.#store.get;
  readonly subscribe = this.#store.subscribe;

  constructor(engine: DubEngineName) {
    this.setOptions({ engine });
    this.subscribe(() => this.#guard.set(guardedOf(this.get())));
  }

  setFace(file: File): void {
    if (this.#busy) return;
    // A stretch of another video.
    if (this.get().face) this.#store.set({ part: null });
    this.#faces.start(file);
  }

  setSpeech(file: File, made: SpeechState['made']): void {
    if (!this.#busy) void this.#speech.read(file, made);
  }

  setSpeechTrack(track: number): void {
    const { speech } = this.get();
    if (speech && !this.#busy) void this.#speech.read(speech.file, speech.made, track);
  }

  cancelSpeech(): void {
    if (!this.#busy) this.#speech.cancel();
  }

  retryFace(): void {
    const { face } = this.get();
    if (face) this.#faces.start(face.file);
  }

  retrySpeech(): void {
    const { speech } = this.get();
    if (speech) void this.#speech.read(speech.file, speech.made, speech.track);
  }

  pick(pick: Pick): void {
    this.#faces.pick(pick);
  }

  pictureAt(timeS: number): Promise<MomentPicture | null> {
    return this.#faces.pictureAt(timeS);
  }

  setOptions(change: Partial<DubOptions>): void {
    this.#store.set({ options: { ...this.get().options, ...change } });
    if (change.engine) void this.#hearFace();
  }

  setFit(fit: boolean): void {
    if (this.#busy) return;
    this.#store.set({ fit });
    this.#faces.lookFurther();
  }

  setPart(part: Part | null): void {
    if (this.#busy) return;
    this.#store.set({ part });
    this.#faces.lookFurther();
  }

  setBlend(change: Partial<BlendOptions>): void {
    this.#store.set({ blend: { ...this.get().blend, ...change } });
  }

  resetOptions(): void {
    const { engine } = this.get().options;
    this.#store.set({ options: { ...DEFAULT_OPTIONS, engine }, blend: DEFAULT_BLEND });
  }

  setChoices(change: Partial<ExportChoices>): void {
    this.#store.set({ choices: { ...this.get().choices, ...change } });
    if (change.sound) this.resound();
  }

  resound(): void {
    this.#resounder.start();
  }

  cancelResound(): void {
    this.#resounder.cancel();
  }

  isStale(modelId: string | null): boolean {
    const { render } = this.get();
    return render !== null && render.recipe.key !== recipeKey(this.get(), modelId);
  }

  render(modelId: string | null): void {
    const recipe = recipeOf(this.get(), modelId);
    if (!recipe || this.#busy) return;
    this.#score.drop();
    this.#renders.start(recipe, settingsOf(this.get().choices, recipe).sound);
  }

  stop(): void {
    this.#renders.stop();
  }

  reblend(): void {
    this.#renders.reblend();
  }

  lookForKept(): void {
    void listKept().then((kept) => this.#store.set({ kept }));
  }

  forgetKept(key: string): void {
    void forgetKept(key).then(() => this.lookForKept());
  }

  export(): void {
    const { render, blend, choices } = this.get();
    const { mouths } = this.#renders;
    if (!render?.plan || !mouths || !isExportable(render) || this.#busy) return;
    const settings = settingsOf(choices, render.recipe);
    this.#score.drop();
    this.#exportAbort = new AbortController();
    this.#store.set({ exporting: newExport(render.made), score: null });
    const { signal } = this.#exportAbort;
    const update = (change: Partial<ExportState>) => this.#setExport(change);
    void this.#pipeline
      .alone(() => runExport(this.#pipeline, signal, settings, render, mouths, blend, update))
      .then((result) => result && this.#score.start(result.file, render.recipe));
  }

  sign(): void {
    const { render, exporting, choices } = this.get();
    const result = exporting?.result;
    if (!render || !result || this.#busy) return;
    this.#exportAbort = new AbortController();
    const { signal } = this.#exportAbort;
    this.#setExport({ status: 'working', step: 'signing' });
    const settings = signingSettingsOf(choices, render.recipe, result.settings);
    // Cancelled, the file is what it was.
    void signedResult(signal, result, render.recipe, settings)
      .catch(() => result)
      .then((signed) => this.#setExport({ status: 'done', result: signed }));
  }

  cancelExport(): void {
    this.#exportAbort.abort();
  }

  cancelScore(): void {
    this.#score.cancel();
  }

  dispose(): void {
    this.#speech.dispose();
    this.#hearingAbort.abort();
    this.cancelResound();
    this.#renders.abort();
    this.#exportAbort.abort();
    this.#score.drop();
    this.#faces.dispose();
    this.#pipeline.dispose();
    this.#guard.dispose();
    void this.#renders.release();
  }

  /** Null while what is typed is no stretch of this video. */
  get #usablePart(): Part | null {
    const { face } = this.get();
    const part = partOf(this.get());
    return part && face?.info && partProblem(part, lengthOf(face.info)) === null ? part : null;
  }

  get #busy(): boolean {
    return isBusy(this.get());
  }

  /** Listens to the face's own video, from which the own mouth learns; what it finds is only told. */
  async #hearFace(): Promise<void> {
    const { face, options } = this.get();
    if (face?.status !== 'ready' || !face.info || face.info.still) return;
    if (face.info.audioTracks.length === 0) return;
    if (options.engine !== 'own' || face.chosen.length === 0) return;
    const { fromS } = face;
    const untilS = pictureOf(face, face.info).endS;
    const isGiven = () => this.get().face?.id === face.id;
    const heard = await this.#pipeline
      .alone(async () =>
        isGiven()
          ? this.#pipeline.hearing.hearFootage(this.#hearingAbort.signal, face.file, { fromS, untilS })
          : null,
      )
      .catch(() => null);
    const now = this.get().face;
    if (heard && now && isGiven()) this.#store.set({ face: { ...now, footageSpeechS: heard.speechS } });
  }

  #setExport(change: Partial<ExportState>): void {
    const { exporting } = this.get();
    if (exporting) this.#store.set({ exporting: { ...exporting, ...change } });
  }
}
