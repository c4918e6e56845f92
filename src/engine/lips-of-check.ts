/** The lips of a file that is checked: those that are known of it, or else watched in lanes; given to the sync worker. */
import * as Comlink from 'comlink';
import type { FaceChunk } from '../../core/lips/types';
import { buffersOf } from '../../workers/faces/contract';
import type { MediaInfo } from '../../workers/media/contract';
import { type CheckProgress, lengthOf } from './check-progress';
import type { EarlyVerdict } from './early-verdict';
import { chunksFor, fits, type KnownLips, type PutAway, putAway, rememberLips, takeOut } from './known-lips';
import { LANES, watchInLane } from './lanes';
import { planPart, planRanges, type TimeRange } from './ranges';
import type { CheckWorkers } from './workers';

/** From here on memory counts more than the two seconds that it takes to start a worker again. */
export const LONG_S = 600;

/** Beside the sound of a film of this length, until it is put away, one lane is all that a tab has room for. */
const ONE_LANE_S = 3600;

interface Watched {
  file: File;
  part: TimeRange | null;
  lips: KnownLips | null;
}

export class LipsOfCheck {
  /** Seconds of picture whose faces are known. */
  knownS = 0;
  readonly #signal: AbortSignal;
  readonly #input: Watched;
  readonly #sync: CheckWorkers['sync'];
  readonly #progress: CheckProgress;
  /** All that was watched. */
  readonly #found: PutAway[] = [];
  /** Lips that the sync worker gets when all are there. */
  #later: PutAway[] = [];
  #handing: Promise<unknown> = Promise.resolve();

  constructor(signal: AbortSignal, input: Watched, sync: CheckWorkers['sync'], progress: CheckProgress) {
    this.#signal = signal;
    this.#input = input;
    this.#sync = sync;
    this.#progress = progress;
  }

  /** Hands over the lips that are known. @returns false when there are none */
  async recall(media: MediaInfo): Promise<boolean> {
    const { lips, part } = this.#input;
    // Known lips are those of the whole file.
    if (!lips || part || !fits(lips, media)) return false;
    try {
      for await (const faces of chunksFor(lips, media)) await this.#handOver(faces);
      return true;
    } catch {
      // What the browser has lost is found once more.
      this.#signal.throwIfAborted();
      await this.#sync.call(this.#signal, (api) => api.reset());
      return false;
    }
  }

  /** @param soundIsAway resolves when the sound takes no memory any more, as far as it is put away at all */
  async watchAll(media: MediaInfo, early: EarlyVerdict | null, soundIsAway: Promise<unknown>): Promise<void> {
    const { file, part } = this.#input;
    const ranges = part ? planPart(part, LANES) : planRanges(media.durationS, LANES);
    const watch = () => this.#watch(media, ranges, early);
    const first = watch();
    const others = async () => {
      if (media.durationS > ONE_LANE_S) await Promise.race([soundIsAway, first]);
      await watch();
    };
    await Promise.all([first, ...Array.from({ length: LANES - 1 }, others)]);
    if (!part) rememberLips(file, media, this.#found);
  }

  /** The sync worker ends: it gets all of them when all are there. First results are over by then, and none is on its way behind this. */
  async holdBack(): Promise<void> {
    await this.#handing;
    this.#later = [...this.#found];
  }

  /** What was kept back while pictures were watched. */
  async handOverRest(): Promise<void> {
    for (const away of this.#later.splice(0)) await this.#handOver(await takeOut(away));
  }

  /** Takes ranges from the list, one at a time, until there are none. */
  async #watch(media: MediaInfo, ranges: TimeRange[], early: EarlyVerdict | null): Promise<void> {
    for (let range = ranges.shift(); range; range = ranges.shift()) {
      const current = range;
      const tell = (doneS: number) => this.#progress.watched(current, doneS);
      const faces = await watchInLane(this.#signal, this.#input.file, media, current, tell);
      tell(media.durationS);
      const away = putAway(faces);
      this.#found.push(away);
      // Lips of hours lie better outside of memory until the lanes have given theirs back.
      if (media.durationS > LONG_S && (early?.isOver ?? true)) this.#later.push(away);
      else await this.#handOver(faces);
      this.knownS += lengthOf(current, media.durationS);
      early?.poke(this.knownS);
    }
  }

  /** Not copied: a long file has tens of megabytes of lips. */
  #handOver(faces: FaceChunk): Promise<void> {
    const handed = this.#sync.call(this.#signal, (api) =>
      api.addFaces(Comlink.transfer(faces, buffersOf(faces))),
    );
    this.#handing = Promise.allSettled([this.#handing, handed]);
    return handed;
  }
}
