/**
 * The lanes in which pictures are watched. The page has as many as the machine has cores, up to four, and whatever
 * watches pictures (checks, checks of copies, checks of dubs) takes turns with them, one time range at a time.
 */
import { LipslateError } from '../../core/errors';
import type { FaceChunk } from '../../core/lips/types';
import type { MediaInfo } from '../../workers/media/contract';
import { CHECK_IDLE_MS } from './idle';
import { LeasePool } from './lease-pool';
import type { TimeRange } from './ranges';
import { streamBetween } from './stream-between';
import { newFacesBridge, newMediaBridge } from './workers';

/** Each lane costs some 150 MB, mostly the face model's wasm heap. */
const MAX_LANES = 4;

/** More frames per second than this add cost, not accuracy: lips move below 10 Hz. */
const MAX_FPS = 30;

/** A decoder and a face finder that work on one time range together. */
class Lane {
  readonly #videoDecoder = newMediaBridge(CHECK_IDLE_MS);
  readonly #faces = newFacesBridge(CHECK_IDLE_MS);
  /** Weak: a lane whose workers have ended must not keep the last file that they had open. */
  #opened: { file: WeakRef<File>; generation: number } | null = null;
  #hasWorked = false;

  /** Faces were looked for in it. */
  get hasWorked(): boolean {
    return this.#hasWorked;
  }

  hasOpen(file: File): boolean {
    const opened = this.#opened;
    return opened?.file.deref() === file && opened.generation === this.#videoDecoder.generation;
  }

  /**
   * Finds the faces of one range.
   * @param onProgress PTS up to which frames were looked at
   * @throws LipslateError; then both workers have ended
   */
  async watch(
    signal: AbortSignal,
    file: File,
    media: MediaInfo,
    range: TimeRange,
    onProgress: (doneS: number) => void,
  ): Promise<FaceChunk> {
    const release = [this.#videoDecoder.hold(), this.#faces.hold()];
    try {
      await this.#prepare(signal, file, media);
      const frames = { ...range, maxFps: MAX_FPS };
      const report = (progress: { doneS: number }) => onProgress(progress.doneS);
      const [, chunk] = await streamBetween(
        (port) => this.#videoDecoder.call(signal, (api) => api.streamFrames(frames, port)),
        (port) => this.#faces.call(signal, (api, live) => api.analyse(port, range, live(report))),
      );
      this.#hasWorked = true;
      return chunk;
    } catch (cause) {
      // The other one may still hang on its port.
      this.dispose();
      throw LipslateError.from(cause);
    } finally {
      for (const letGo of release) letGo();
    }
  }

  dispose(): void {
    this.#opened = null;
    this.#videoDecoder.dispose();
    this.#faces.dispose();
  }

  /** Nothing is counted on that a worker which died meanwhile may have known. */
  async #prepare(signal: AbortSignal, file: File, { joinsS }: MediaInfo): Promise<void> {
    this.#videoDecoder.renew();
    this.#faces.renew();
    const open = async () => {
      if (this.hasOpen(file)) return;
      this.#opened = null;
      await this.#videoDecoder.call(signal, (api) => api.openPicture(file, joinsS === null));
      this.#opened = { file: new WeakRef(file), generation: this.#videoDecoder.generation };
    };
    await Promise.all([open(), this.#faces.call(signal, (api) => api.load())]);
  }
}

const lanes = new LeasePool(
  Array.from(
    { length: Math.max(1, Math.min(MAX_LANES, navigator.hardwareConcurrency || 2)) },
    () => new Lane(),
  ),
);

/** How many ranges of one file are watched at a time when nothing else is under way. */
export const LANES = lanes.size;

/**
 * Watches one range as soon as a lane is free; one that has this file open comes first.
 * @param media what another worker has said of the file
 * @throws LipslateError
 */
export async function watchInLane(
  signal: AbortSignal,
  file: File,
  media: MediaInfo,
  range: TimeRange,
  onProgress: (doneS: number) => void,
): Promise<FaceChunk> {
  for (;;) {
    const lease = await lanes.acquire(signal, (lane) => lane.hasOpen(file));
    try {
      return await lease.item.watch(signal, file, media, range, onProgress);
    } catch (cause) {
      // WebKitGTK gives WebGL to one thread of a page: what the first lane has the others do not get.
      const isMissing = LipslateError.from(cause).code === 'webgl-missing';
      if (!isMissing || !lease.retire((lane) => !lane.hasWorked)) throw cause;
    } finally {
      lease.release();
    }
  }
}

/** Ends the workers of all free lanes, for others who need what these hold. @returns whether there are any */
export function restLanes(): boolean {
  for (const lane of lanes.free) lane.dispose();
  return lanes.free.length > 0;
}

/** Ends the workers of the free lanes that have this file open: it was given up, or their memory is wanted. */
export function leaveLanes(file: File): void {
  for (const lane of lanes.free) if (lane.hasOpen(file)) lane.dispose();
}
