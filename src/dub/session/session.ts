/** The Dub room's store: what was given, the render, the export and its score. React reads snapshots. */
import { LipslateError } from '../../../core/errors';
import { createStore } from '../../engine/store';
import { type Guarded, WorkGuard } from '../../engine/work-guard';
import { isBusy } from './busy';
import { DubPipeline } from './dub-pipeline';
import { DEFAULT_CHOICES, newExport, runExport, settingsOf, signedResult } from './export';
import { FaceKeeper } from './face';
import { forgetKept, listKept } from './kept-mouths';
import { MadeMouths } from './made-mouths';
import { DEFAULT_BLEND, DEFAULT_OPTIONS, recipeKey, recipeOf } from './recipe';
import { newRender, runReblend, runRender } from './render';
import { Scorer } from './scorer';
import type {
  DubSession,
  DubState,
  ExportSettings,
  ExportState,
  Recipe,
  RenderState,
  SpeechState,
} from './types';

/** A stop that the worker does not obey by then ends the worker; the mouths are with the page. */
const STOP_PATIENCE_MS = 8000;

export function createDubSession(): DubSession {
  const engine = new DubPipeline();
  const store = createStore<DubState>({
    face: null,
    speech: null,
    options: DEFAULT_OPTIONS,
    blend: DEFAULT_BLEND,
    choices: DEFAULT_CHOICES,
    kept: [],
    render: null,
    exporting: null,
    score: null,
  });
  const { get, subscribe, set } = store;
  /** Of `state.render`; too many to copy with every snapshot. */
  let mouths: MadeMouths | null = null;
  const guard = new WorkGuard();
  subscribe(() => guard.set(guardedOf(get())));
  const lookForKept = async () => set({ kept: await listKept() });
  void lookForKept();
  let speechAbort = new AbortController();
  let renderAbort = new AbortController();
  let exportAbort = new AbortController();
  let scorer: Scorer | null = null;

  const setSpeech = (id: string, change: Partial<SpeechState>) => {
    const { speech } = get();
    if (speech?.id === id) set({ speech: { ...speech, ...change } });
  };
  const setRender = (id: string, change: Partial<RenderState>) => {
    const { render } = get();
    if (render?.id === id) set({ render: { ...render, ...change } });
  };
  const setExport = (change: Partial<ExportState>) => {
    const { exporting } = get();
    if (exporting) set({ exporting: { ...exporting, ...change } });
  };
  const faces = new FaceKeeper(
    () => get().face,
    (face) => set({ face }),
    () => speechDurationS(get().speech),
  );

  const readSpeech = async (file: File, made: SpeechState['made'], track = 0): Promise<void> => {
    speechAbort.abort();
    speechAbort = new AbortController();
    const { signal } = speechAbort;
    // Known from before when only the track changed: what chooses it stays where it is.
    const before = get().speech;
    const info = before?.file === file ? before.info : null;
    const speech = { ...newSpeech(file, made, track), info };
    const { id } = speech;
    set({ speech });
    try {
      const heard = await engine.alone(async () => {
        const opened = await engine.openSpeech(signal, file);
        setSpeech(id, { status: 'listening', info: opened });
        faces.lookFurther();
        return engine.hear(signal, file, track);
      });
      setSpeech(id, { status: 'ready', heard });
      faces.lookFurther();
    } catch (cause) {
      if (!signal.aborted) setSpeech(id, { status: 'failed', error: LipslateError.from(cause).toData() });
    }
  };

  const score = (after: File, { faceFile, faceInfo }: Recipe) => {
    const mine = new Scorer();
    scorer = mine;
    const missing = faceInfo.still ? 'photo' : faceInfo.audioTracks.length === 0 ? 'no-sound' : null;
    mine.start(after, missing ? null : faceFile, missing, (next) => {
      if (scorer === mine) set({ score: next });
    });
  };
  const dropScore = () => {
    scorer?.dispose();
    scorer = null;
  };
  const busy = () => isBusy(get());

  return {
    get,
    subscribe,
    setFace(file) {
      if (!busy()) faces.start(file);
    },
    setSpeech(file, made) {
      if (!busy()) void readSpeech(file, made);
    },
    setSpeechTrack(track) {
      const { speech } = get();
      if (speech && !busy()) void readSpeech(speech.file, speech.made, track);
    },
    retryFace() {
      const { face } = get();
      if (face) faces.start(face.file);
    },
    retrySpeech() {
      const { speech } = get();
      if (speech) void readSpeech(speech.file, speech.made, speech.track);
    },
    pick: (pick) => faces.pick(pick),
    pictureAt: (timeS) => faces.pictureAt(timeS),
    setOptions(change) {
      set({ options: { ...get().options, ...change } });
    },
    setBlend(change) {
      set({ blend: { ...get().blend, ...change } });
    },
    resetOptions() {
      set({ options: DEFAULT_OPTIONS, blend: DEFAULT_BLEND });
    },
    isStale(modelId) {
      const { render } = get();
      return render !== null && render.recipe.key !== recipeKey(get(), modelId);
    },
    render(modelId) {
      const recipe = recipeOf(get(), modelId);
      if (!recipe || busy()) return;
      dropScore();
      renderAbort = new AbortController();
      const render = newRender(recipe, get().blend);
      set({ render, exporting: null, score: null });
      const isStopped = () => get().render?.status === 'stopping';
      const { signal } = renderAbort;
      void engine.alone(async () => {
        mouths = await MadeMouths.of(recipe, mouths);
        await runRender(engine, signal, render, mouths, isStopped, (change) => setRender(render.id, change));
      });
    },
    forgetKept(key) {
      void forgetKept(key).then(lookForKept);
    },
    stop() {
      const { render } = get();
      if (render?.status !== 'working') return;
      const abort = renderAbort;
      setRender(render.id, { status: 'stopping' });
      if (render.step !== 'drawing') {
        abort.abort();
        return;
      }
      void engine.stop().catch(() => undefined);
      setTimeout(() => {
        const now = get().render;
        if (now?.id === render.id && now.status === 'stopping') abort.abort();
      }, STOP_PATIENCE_MS);
    },
    reblend() {
      const { render } = get();
      if (!render?.plan || !mouths || render.made === 0 || busy()) return;
      const { list } = mouths;
      renderAbort = new AbortController();
      const { signal } = renderAbort;
      const { blend } = get();
      setRender(render.id, { reblended: 0, error: null });
      void engine.alone(() =>
        runReblend(engine, signal, render, list, blend, (change) => setRender(render.id, change)),
      );
    },
    setChoices(change) {
      set({ choices: { ...get().choices, ...change } });
    },
    export() {
      const { render, blend, choices } = get();
      if (!render?.plan || !mouths || render.made === 0 || busy()) return;
      const { list } = mouths;
      const settings = settingsOf(choices, render.recipe);
      dropScore();
      exportAbort = new AbortController();
      set({ exporting: newExport(render.made), score: null });
      const { signal } = exportAbort;
      void engine
        .alone(() => runExport(engine, signal, settings, render, list, blend, setExport))
        .then((result) => result && score(result.file, render.recipe));
    },
    sign() {
      const { render, exporting, choices } = get();
      const result = exporting?.result;
      if (!render || !result || busy()) return;
      exportAbort = new AbortController();
      const { signal } = exportAbort;
      setExport({ status: 'working', step: 'signing' });
      const settings = { ...settingsOf(choices, render.recipe), ...unchangeable(result.settings) };
      // Cancelled, the file is what it was.
      void signedResult(signal, result.video, render.recipe, settings)
        .catch(() => result)
        .then((signed) => setExport({ status: 'done', result: signed }));
    },
    cancelExport: () => exportAbort.abort(),
    cancelScore: () => scorer?.cancel(),
    dispose() {
      speechAbort.abort();
      renderAbort.abort();
      exportAbort.abort();
      dropScore();
      faces.dispose();
      engine.dispose();
      guard.dispose();
      void mouths?.release();
    },
  };
}

/** What a file that is written has or has not, whatever is chosen since. A note is what it lacks. */
function unchangeable({ container, sound, badge }: ExportSettings) {
  return { container, sound, badge, provenance: true };
}

function guardedOf(state: DubState): Guarded {
  const { render, exporting } = state;
  const working = isBusy(state);
  const exported = exporting?.status === 'done';
  return { working, wouldLose: working || (render !== null && render.made > 0 && !render.safe && !exported) };
}

function newSpeech(file: File, made: SpeechState['made'], track: number): SpeechState {
  const id = crypto.randomUUID();
  return { id, file, made, track, status: 'opening', info: null, heard: null, error: null };
}

/** Null until something is known of it. */
function speechDurationS(speech: SpeechState | null): number | null {
  if (!speech || speech.status === 'failed') return null;
  return speech.heard?.durationS ?? speech.info?.durationS ?? null;
}
