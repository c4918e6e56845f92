/** The Dub room's store: what was given, the render, the export and its score. React reads snapshots. */
import { LipslateError } from '../../../core/errors';
import type { Mouths } from '../../../workers/dub/contract';
import { DubEngine } from './engine';
import { newExport, runExport } from './export';
import { FaceKeeper } from './face';
import { DEFAULT_BLEND, DEFAULT_OPTIONS, recipeKey, recipeOf } from './recipe';
import { newRender, runRecompose, runRender } from './render';
import { Scorer } from './scorer';
import type { DubSession, DubState, ExportState, Recipe, RenderState, SpeechState } from './types';

/** A stop that the worker does not obey by then ends the worker; the mouths are with the page. */
const STOP_PATIENCE_MS = 8000;

export function createDubSession(): DubSession {
  const listeners = new Set<() => void>();
  const engine = new DubEngine();
  let state: DubState = {
    face: null,
    speech: null,
    options: DEFAULT_OPTIONS,
    blend: DEFAULT_BLEND,
    render: null,
    exporting: null,
    score: null,
  };
  /** Of `state.render`, in order; too many to copy with every snapshot. */
  let mouths: Mouths[] = [];
  let speechAbort = new AbortController();
  let renderAbort = new AbortController();
  let exportAbort = new AbortController();
  let scorer: Scorer | null = null;

  const set = (change: Partial<DubState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const setSpeech = (id: string, change: Partial<SpeechState>) => {
    if (state.speech?.id === id) set({ speech: { ...state.speech, ...change } });
  };
  const setRender = (id: string, change: Partial<RenderState>) => {
    if (state.render?.id === id) set({ render: { ...state.render, ...change } });
  };
  const setExport = (change: Partial<ExportState>) => {
    if (state.exporting) set({ exporting: { ...state.exporting, ...change } });
  };
  const faces = new FaceKeeper(
    () => state.face,
    (face) => set({ face }),
    () => speechDurationS(state.speech),
  );

  const readSpeech = async (file: File, made: SpeechState['made'], track = 0): Promise<void> => {
    speechAbort.abort();
    speechAbort = new AbortController();
    const { signal } = speechAbort;
    // Known from before when only the track changed: what chooses it stays where it is.
    const info = state.speech?.file === file ? state.speech.info : null;
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
  const busy = () =>
    state.render?.status === 'working' ||
    state.render?.status === 'stopping' ||
    typeof state.render?.recomposed === 'number' ||
    state.exporting?.status === 'working';

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setFace(file) {
      if (!busy()) faces.start(file);
    },
    setSpeech(file, made) {
      if (!busy()) void readSpeech(file, made);
    },
    setSpeechTrack(track) {
      if (state.speech && !busy()) void readSpeech(state.speech.file, state.speech.made, track);
    },
    retryFace() {
      if (state.face) faces.start(state.face.file);
    },
    retrySpeech() {
      if (state.speech) void readSpeech(state.speech.file, state.speech.made, state.speech.track);
    },
    pick: (pick) => faces.pick(pick),
    pictureAt: (timeS) => faces.pictureAt(timeS),
    setOptions(change) {
      set({ options: { ...state.options, ...change } });
    },
    setBlend(change) {
      set({ blend: { ...state.blend, ...change } });
    },
    resetOptions() {
      set({ options: DEFAULT_OPTIONS, blend: DEFAULT_BLEND });
    },
    isStale(modelId) {
      return state.render !== null && state.render.recipe.key !== recipeKey(state, modelId);
    },
    render(modelId) {
      const recipe = recipeOf(state, modelId);
      if (!recipe || busy()) return;
      mouths = [];
      dropScore();
      renderAbort = new AbortController();
      const render = newRender(recipe, state.blend);
      set({ render, exporting: null, score: null });
      const isStopped = () => state.render?.status === 'stopping';
      const { signal } = renderAbort;
      void engine.alone(() =>
        runRender(engine, signal, render, mouths, isStopped, (change) => setRender(render.id, change)),
      );
    },
    stop() {
      const { render } = state;
      if (render?.status !== 'working') return;
      const abort = renderAbort;
      setRender(render.id, { status: 'stopping' });
      if (render.step !== 'drawing') {
        abort.abort();
        return;
      }
      void engine.stop().catch(() => undefined);
      setTimeout(() => {
        if (state.render?.id === render.id && state.render.status === 'stopping') abort.abort();
      }, STOP_PATIENCE_MS);
    },
    recompose() {
      const { render } = state;
      if (!render?.plan || render.made === 0 || busy()) return;
      renderAbort = new AbortController();
      const { signal } = renderAbort;
      const { blend } = state;
      setRender(render.id, { recomposed: 0, error: null });
      void engine.alone(() =>
        runRecompose(engine, signal, render, mouths, blend, (change) => setRender(render.id, change)),
      );
    },
    export(settings) {
      const { render, blend } = state;
      if (!render?.plan || render.made === 0 || busy()) return;
      dropScore();
      exportAbort = new AbortController();
      set({ exporting: newExport(render.made), score: null });
      const { signal } = exportAbort;
      void engine
        .alone(() => runExport(engine, signal, settings, render, mouths, blend, setExport))
        .then((result) => result && score(result.file, render.recipe));
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
    },
  };
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
