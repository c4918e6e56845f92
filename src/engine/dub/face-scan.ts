/** Finds the faces of a video or photo, range by range, as far as they are needed. */
import * as Comlink from 'comlink';
import { LipslateError } from '../../../core/errors';
import { mergeChunks } from '../../../core/lips/merge';
import type { FaceChunk } from '../../../core/lips/types';
import type { FacesWorkerApi } from '../../../workers/faces/contract';
import FacesWorker from '../../../workers/faces/faces.worker?worker';
import { ALL_FRAMES, type PictureInfo } from '../../../workers/media/contract';
import { WorkerBridge } from '../bridge';
import { restLanes } from '../lanes';
import { type MediaFile, newPictureFile } from './media';
import { type Person, peopleOf } from './people';
import { lengthOf } from './picture-length';
import { appearancesOf, knownAgain } from './who';

export interface Faces {
  people: Person[];
  timesS: Float64Array;
  /** Up to where the picture was looked at; the duration once that is all of it. */
  lookedS: number;
}

/** Short ranges show something soon, long ones waste less time on decoding from the key frame before. */
const RANGES_S = [4, 8, 15, 30] as const;
const LEAST_RANGE_S = 2;

const WEBGL_TRIES = 5;
const WEBGL_WAIT_MS = 300;

/** Looks at one file. It can be asked to look further, and never looks twice. */
export class FaceScan {
  readonly file: File;
  readonly fromS: number;
  readonly #videoDecoder: MediaFile<PictureInfo> = newPictureFile();
  readonly #faces = new WorkerBridge<FacesWorkerApi>((name) => new FacesWorker({ name }));
  #chunks: FaceChunk[] = [];

  /** @param fromS where looking begins */
  constructor(file: File, fromS = 0) {
    this.file = file;
    this.fromS = fromS;
  }

  open(signal: AbortSignal): Promise<PictureInfo> {
    return this.#videoDecoder.open(signal, this.file);
  }

  get lookedS(): number {
    return this.#chunks.at(-1)?.endS ?? this.fromS;
  }

  /**
   * Looks until `untilS`, and beyond to the end of the range it is in.
   * @param onFaces called after each range
   * @throws LipslateError
   */
  async look(
    signal: AbortSignal,
    info: PictureInfo,
    untilS: number,
    onProgress: (lookedS: number) => void,
    onFaces: (faces: Faces) => void,
  ): Promise<void> {
    const endS = lengthOf(info);
    while (this.lookedS < Math.min(untilS, endS)) {
      const startS = this.lookedS;
      const longestS = RANGES_S[Math.min(this.#chunks.length, RANGES_S.length - 1)]!;
      const lengthS = Math.min(longestS, Math.max(LEAST_RANGE_S, untilS - startS));
      const isLast = startS + lengthS * 1.25 >= endS;
      const range = { startS, endS: isLast ? Number.POSITIVE_INFINITY : startS + lengthS, outlines: true };
      await this.open(signal);
      await this.#loadFaces(signal);
      const report = ({ doneS }: { doneS: number }) => onProgress(Math.min(doneS, endS));
      const chunk = await this.#videoDecoder.frames(signal, { ...range, maxFps: ALL_FRAMES }, (port) =>
        this.#faces.call(signal, (api, live) =>
          api.analyse(Comlink.transfer(port, [port]), range, live(report)),
        ),
      );
      this.#chunks.push(chunk);
      onFaces(this.#facesOf(info));
    }
  }

  /** The workers are let go; looking further starts them anew. */
  rest(): void {
    this.#videoDecoder.dispose();
    this.#faces.dispose();
  }

  /** WebKitGTK gives WebGL to one thread of a page: a check may have left it with a lane, which takes a moment to end. */
  async #loadFaces(signal: AbortSignal): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        return await this.#faces.call(signal, (api) => api.load());
      } catch (cause) {
        if (LipslateError.from(cause).code !== 'webgl-missing' || !restLanes() || tries === WEBGL_TRIES)
          throw cause;
        await new Promise((resolve) => setTimeout(resolve, WEBGL_WAIT_MS));
      }
    }
  }

  #facesOf(info: PictureInfo): Faces {
    const { tracks, cutsS, frameTimesS } = mergeChunks(this.#chunks);
    const lookedS = Math.min(this.lookedS, lengthOf(info));
    // Merging leaves out what was seen in a few pictures only; of a photo, or a blink of a video, there are no more.
    const brief = frameTimesS.length < 12;
    const seen = brief ? this.#chunks.flatMap((chunk) => chunk.tracks) : tracks;
    const thumbnails = new Map(seen.map(({ thumbnail }, n) => [n + 1, thumbnail]));
    // `look` asks for outlines. Each range that was looked at counts its tracks from 1.
    const outlined = seen.map((track, n) => ({
      ...track,
      id: n + 1,
      outlines: track.outlines!,
      lowerFaces: track.lowerFaces!,
    }));
    const people = knownAgain(appearancesOf(peopleOf(outlined, cutsS), thumbnails));
    return { people, timesS: frameTimesS, lookedS };
  }
}
