/** The Dub room's store: what was given, the render, the export and its score. React reads snapshots. */
import { type ErrorData, LipslateError } from '../../../core/errors';
import type { BlendOptions, Mouths } from '../../../workers/dub/contract';
import { DubEngine } from './engine';
import { FaceKeeper } from './face';
import { PreviewFeed } from './feed';
import { DEFAULT_BLEND, DEFAULT_OPTIONS, recipeKey, recipeOf } from './recipe';
import { Scorer } from './scorer';
import { dubbedName, signVideo } from './signer';
import type { DubSession, DubState, ExportSettings, ExportState, RenderState, SpeechState } from './types';

declare const __APP_VERSION__: string;

const SOFTWARE = `Lipslate ${__APP_VERSION__}`;
/** A stop that the worker does not obey by then ends the worker; the mouths are with the page. */
const STOP_PATIENCE_MS = 8000;
/** Before so many pictures an estimate would be a guess. */
const ESTIMATE_FROM = 3;

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
  const setSpeechState = (id: string, change: Partial<SpeechState>) => {
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

  const readSpeech = async ({ id, file }: SpeechState): Promise<void> => {
    speechAbort.abort();
    speechAbort = new AbortController();
    const { signal } = speechAbort;
    try {
      const info = await engine.openSpeech(signal, file);
      setSpeechState(id, { status: 'listening', info });
      faces.lookFurther();
      const heard = await engine.hear(signal, file);
      setSpeechState(id, { status: 'ready', heard });
      faces.lookFurther();
    } catch (cause) {
      if (!signal.aborted) setSpeechState(id, { status: 'failed', error: dataOf(cause) });
    }
  };

  const runRender = async (render: RenderState): Promise<void> => {
    const { id, recipe } = render;
    renderAbort = new AbortController();
    const { signal } = renderAbort;
    const isStopped = () => state.render?.status === 'stopping';
    let startedMs = 0;
    try {
      const runtime = await engine.load(signal, recipe.modelId);
      setRender(id, { step: 'planning', runtime });
      const plan = await engine.plan(signal, recipe);
      setRender(id, { step: 'drawing', plan });
      startedMs = performance.now();
      let feed: PreviewFeed | null = null;
      const made = await engine.render(
        signal,
        recipe,
        plan,
        render.blend,
        {
          onPreviewStart(format) {
            feed = new PreviewFeed(format);
            setRender(id, { feed });
          },
          onPreviewPiece: (piece) => feed?.push(piece),
          onMouths: (more) => {
            if (state.render?.id === id) mouths.push(more);
          },
          onProgress(done, msPerPicture) {
            const remainingS = remaining(done, plan.pictures, startedMs);
            setRender(id, { made: done, madeS: madeS(done, plan), msPerPicture, remainingS });
          },
        },
        isStopped,
      );
      const whole = made >= plan.pictures;
      setRender(id, {
        status: whole ? 'done' : 'stopped',
        made,
        madeS: whole ? plan.durationS : madeS(made, plan),
        remainingS: null,
      });
    } catch (cause) {
      const kept = mouths.reduce((sum, { count }) => sum + count, 0);
      const plan = state.render?.id === id ? state.render.plan : null;
      const stopped = signal.aborted || isStopped();
      setRender(id, {
        status: stopped ? 'stopped' : 'failed',
        made: kept,
        madeS: plan ? madeS(kept, plan) : 0,
        remainingS: null,
        error: stopped ? null : dataOf(cause),
      });
    } finally {
      if (state.render?.id === id) state.render.feed?.end();
      engine.rest();
    }
  };

  const runRecompose = async ({ id, recipe, made }: RenderState, blend: BlendOptions): Promise<void> => {
    renderAbort = new AbortController();
    let feed: PreviewFeed | null = null;
    setRender(id, { recomposed: 0, error: null });
    try {
      await engine.recompose(renderAbort.signal, recipe, mouths, made, blend, {
        onPreviewStart(format) {
          feed = new PreviewFeed(format);
        },
        onPreviewPiece: (piece) => feed?.push(piece),
        onMouths: () => {},
        onProgress: (done) => setRender(id, { recomposed: done }),
      });
      feed = endFeed(feed);
      setRender(id, feed ? { feed, blend } : {});
    } catch (cause) {
      setRender(id, { error: dataOf(cause) });
    } finally {
      setRender(id, { recomposed: null });
      engine.rest();
    }
  };

  const runExport = async (settings: ExportSettings, render: RenderState): Promise<void> => {
    exportAbort = new AbortController();
    const { signal } = exportAbort;
    const { recipe } = render;
    try {
      const sound = settings.sound === 'new' ? recipe.speechFile : recipe.faceFile;
      const { container, badge } = settings;
      const video = await engine.export(
        signal,
        recipe,
        mouths,
        render.made,
        { container, badge, sound, blend: state.blend, software: SOFTWARE },
        (done) => setExport({ done }),
      );
      setExport({ step: 'signing', done: video.pictures });
      const signed = settings.provenance ? await signVideo(signal, video, recipe, settings, SOFTWARE) : null;
      const name = dubbedName(recipe.faceFile.name, container);
      const file = new File([signed?.file ?? video.file], name, { type: `video/${container}` });
      setExport({ status: 'done', result: { file, video, settings, signed } });
      score(file, recipe.faceFile, recipe.faceInfo);
    } catch (cause) {
      const cancelled = signal.aborted;
      setExport({ status: cancelled ? 'cancelled' : 'failed', error: cancelled ? null : dataOf(cause) });
    } finally {
      engine.rest();
    }
  };

  const score = (after: File, source: File, info: { still: boolean; audioTracks: readonly unknown[] }) => {
    scorer?.dispose();
    const mine = new Scorer();
    scorer = mine;
    const missing = info.still ? 'photo' : info.audioTracks.length === 0 ? 'no-sound' : null;
    mine.start(after, missing ? null : source, missing, (next) => {
      if (scorer === mine) set({ score: next });
    });
  };
  const dropResults = () => {
    scorer?.dispose();
    scorer = null;
    return { exporting: null, score: null };
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
      if (busy()) return;
      const speech = newSpeech(file, made);
      set({ speech });
      void readSpeech(speech);
    },
    retryFace() {
      if (state.face) faces.start(state.face.file);
    },
    retrySpeech() {
      if (!state.speech) return;
      const speech = newSpeech(state.speech.file, state.speech.made);
      set({ speech });
      void readSpeech(speech);
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
      const render = newRender(recipe, state.blend);
      set({ render, ...dropResults() });
      void runRender(render);
    },
    stop() {
      const { render } = state;
      if (render?.status !== 'working') return;
      setRender(render.id, { status: 'stopping' });
      if (render.step !== 'drawing') {
        renderAbort.abort();
        return;
      }
      const abort = renderAbort;
      void engine.stop().catch(() => undefined);
      setTimeout(() => {
        if (state.render?.id === render.id && state.render.status === 'stopping') abort.abort();
      }, STOP_PATIENCE_MS);
    },
    recompose() {
      const { render } = state;
      if (render?.plan && render.made > 0 && !busy()) void runRecompose(render, state.blend);
    },
    export(settings) {
      const { render } = state;
      if (!render?.plan || render.made === 0 || busy()) return;
      const exporting: ExportState = {
        status: 'working',
        step: 'composing',
        done: 0,
        total: render.made,
        result: null,
        error: null,
      };
      set({ ...dropResults(), exporting });
      void runExport(settings, render);
    },
    cancelExport: () => exportAbort.abort(),
    cancelScore: () => scorer?.cancel(),
    dispose() {
      speechAbort.abort();
      renderAbort.abort();
      exportAbort.abort();
      scorer?.dispose();
      faces.dispose();
      engine.dispose();
    },
  };
}

function newSpeech(file: File, made: SpeechState['made']): SpeechState {
  return {
    id: crypto.randomUUID(),
    file,
    made,
    status: 'opening',
    info: null,
    heard: null,
    error: null,
  };
}

function newRender(recipe: RenderState['recipe'], blend: BlendOptions): RenderState {
  return {
    id: crypto.randomUUID(),
    status: 'working',
    step: 'model',
    recipe,
    runtime: null,
    plan: null,
    made: 0,
    madeS: 0,
    msPerPicture: 0,
    remainingS: null,
    feed: null,
    blend,
    recomposed: null,
    error: null,
  };
}

/** TypeScript does not see that a callback has set it. */
function endFeed(feed: PreviewFeed | null): PreviewFeed | null {
  feed?.end();
  return feed;
}

/** Null until something is known of it. */
function speechDurationS(speech: SpeechState | null): number | null {
  if (!speech || speech.status === 'failed') return null;
  return speech.heard?.durationS ?? speech.info?.durationS ?? null;
}

function madeS(made: number, { pictures, durationS }: { pictures: number; durationS: number }): number {
  return pictures > 0 ? (made / pictures) * durationS : 0;
}

function remaining(done: number, total: number, startedMs: number): number | null {
  if (done < ESTIMATE_FROM) return null;
  return (((performance.now() - startedMs) / 1000) * (total - done)) / done;
}

function dataOf(cause: unknown): ErrorData {
  return LipslateError.from(cause).toData();
}
