/** Stored models and imports under way: one file is imported at a time, and React reads snapshots. */
import * as Comlink from 'comlink';
import { type ErrorData, LipslateError } from '../../core/errors';
import type { ImportProgress, ModelInfo } from '../../workers/models/contract';
import { type Job, JobQueue } from './job-queue';
import { createStore, type ReadableStore } from './store';
import { newModelsBridge } from './workers';

/** A file on its way in. It leaves the list when it is stored, or when the visitor dismisses what is wrong with it. */
export interface ModelImport extends Job {
  readonly file: File;
  readonly progress: ImportProgress | null;
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

export interface ModelsStore extends ReadableStore<ModelsState> {
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

export function createModelsStore(): ModelsStore {
  // Cancelling an import ends its worker: what else goes on must not end with it.
  const importer = newModelsBridge(IDLE_MS);
  const shelf = newModelsBridge(IDLE_MS);
  const never = new AbortController().signal;
  const store = createStore<ModelsState>({
    models: null,
    listError: null,
    imports: [],
    added: null,
    freeBytes: null,
    persisted: false,
  });
  const { get, subscribe, set } = store;

  const refresh = async (): Promise<void> => {
    try {
      const models = (await isEmpty()) ? [] : await shelf.call(never, (api) => api.list());
      const { quota, usage } = await navigator.storage.estimate();
      const freeBytes = quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
      set({ models, listError: null, freeBytes, persisted: await navigator.storage.persisted() });
    } catch (cause) {
      set({ models: get().models ?? [], listError: LipslateError.from(cause).toData() });
    }
  };

  const queue = new JobQueue<ModelImport>(
    { get: () => get().imports, set: (imports) => set({ imports }) },
    async ({ id, file }, signal, update) => {
      if (!get().models) await refresh();
      const before = new Set(get().models?.map((model) => model.id));
      const onProgress = Comlink.proxy((progress: ImportProgress) => update({ progress }));
      importer.renew();
      const model = await importer.call(signal, (api) => api.importCheckpoint(file, {}, onProgress));
      // Only a page with something to keep may ask; some browsers ask the visitor.
      await navigator.storage.persist().catch(() => false);
      await refresh();
      queue.remove(id);
      set({ added: { modelId: model.id, again: before.has(model.id) } });
      return {};
    },
  );

  return {
    get,
    subscribe,
    refresh,
    add(files) {
      set({ added: null });
      queue.add(Array.from(files, newImport));
    },
    cancel: (id) => queue.cancel(id),
    retry(id) {
      const item = queue.find(id);
      if (item) queue.put({ ...newImport(item.file), id });
    },
    dismiss: (id) => queue.remove(id),
    async acceptLicence(id) {
      try {
        await shelf.call(never, (api) => api.acceptLicence(id));
      } finally {
        await refresh();
      }
    },
    async remove(id) {
      await shelf.call(never, (api) => api.remove(id));
      if (get().added?.modelId === id) set({ added: null });
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
