/** Stored models and imports under way: one file is imported at a time, and React reads snapshots. */
import * as Comlink from 'comlink';
import { type ErrorData, LipslateError } from '../../core/errors';
import type { ImportProgress, ModelInfo, ModelsWorkerApi } from '../../workers/models/contract';
import ModelsWorker from '../../workers/models/models.worker?worker';
import { WorkerBridge } from './bridge';

/** A file on its way in. It leaves the list when it is stored, or when the visitor dismisses what is wrong with it. */
export interface ModelImport {
  readonly id: string;
  readonly file: File;
  readonly status: 'waiting' | 'working' | 'failed' | 'cancelled';
  readonly progress: ImportProgress | null;
  readonly error: ErrorData | null;
}

export interface ModelsState {
  /** Oldest first; null until they are listed. */
  readonly models: readonly ModelInfo[] | null;
  /** Why they cannot be listed. */
  readonly listError: ErrorData | null;
  readonly imports: readonly ModelImport[];
  /** What the last finished import gave. `again`: this very file was stored before. */
  readonly added: { readonly modelId: string; readonly again: boolean } | null;
  /** What this page may still store; null where the browser does not say. */
  readonly freeBytes: number | null;
  /** The browser keeps what is stored until the visitor clears it. */
  readonly persisted: boolean;
}

export interface ModelsStore {
  get(): ModelsState;
  /** Calls the listener after every change; returns its undo. */
  subscribe(listener: () => void): () => void;
  /** Reads the list anew: another tab may have changed it. Failure is told in `listError`. */
  refresh(): Promise<void>;
  add(files: Iterable<File>): void;
  cancel(importId: string): void;
  retry(importId: string): void;
  dismiss(importId: string): void;
  /** @throws LipslateError `model-missing` */
  acceptLicence(modelId: string): Promise<void>;
  /** @throws LipslateError `model-in-use` */
  remove(modelId: string): Promise<void>;
}

/** A worker without work is let go after this time. */
const IDLE_MS = 10_000;

const newBridge = () => new WorkerBridge<ModelsWorkerApi>((name) => new ModelsWorker({ name }));

export function createModelsStore(): ModelsStore {
  const listeners = new Set<() => void>();
  const aborts = new Map<string, AbortController>();
  // Cancelling an import ends its worker: what else goes on must not end with it.
  const importer = newBridge();
  const shelf = newBridge();
  let running = false;
  let shelfCalls = 0;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  let state: ModelsState = {
    models: null,
    listError: null,
    imports: [],
    added: null,
    freeBytes: null,
    persisted: false,
  };

  const set = (change: Partial<ModelsState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const update = (id: string, change: Partial<ModelImport>) =>
    set({ imports: state.imports.map((item) => (item.id === id ? { ...item, ...change } : item)) });
  const drop = (id: string) => set({ imports: state.imports.filter((item) => item.id !== id) });
  const onShelf = async <T>(job: Parameters<typeof shelf.call<T>>[1]): Promise<T> => {
    clearTimeout(idleTimer);
    shelfCalls += 1;
    try {
      return await shelf.call(new AbortController().signal, job);
    } finally {
      shelfCalls -= 1;
      if (shelfCalls === 0) idleTimer = setTimeout(() => shelf.dispose(), IDLE_MS);
    }
  };

  const refresh = async (): Promise<void> => {
    try {
      const models = (await isEmpty()) ? [] : await onShelf((api) => api.list());
      const { quota, usage } = await navigator.storage.estimate();
      const freeBytes = quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
      set({ models, listError: null, freeBytes, persisted: await navigator.storage.persisted() });
    } catch (cause) {
      set({ models: state.models ?? [], listError: LipslateError.from(cause).toData() });
    }
  };

  const importOne = async ({ id, file }: ModelImport): Promise<void> => {
    const abort = new AbortController();
    aborts.set(id, abort);
    update(id, { status: 'working', progress: null, error: null });
    const before = new Set(state.models?.map((model) => model.id));
    const onProgress = Comlink.proxy((progress: ImportProgress) => {
      if (!abort.signal.aborted) update(id, { progress });
    });
    try {
      const model = await importer.call(abort.signal, (api) => api.importCheckpoint(file, {}, onProgress));
      // Only a page with something to keep may ask; some browsers ask the visitor.
      await navigator.storage.persist().catch(() => false);
      await refresh();
      drop(id);
      set({ added: { modelId: model.id, again: before.has(model.id) } });
    } catch (cause) {
      const cancelled = abort.signal.aborted;
      const error = cancelled ? null : LipslateError.from(cause).toData();
      update(id, { status: cancelled ? 'cancelled' : 'failed', progress: null, error });
    } finally {
      aborts.delete(id);
    }
  };

  const pump = async (): Promise<void> => {
    if (running) return;
    running = true;
    if (!state.models) await refresh();
    const next = () => state.imports.find((item) => item.status === 'waiting');
    for (let item = next(); item; item = next()) await importOne(item);
    running = false;
    importer.dispose();
  };

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    add(files) {
      set({ imports: [...state.imports, ...Array.from(files, newImport)], added: null });
      void pump();
    },
    cancel(id) {
      update(id, { status: 'cancelled', progress: null });
      aborts.get(id)?.abort();
    },
    retry(id) {
      update(id, { status: 'waiting', error: null });
      void pump();
    },
    dismiss: drop,
    async acceptLicence(id) {
      try {
        await onShelf((api) => api.acceptLicence(id));
      } finally {
        await refresh();
      }
    },
    async remove(id) {
      await onShelf((api) => api.remove(id));
      if (state.added?.modelId === id) set({ added: null });
      await refresh();
    },
  };
}

/** Whoever never stored a model needs no worker to be told so. */
async function isEmpty(): Promise<boolean> {
  try {
    await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    return false;
  } catch (cause) {
    return cause instanceof DOMException && cause.name === 'NotFoundError';
  }
}

function newImport(file: File): ModelImport {
  return { id: crypto.randomUUID(), file, status: 'waiting', progress: null, error: null };
}
