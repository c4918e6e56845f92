/** The clusters of a Matroska file, one after the other: blocks at other times, and a new sound woven in between them. */
import type { Read } from '../../container/read';
import type { EncodedSound } from '../encoded-sound';
import { type Entry, readCluster, soundEntry, writeCluster } from './cluster';

export interface MatroskaPlan {
  /** Added to the times of everything, ms; >= 0. */
  delayMs: number;
  /** Track numbers and what is added to their times besides, ms. */
  shiftsMs: Map<number, number>;
  /** Another sound in the place of a track's; or, with a `model`, as a track of its own, in front of the other sounds. */
  sound: { track: number; model?: number; encoded: EncodedSound; read: Read } | null;
}

/** Sound is woven in between the picture; where there is none for so long, it gets a cluster of its own. */
const OWN_CLUSTER_MS = 5000;

export class Clusters {
  scaleNs = 1_000_000;
  /** Where the moved or new sound ends, in ticks. */
  soundEnd = 0;
  readonly #plan: MatroskaPlan;
  #packet = 0;
  #packetByte = 0;

  constructor(plan: MatroskaPlan) {
    this.#plan = plan;
  }

  ticks(ms: number): number {
    return Math.round((ms * 1e6) / this.scaleNs);
  }

  /** @returns clusters to write; the last of them is the one that came in */
  async rewrite(content: Uint8Array): Promise<Uint8Array[]> {
    const { sound, delayMs, shiftsMs } = this.#plan;
    const { time: oldTime, entries } = readCluster(content);
    const time = oldTime + this.ticks(delayMs);
    const kept: Entry[] = [];
    for (const entry of entries) {
      if (entry.track !== null && entry.track === sound?.track) continue;
      const shiftMs = entry.track === null ? undefined : shiftsMs.get(entry.track);
      const moved = entry.time + this.ticks(delayMs) + this.ticks(shiftMs ?? 0);
      if (shiftMs !== undefined) this.soundEnd = Math.max(this.soundEnd, moved);
      // Before the start of the file no time can be written.
      if (moved >= 0) kept.push({ ...entry, time: moved });
    }
    if (sound === null) return [writeCluster(time, kept)];
    const before = await this.#ownClusters(time - this.ticks(OWN_CLUSTER_MS));
    const last = kept.reduce((latest, entry) => Math.max(latest, entry.time), time);
    const fresh = await this.#packetsBefore(last);
    return [...before, writeCluster(time, woven(kept, fresh))];
  }

  /** What is left of the new sound when the picture has ended. */
  rest(): Promise<Uint8Array[]> {
    return this.#ownClusters(Number.POSITIVE_INFINITY);
  }

  async #ownClusters(until: number): Promise<Uint8Array[]> {
    const clusters: Uint8Array[] = [];
    const length = this.ticks(OWN_CLUSTER_MS);
    for (let time = this.#nextTime(); time < until; time = this.#nextTime())
      clusters.push(writeCluster(time, await this.#packetsBefore(Math.min(until, time + length))));
    return clusters;
  }

  #nextTime(): number {
    const encoded = this.#plan.sound?.encoded;
    if (encoded === undefined || this.#packet >= encoded.packetSizes.length) return Number.POSITIVE_INFINITY;
    const seconds = encoded.startS + (this.#packet * encoded.packetSamples) / encoded.rateHz;
    return Math.round((seconds * 1e9) / this.scaleNs);
  }

  async #packetsBefore(until: number): Promise<Entry[]> {
    const { sound } = this.#plan;
    if (sound === null) return [];
    const times: number[] = [];
    const sizes: number[] = [];
    for (let time = this.#nextTime(); time < until; time = this.#nextTime()) {
      times.push(time);
      sizes.push(sound.encoded.packetSizes[this.#packet] as number);
      this.#packet += 1;
      this.soundEnd = time + this.ticks((1000 * sound.encoded.packetSamples) / sound.encoded.rateHz);
    }
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    const data = await sound.read(this.#packetByte, this.#packetByte + bytes);
    this.#packetByte += bytes;
    let at = 0;
    return sizes.map((size, i) => {
      at += size;
      return soundEntry(sound.track, times[i] as number, data.subarray(at - size, at));
    });
  }
}

/** Each packet of sound goes before the first block that comes later. */
function woven(kept: Entry[], fresh: Entry[]): Entry[] {
  const entries: Entry[] = [];
  let next = 0;
  for (const entry of kept) {
    for (; next < fresh.length && (fresh[next] as Entry).time <= entry.time; next++)
      entries.push(fresh[next] as Entry);
    entries.push(entry);
  }
  return [...entries, ...fresh.slice(next)];
}
