/** Windows of lips against the sound around them: the original's distances, and rows of the lag map. */

import { EMBEDDING_SIZE } from '../../core/onnx/syncnet';
import {
  confidenceError,
  frameConfidence,
  pairDistances,
  SYNCNET_FPS,
  syncnetResult,
  VSHIFT,
  WINDOW_FRAMES,
} from '../../core/sync/syncnet';
import { syncnetLagMap } from '../../core/sync/syncnet-lags';
import type { LagMap } from '../../core/sync/types';
import type { SyncnetFigures } from './contract';
import type { PlannedTrack } from './plan';
import type { SoundMemory } from './towers';

/** Windows compared at once: the sound around them is computed once for all. */
const FLUSH_WINDOWS = 50;
/** The estimator asks windows for a vote, and 200 ms of lips have none: rows of a second are averaged. */
const VOTE_S = 1;
/** The original searches this far; the map must not be narrower. */
const LEAST_REACH_S = (VSHIFT + 1) / SYNCNET_FPS;

export class TrackComparison {
  readonly track: PlannedTrack;
  readonly #sound: SoundMemory;
  readonly #reachMs: number;
  #starts: number[] = [];
  #lips: Float32Array[] = [];
  readonly #doneStarts: number[] = [];
  readonly #distances: Float32Array[] = [];
  readonly #votes = new Map<number, Vote>();
  #lagsMs: Float32Array = new Float32Array(0);

  constructor(track: PlannedTrack, sound: SoundMemory, searchS: number) {
    this.track = track;
    this.#sound = sound;
    this.#reachMs = 1000 * Math.max(searchS, LEAST_REACH_S);
  }

  /** @param start number of the window's first picture @param lips Float32Array [1024] */
  async add(start: number, lips: Float32Array): Promise<void> {
    this.#starts.push(start);
    this.#lips.push(lips);
    if (this.#starts.length >= FLUSH_WINDOWS) await this.flush();
  }

  /** Compares what has been added; call at the end of every run. */
  async flush(): Promise<void> {
    const pictures = this.#starts;
    if (pictures.length === 0) return;
    const lips = new Float32Array(pictures.length * EMBEDDING_SIZE);
    this.#lips.forEach((embedding, i) => {
      lips.set(embedding, i * EMBEDDING_SIZE);
    });
    this.#starts = [];
    this.#lips = [];
    const reach = Math.max(VSHIFT, Math.ceil((this.#reachMs / 1000) * SYNCNET_FPS));
    const from = Math.max(0, pictures[0]! - reach);
    const to = Math.min(this.#sound.count, pictures.at(-1)! + reach + 1);
    if (to <= from) return;
    const sound = await this.#sound.range(from, to);
    this.#doneStarts.push(...pictures);
    this.#distances.push(this.#originalDistances(pictures, lips, sound, from));
    const map = syncnetLagMap(
      { pictures, embeddings: lips },
      { firstColumn: 4 * from, stepColumns: 4, embeddings: sound },
      { trackId: this.track.id, reachMs: this.#reachMs, size: EMBEDDING_SIZE },
    );
    this.#lagsMs = map.lagsMs;
    for (const [i, timeS] of map.timesS.entries()) {
      const row = map.score.subarray(i * map.lagsMs.length, (i + 1) * map.lagsMs.length);
      const key = Math.floor(timeS / VOTE_S);
      const vote = this.#votes.get(key) ?? new Vote(row.length);
      vote.add(timeS, row);
      this.#votes.set(key, vote);
    }
  }

  /** null when no window could be compared. */
  figures(): SyncnetFigures | null {
    if (this.#doneStarts.length === 0) return null;
    const width = 2 * VSHIFT + 1;
    const distances = new Float32Array(this.#doneStarts.length * width);
    let at = 0;
    for (const part of this.#distances) {
      distances.set(part, at);
      at += part.length;
    }
    const result = syncnetResult(distances, VSHIFT);
    const step = this.#doneStarts.length > 1 ? this.#doneStarts[1]! - this.#doneStarts[0]! : 1;
    return {
      trackId: this.track.id,
      offsetFrames: result.offsetFrames,
      minDist: result.minDist,
      confidence: result.confidence,
      confidenceError: confidenceError(distances, result, WINDOW_FRAMES / step),
      curve: result.curve,
      windows: this.#doneStarts.length,
      windowsInFull: this.track.windowsInFull,
      windowTimesS: Float64Array.from(
        this.#doneStarts,
        (start) => (start + (WINDOW_FRAMES - 1) / 2) / SYNCNET_FPS,
      ),
      windowConfidence: frameConfidence(distances, result),
    };
  }

  lagMap(): LagMap | null {
    const votes = [...this.#votes.entries()].sort(([a], [b]) => a - b).map(([, vote]) => vote);
    if (votes.length === 0) return null;
    const width = this.#lagsMs.length;
    const score = new Float32Array(votes.length * width);
    votes.forEach((vote, i) => {
      score.set(vote.mean(), i * width);
    });
    return {
      trackId: this.track.id,
      timesS: Float64Array.from(votes, (vote) => vote.timeS),
      lagsMs: this.#lagsMs,
      score,
      higherIsBetter: false,
      weight: new Float32Array(votes.length).fill(1),
      windowS: VOTE_S,
    };
  }

  /** As the original: beyond the windows of this face the sound's embedding is zero. */
  #originalDistances(pictures: number[], lips: Float32Array, sound: Float32Array, from: number) {
    const { first, windowsInFull } = this.track;
    const begin = Math.max(from, first);
    const end = Math.min(from + sound.length / EMBEDDING_SIZE, first + windowsInFull);
    const own = sound.subarray(
      (begin - from) * EMBEDDING_SIZE,
      (Math.max(begin, end) - from) * EMBEDDING_SIZE,
    );
    return pairDistances(
      lips,
      own,
      VSHIFT,
      EMBEDDING_SIZE,
      pictures.map((picture) => picture - begin),
    );
  }
}

/** The mean of the rows of one second; lags that some rows do not know are the mean of those that do. */
class Vote {
  readonly #sum: Float64Array;
  readonly #count: Uint32Array;
  #timesS = 0;
  #rows = 0;

  constructor(width: number) {
    this.#sum = new Float64Array(width);
    this.#count = new Uint32Array(width);
  }

  add(timeS: number, row: Float32Array): void {
    this.#timesS += timeS;
    this.#rows += 1;
    for (let l = 0; l < row.length; l++) {
      if (Number.isNaN(row[l]!)) continue;
      this.#sum[l]! += row[l]!;
      this.#count[l]! += 1;
    }
  }

  get timeS(): number {
    return this.#timesS / this.#rows;
  }

  mean(): Float32Array {
    return Float32Array.from(this.#sum, (sum, l) => sum / this.#count[l]!);
  }
}
