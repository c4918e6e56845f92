/** The worker test page: the real workers, driven from Playwright through `window.harness`. Never part of the site. */
import * as Comlink from 'comlink';
import { concatFloat32 } from '../../core/concat';
import type { FaceChunk } from '../../core/lips/types';
import type { DubWorkerApi } from '../../workers/dub/contract';
import DubWorker from '../../workers/dub/dub.worker?worker';
import type { FaceRange, FacesWorkerApi } from '../../workers/faces/contract';
import FacesWorker from '../../workers/faces/faces.worker?worker';
import * as parts from '../../workers/lib/opfs/part-file';
import { installErrorTransfer } from '../../workers/lib/rpc';
import type { FrameMessage, FrameRange, MediaWorkerApi, SoundMessage } from '../../workers/media/contract';
import MediaWorker from '../../workers/media/media.worker?worker';
import type { ModelsWorkerApi } from '../../workers/models/contract';
import ModelsWorker from '../../workers/models/models.worker?worker';
import type { ProvenanceWorkerApi } from '../../workers/provenance/contract';
import ProvenanceWorker from '../../workers/provenance/provenance.worker?worker';
import type { RewriteWorkerApi } from '../../workers/rewrite/contract';
import RewriteWorker from '../../workers/rewrite/rewrite.worker?worker';
import type { SoundWorkerApi } from '../../workers/sound/contract';
import SoundWorker from '../../workers/sound/sound.worker?worker';
import type { SyncWorkerApi } from '../../workers/sync/contract';
import SyncWorker from '../../workers/sync/sync.worker?worker';
import * as dubbing from './dubbing';
import type { DubbingApi } from './dubbing.worker';
import DubbingWorker from './dubbing.worker?worker';
import * as exporting from './exporting';
import type { FfmpegApi } from './ffmpeg.worker';
import FfmpegWorker from './ffmpeg.worker?worker';
import type { NetworksApi } from './networks.worker';
import NetworksWorker from './networks.worker?worker';
import * as sessions from './sessions';
import type { TowersApi } from './towers.worker';
import TowersWorker from './towers.worker?worker';

installErrorTransfer();

/** Workers started so far, so that `close` ends them all. */
const started: Worker[] = [];

function wrap<Api>(worker: Worker): Comlink.Remote<Api> {
  started.push(worker);
  return Comlink.wrap<Api>(worker);
}

/** One decoded frame as a test sees it. */
export interface SeenFrame {
  ptsS: number;
  width: number;
  height: number;
  rotation: number;
}

export const harness = {
  Comlink,
  /** Each call starts a fresh worker. */
  media: () => wrap<MediaWorkerApi>(new MediaWorker()),
  faces: () => wrap<FacesWorkerApi>(new FacesWorker()),
  sync: () => wrap<SyncWorkerApi>(new SyncWorker()),
  networks: () => wrap<NetworksApi>(new NetworksWorker()),
  towers: () => wrap<TowersApi>(new TowersWorker()),
  dub: () => wrap<DubWorkerApi>(new DubWorker()),
  /** The dub worker's engine with the tests' weights. */
  dubbing: () => wrap<DubbingApi>(new DubbingWorker()),
  models: () => wrap<ModelsWorkerApi>(new ModelsWorker()),
  rewrite: () => wrap<RewriteWorkerApi>(new RewriteWorker()),
  soundWorker: () => wrap<SoundWorkerApi>(new SoundWorker()),
  /** Jobs for ffmpeg itself. */
  ffmpeg: () => wrap<FfmpegApi>(new FfmpegWorker()),
  parts,
  provenance: () => wrap<ProvenanceWorkerApi>(new ProvenanceWorker()),
  /** The file chosen last in the page's file input (Playwright: `page.setInputFiles('#files', path)`). */
  file(index = 0): File {
    const file = document.querySelector<HTMLInputElement>('#files')?.files?.[index];
    if (!file) throw new Error('Choose a file first: page.setInputFiles("#files", path)');
    return file;
  },
  /** Streams one range and takes every frame, `credit` at a time. */
  async frames(media: Comlink.Remote<MediaWorkerApi>, range: FrameRange, credit = 4): Promise<SeenFrame[]> {
    const seen: SeenFrame[] = [];
    await harness.eachFrame(
      media,
      range,
      ({ ptsS, frame, rotation }) => {
        seen.push({ ptsS, width: frame.displayWidth, height: frame.displayHeight, rotation });
      },
      credit,
    );
    return seen;
  },
  /** Streams one range; `take` is awaited for every frame, which is closed afterwards. */
  async eachFrame(
    media: Comlink.Remote<MediaWorkerApi>,
    range: FrameRange,
    take: (message: Extract<FrameMessage, { type: 'frame' }>) => void | Promise<void>,
    credit = 4,
  ): Promise<void> {
    const { near, far } = channel();
    let work = Promise.resolve();
    const done = listen<FrameMessage>(near, (message) => {
      if (message.type !== 'frame') return;
      work = work.then(async () => {
        await take(message);
        message.frame.close();
        near.postMessage({ type: 'credit', count: 1 });
      });
    });
    const sent = media.streamFrames(range, Comlink.transfer(far, [far]));
    near.postMessage({ type: 'credit', count: credit });
    await Promise.all([sent, done]);
    await work;
  },
  /** RGBA of a frame as it is shown, its own rotation not applied. */
  async rgba(frame: VideoFrame): Promise<{ data: Uint8Array; width: number; height: number }> {
    const { width, height } = frame.visibleRect!;
    const data = new Uint8Array(width * height * 4);
    await frame.copyTo(data, { format: 'RGBA', layout: [{ offset: 0, stride: width * 4 }] });
    return { data, width, height };
  },
  /** Streams a whole sound track as 16 kHz mono. `startS` is the presentation time of the first sample. */
  async sound(media: Comlink.Remote<MediaWorkerApi>, audioIndex = 0, credit = 4) {
    const chunks: Float32Array[] = [];
    let startS: number | null = null;
    const { near, far } = channel();
    const done = listen<SoundMessage>(near, (message) => {
      if (message.type !== 'sound') return;
      startS ??= message.startS;
      chunks.push(message.samples);
      near.postMessage({ type: 'credit', count: 1 });
    });
    const sent = media.streamSound(audioIndex, Comlink.transfer(far, [far]));
    near.postMessage({ type: 'credit', count: credit });
    await Promise.all([sent, done]);
    return { startS: startS ?? 0, samples: concatFloat32(chunks) };
  },
  /** Sends the frames of one range from a media worker to a faces worker, as the page does. */
  async faceChunk(
    media: Comlink.Remote<MediaWorkerApi>,
    faces: Comlink.Remote<FacesWorkerApi>,
    range: FaceRange,
  ): Promise<FaceChunk> {
    const { near, far } = channel();
    const [, chunk] = await Promise.all([
      media.streamFrames(
        { startS: range.startS, endS: range.endS, maxFps: 30 },
        Comlink.transfer(near, [near]),
      ),
      faces.analyse(
        Comlink.transfer(far, [far]),
        range,
        Comlink.proxy(() => {}),
      ),
    ]);
    return chunk;
  },
  /** Dubbings as the page runs them. */
  dubs: dubbing,
  sessions,
  exports: exporting,
  /** What an error carries over the worker border. */
  async errorOf(job: Promise<unknown>): Promise<{ code: string; message: string; hint: string } | null> {
    try {
      await job;
      return null;
    } catch (error) {
      const { code, message, hint } = error as { code: string; message: string; hint: string };
      return { code, message, hint };
    }
  },
  closeAll(): void {
    for (const worker of started.splice(0)) worker.terminate();
  },
};

function channel(): { near: MessagePort; far: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  return { near: port1, far: port2 };
}

/** Resolves at 'end', rejects at 'error'; every message is seen by `take`. */
function listen<M extends FrameMessage | SoundMessage>(
  port: MessagePort,
  take: (message: M) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    port.onmessage = (event: MessageEvent<M>) => {
      const message = event.data;
      take(message);
      if (message.type === 'end') resolve();
      if (message.type === 'error') reject(Object.assign(new Error(message.error.message), message.error));
    };
  });
}

declare global {
  interface Window {
    harness: typeof harness;
  }
}
window.harness = harness;
