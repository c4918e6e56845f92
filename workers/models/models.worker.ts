/** The models worker's whole surface: the store over the browser's own file system. */
import { serve } from '../lib/rpc';
import type { ImportProgress, ModelsWorkerApi } from './contract';
import { opfsFolders, webLocks } from './opfs';
import { ModelStore } from './store';

/** The page redraws no faster than it can be looked at. */
const PROGRESS_EVERY_MS = 50;

const store = new ModelStore(opfsFolders, webLocks);

const api: ModelsWorkerApi = {
  importCheckpoint: (file, options, onProgress) => store.importCheckpoint(file, options, thinned(onProgress)),
  list: () => store.list(),
  acceptLicence: (id) => store.acceptLicence(id),
  remove: (id) => store.remove(id),
  open: (id) => store.open(id),
  async close(ticket) {
    store.close(ticket);
  },
};

/** The first and the last of each stage always come through. */
function thinned(onProgress: (progress: ImportProgress) => void): (progress: ImportProgress) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  let lastStage: ImportProgress['stage'] | null = null;
  return (progress) => {
    const nowMs = performance.now();
    const isDone = progress.doneBytes === progress.totalBytes;
    if (progress.stage === lastStage && !isDone && nowMs - lastMs < PROGRESS_EVERY_MS) return;
    lastMs = nowMs;
    lastStage = progress.stage;
    onProgress(progress);
  };
}

serve(api);
