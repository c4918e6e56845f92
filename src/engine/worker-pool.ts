/** The workers one check needs, owned together. */
import type { FacesWorkerApi } from '../../workers/faces/contract';
import FacesWorker from '../../workers/faces/faces.worker?worker';
import type { MediaWorkerApi } from '../../workers/media/contract';
import MediaWorker from '../../workers/media/media.worker?worker';
import type { ModelsWorkerApi } from '../../workers/models/contract';
import ModelsWorker from '../../workers/models/models.worker?worker';
import type { SyncWorkerApi } from '../../workers/sync/contract';
import SyncWorker from '../../workers/sync/sync.worker?worker';
import type { SyncnetWorkerApi } from '../../workers/syncnet/contract';
import SyncnetWorker from '../../workers/syncnet/syncnet.worker?worker';
import { WorkerBridge } from './bridge';

/** A decoder and a face finder that work on one time range together. */
export interface Lane {
  videoDecoder: WorkerBridge<MediaWorkerApi>;
  faces: WorkerBridge<FacesWorkerApi>;
}

/** A media worker of its own, for work beside the checks. */
export const newMediaBridge = () => new WorkerBridge<MediaWorkerApi>((name) => new MediaWorker({ name }));
export const newModelsBridge = () => new WorkerBridge<ModelsWorkerApi>((name) => new ModelsWorker({ name }));
const newFaces = () => new WorkerBridge<FacesWorkerApi>((name) => new FacesWorker({ name }));

/** Each lane costs some 150 MB, mostly the face model's wasm heap. */
const MAX_LANES = 4;

export class WorkerPool {
  /** Opens files and decodes sound. */
  readonly audioDecoder = newMediaBridge();
  readonly lanes: readonly Lane[];
  readonly sync = new WorkerBridge<SyncWorkerApi>((name) => new SyncWorker({ name }));
  /** Both start only when a model is stored. */
  readonly models = newModelsBridge();
  readonly syncnet = new WorkerBridge<SyncnetWorkerApi>((name) => new SyncnetWorker({ name }));

  constructor(lanes = Math.max(1, Math.min(MAX_LANES, navigator.hardwareConcurrency || 2))) {
    this.lanes = Array.from({ length: lanes }, () => ({ videoDecoder: newMediaBridge(), faces: newFaces() }));
  }

  /** For a new file, which counts on nothing that a worker knows of the last one. */
  renew(): void {
    for (const bridge of this.#bridges()) bridge.renew();
  }

  /** Ends every worker; the next call on any of them starts it afresh. */
  dispose(): void {
    for (const bridge of this.#bridges()) bridge.dispose();
  }

  #bridges(): { renew(): void; dispose(): void }[] {
    const { audioDecoder, sync, models, syncnet } = this;
    return [
      audioDecoder,
      sync,
      models,
      syncnet,
      ...this.lanes.flatMap(({ videoDecoder, faces }) => [videoDecoder, faces]),
    ];
  }
}
