/** The Dub room's store: what was given, the render, the export and its score. React reads snapshots. */
import { type Part, partProblem } from '../../../core/dub/part';
import type { BlendOptions, DubEngineName, DubOptions } from '../../../workers/dub/contract';
import { forgetKept, listKept } from '../kept-mouths';
import { createStore } from '../store';
import { WorkGuard } from '../work-guard';
import { guardedOf, isBusy } from './busy';
import { DubPipeline } from './dub-pipeline';
import { DEFAULT_CHOICES, settingsOf } from './export';
import { ExportKeeper } from './export-keeper';
import { FaceKeeper } from './face';
import { FootageKeeper } from './footage-keeper';
import type { Pick } from './people';
import { lengthOf } from './picture-length';
import { DEFAULT_BLEND, DEFAULT_OPTIONS, fitOf, recipeKey, recipeOf } from './recipe';
import { RenderKeeper } from './render-keeper';
import { Resounder } from './resounder';
import { ScoreKeeper } from './scorer';
import { firstPeople, saidUntilS } from './speakers';
import { SpeakersKeeper } from './speakers-keeper';
import { SpeechKeeper } from './speech';
import { partOf } from './stretch';
import type { DubSession, DubState, ExportChoices, MomentPicture, Speakers, SpeechState } from './types';

/** @param engine with which it starts */
export function createDubSession(engine: DubEngineName = DEFAULT_OPTIONS.engine): DubSession {
  return new Dubbing(engine);
}

class Dubbing implements DubSession {
  readonly #store = createStore<DubState>({
    face: null,
    speech: null,
    speakers: [],
    apart: false,
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
    () => fitOf(this.get())?.durationS ?? saidUntilS(this.get()),
    () => this.#usablePart,
    () => void this.#footage.hear(),
    (people, picks) => firstPeople(people, picks, this.get().speakers),
  );
  readonly #speech = new SpeechKeeper(
    this.#pipeline,
    () => this.get().speech,
    (speech) => this.#store.set({ speech }),
    () => this.#faces.lookFurther(),
  );
  readonly #footage = new FootageKeeper(this.#pipeline, this.#store);
  readonly #score = new ScoreKeeper((score) => this.#store.set({ score }));
  readonly #resounder = new Resounder(
    this.#pipeline,
    () => this.get().render,
    (id, change) => this.#renders.set(id, change),
    (recipe) => settingsOf(this.get().choices, recipe).sound,
  );
  readonly #renders = new RenderKeeper(this.#pipeline, this.#store, this.#resounder);
  readonly #exports = new ExportKeeper(this.#pipeline, this.#store, this.#score);
  readonly #speakers = new SpeakersKeeper(this.#pipeline, this.#store, () => this.#speakersChanged());
  readonly speakers: Speakers = this.#speakers;
  readonly get = this.#store.get;
  readonly subscribe = this.#store.subscribe;

  constructor(engine: DubEngineName) {
    this.setOptions({ engine });
    this.subscribe(() => this.#guard.set(guardedOf(this.get())));
  }

  setFace(file: File): void {
    if (this.#busy) return;
    // A stretch and shots of another video.
    if (this.get().face) this.#store.set({ part: null, apart: false });
    this.#speakers.forgetFaces();
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
    if (this.#busy) return;
    this.#speakers.release(pick);
    this.#faces.pick(pick);
  }

  setApart(apart: boolean): void {
    this.#store.set({ apart });
  }

  pictureAt(timeS: number): Promise<MomentPicture | null> {
    return this.#faces.pictureAt(timeS);
  }

  setOptions(change: Partial<DubOptions>): void {
    this.#store.set({ options: { ...this.get().options, ...change } });
    if (change.engine) void this.#footage.hear();
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
    const { mouths } = this.#renders;
    if (mouths && !this.#busy) this.#exports.start(mouths);
  }

  sign(): void {
    if (!this.#busy) this.#exports.sign();
  }

  cancelExport(): void {
    this.#exports.cancel();
  }

  cancelScore(): void {
    this.#score.cancel();
  }

  dispose(): void {
    this.#speech.dispose();
    this.#footage.dispose();
    this.cancelResound();
    this.#renders.abort();
    this.#speakers.dispose();
    this.#exports.cancel();
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

  #speakersChanged(): void {
    this.#faces.chooseAnew();
    this.#faces.lookFurther();
  }

  get #busy(): boolean {
    return isBusy(this.get());
  }
}
