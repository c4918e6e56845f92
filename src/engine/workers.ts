/** How each worker is started, and those that one check at a time has to itself. */
import type { FacesWorkerApi } from '../../workers/faces/contract';
import FacesWorker from '../../workers/faces/faces.worker?worker';
import type { MediaWorkerApi } from '../../workers/media/contract';
import MediaWorker from '../../workers/media/media.worker?worker';
import type { ModelsWorkerApi } from '../../workers/models/contract';
import ModelsWorker from '../../workers/models/models.worker?worker';
import type { SoundWorkerApi } from '../../workers/sound/contract';
import SoundWorker from '../../workers/sound/sound.worker?worker';
import type { SyncWorkerApi } from '../../workers/sync/contract';
import SyncWorker from '../../workers/sync/sync.worker?worker';
import type { SyncnetWorkerApi } from '../../workers/syncnet/contract';
import SyncnetWorker from '../../workers/syncnet/syncnet.worker?worker';
import { WorkerBridge } from './bridge';
import { CHECK_IDLE_MS } from './idle';

/** A media worker of its own, for work beside the checks. */
export const newMediaBridge = (idleMs?: number) =>
  new WorkerBridge<MediaWorkerApi>((name) => new MediaWorker({ name }), idleMs);
export const newModelsBridge = (idleMs?: number) =>
  new WorkerBridge<ModelsWorkerApi>((name) => new ModelsWorker({ name }), idleMs);
export const newFacesBridge = (idleMs?: number) =>
  new WorkerBridge<FacesWorkerApi>((name) => new FacesWorker({ name }), idleMs);
export const newSoundBridge = () => new WorkerBridge<SoundWorkerApi>((name) => new SoundWorker({ name }));

/** What checks that follow each other use; pictures are watched in lanes, which all checks share (lanes.ts). */
export class CheckWorkers {
  /** Opens files and decodes sound. */
  readonly audioDecoder = newMediaBridge(CHECK_IDLE_MS);
  /** Keeps the features of the last file, for measuring it again. */
  readonly sync = new WorkerBridge<SyncWorkerApi>((name) => new SyncWorker({ name }), CHECK_IDLE_MS);
  /** Both start only when a model is stored. */
  readonly models = newModelsBridge();
  readonly syncnet = new WorkerBridge<SyncnetWorkerApi>((name) => new SyncnetWorker({ name }));

  /** For a new file, which counts on nothing that a worker knows of the last one. */
  renew(): void {
    for (const bridge of this.#bridges()) bridge.renew();
  }

  /** None of them ends for idleness until the returned function is called. */
  hold(): () => void {
    const holds = this.#bridges().map((bridge) => bridge.hold());
    return () => {
      for (const letGo of holds) letGo();
    };
  }

  /** Ends every worker; the next call on any of them starts it afresh. */
  dispose(): void {
    for (const bridge of this.#bridges()) bridge.dispose();
  }

  #bridges(): { renew(): void; hold(): () => void; dispose(): void }[] {
    const { audioDecoder, sync, models, syncnet } = this;
    return [audioDecoder, sync, models, syncnet];
  }
}
