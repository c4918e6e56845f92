/** Stored models and imports under way: one file is imported at a time, and React reads snapshots. */
import type * as Comlink from 'comlink';
import { type ErrorData, LipslateError } from '../../core/errors';
import { freeBytes } from '../../workers/lib/opfs/storage-error';
import type { ImportProgress, ModelInfo, ModelsWorkerApi } from '../../workers/models/contract';
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
  /** Reads the list anew: another tab may have changed it. A failure ends up in `listError`. */
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
  return new Models();
}

class Models implements ModelsStore {
  // Cancelling an import ends its worker: what else goes on must not end with it.
  readonly #importer = newModelsBridge(IDLE_MS);
  readonly #shelf = newModelsBridge(IDLE_MS);
  readonly #store = createStore<ModelsState>({
    models: null,
    listError: null,
    imports: [],
    added: null,
    freeBytes: null,
    persisted: false,
  });
  readonly #queue = new JobQueue<ModelImport>(
    { get: () => this.get().imports, set: (imports) => this.#store.set({ imports }) },
    (item, signal, update) => this.#import(item, signal, update),
  );
  /** Tells other tabs of what changed here. */
  readonly #others = new BroadcastChannel('lipslate-models');
  readonly get = this.#store.get;
  readonly subscribe = this.#store.subscribe;

  constructor() {
    this.#others.addEventListener('message', () => void this.refresh());
  }

  async refresh(): Promise<void> {
    try {
      const models = (await isEmpty()) ? [] : await this.#onShelf((api) => api.list());
      const persisted = (await navigator.storage.persisted?.()) ?? false;
      this.#store.set({ models, listError: null, freeBytes: await freeBytes(), persisted });
    } catch (cause) {
      this.#store.set({ models: this.get().models ?? [], listError: LipslateError.from(cause).toData() });
    }
  }

  add(files: Iterable<File>): void {
    this.#store.set({ added: null });
    this.#queue.add(Array.from(files, newImport));
  }

  cancel(id: string): void {
    this.#queue.cancel(id);
  }

  retry(id: string): void {
    const item = this.#queue.find(id);
    if (item) this.#queue.put({ ...newImport(item.file), id });
  }

  dismiss(id: string): void {
    this.#queue.remove(id);
  }

  async acceptLicence(id: string): Promise<void> {
    try {
      await this.#onShelf((api) => api.acceptLicence(id));
    } finally {
      await this.#changed();
    }
  }

  async remove(id: string): Promise<void> {
    await this.#onShelf((api) => api.remove(id));
    if (this.get().added?.modelId === id) this.#store.set({ added: null });
    await this.#changed();
  }

  async #import(
    { id, file }: ModelImport,
    signal: AbortSignal,
    update: (change: Partial<ModelImport>) => void,
  ): Promise<Partial<ModelImport>> {
    if (!this.get().models) await this.refresh();
    const before = new Set(this.get().models?.map((model) => model.id));
    const onProgress = (progress: ImportProgress) => update({ progress });
    this.#importer.renew();
    const model = await this.#importer.call(signal, (api, live) =>
      api.importCheckpoint(file, {}, live(onProgress)),
    );
    await this.#changed();
    // Only a page with something to keep may ask; some browsers ask the visitor, who need not answer.
    void navigator.storage
      .persist?.()
      .catch(() => false)
      .then(() => this.refresh());
    this.#queue.remove(id);
    this.#store.set({ added: { modelId: model.id, again: before.has(model.id) } });
    return {};
  }

  async #changed(): Promise<void> {
    this.#others.postMessage('changed');
    await this.refresh();
  }

  #onShelf<T>(job: (api: Comlink.Remote<ModelsWorkerApi>) => Promise<T>): Promise<T> {
    return this.#shelf.call(new AbortController().signal, job);
  }
}

/** Without any stored model no worker has to be started to find that out. */
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
