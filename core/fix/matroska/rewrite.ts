/**
 * A Matroska or WebM file with other times, or with another sound in the place of one: read once from front to back,
 * one cluster at a time. Blocks keep their content; what tells where things lie (seek head, cues) is written anew.
 */

import { concat } from '../../concat';
import { ContainerError } from '../../container/container-error';
import { element, elementAt, idBytes, wideSize } from '../../container/ebml';
import { ID } from '../../container/matroska';
import type { Read } from '../../container/read';
import type { EncodedSound } from '../encoded-sound';
import type { Piece } from '../pieces';
import { type Entry, readCluster, soundEntry, writeCluster } from './cluster';
import { CueSheet, seekHead } from './cues';
import { delayChapters, infoWith, readClock, replaceTrack } from './header';

export interface MatroskaPlan {
  /** Added to the times of everything, ms; >= 0. */
  delayMs: number;
  /** Track numbers and what is added to their times besides, ms. */
  shiftsMs: Map<number, number>;
  /** Another sound in the place of a track's. */
  sound: { track: number; encoded: EncodedSound; read: Read } | null;
}

/** Bytes to append, or to put in the place of earlier ones. */
export type MatroskaOutput = Piece | { at: number; bytes: Uint8Array };

/** Room for the seek head, which is known at the end: six entries. */
const SEEK_HEAD_BYTES = 200;
const MAX_HEADER_BYTES = 64 * 1024 * 1024;
const MAX_CLUSTER_BYTES = 512 * 1024 * 1024;
/** Sound is woven in between the picture; where there is none for so long, it gets a cluster of its own. */
const OWN_CLUSTER_MS = 5000;
const TOP = new Set<number>([
  ID.seekHead,
  ID.info,
  ID.tracks,
  ID.cluster,
  ID.cues,
  ID.chapters,
  ID.tags,
  ID.attachments,
]);

/** @throws ContainerError for a file that is damaged or has times that 16 bits cannot hold */
export async function* rewriteMatroska(
  read: Read,
  fileBytes: number,
  plan: MatroskaPlan,
): AsyncGenerator<MatroskaOutput> {
  let written = 0;
  const out = (bytes: Uint8Array): Piece => {
    written += bytes.length;
    return { bytes };
  };
  const head = await elementAt(read, 0, fileBytes);
  if (head === null || head.id !== ID.ebml || head.endByte === null)
    throw new ContainerError('No EBML header');
  yield out(await read(0, head.endByte));
  const segment = await elementAt(read, head.endByte, fileBytes);
  if (segment === null || segment.id !== ID.segment) throw new ContainerError('No segment');
  yield out(concat([idBytes(ID.segment), wideSize(0)]));
  const origin = written;
  yield out(element(ID.void, new Uint8Array(SEEK_HEAD_BYTES - 3)).subarray(0, SEEK_HEAD_BYTES));

  const endByte = Math.min(segment.endByte ?? fileBytes, fileBytes);
  const seeks: [id: number, at: number][] = [];
  const cues = new CueSheet();
  const clusters = new Clusters(plan);
  let durationAt: number | null = null;
  let duration = 0;
  for (let at = segment.contentByte; at < endByte; ) {
    const here = await elementAt(read, at, endByte);
    if (here === null) break;
    const stop = here.endByte ?? (await endOfUnknown(read, here.contentByte, endByte));
    if (stop > endByte && here.id !== ID.cluster) break;
    const place = written - origin;
    const content = () => contentOf(read, here.contentByte, Math.min(stop, endByte), here.id);
    if (here.id === ID.cluster) {
      for (const bytes of await clusters.rewrite(await content())) {
        // Cues point to what the cluster became, not to sound that was put before it.
        cues.moved(here.startByte - segment.contentByte, written - origin);
        yield out(bytes);
      }
    } else if (here.id === ID.info) {
      const clock = readClock(await content());
      clusters.scaleNs = clock.scaleNs;
      duration = clock.duration;
      seeks.push([ID.info, place]);
      yield out(infoWith(await content(), duration));
      if (duration > 0) durationAt = written - 8;
    } else if (here.id === ID.tracks) {
      seeks.push([ID.tracks, place]);
      const { sound } = plan;
      const same = () => read(here.startByte, stop);
      yield out(sound === null ? await same() : replaceTrack(await content(), sound.track, sound.encoded));
    } else if (here.id === ID.cues) cues.read(await content());
    else if (here.id === ID.chapters) {
      seeks.push([ID.chapters, place]);
      yield out(delayChapters(await content(), plan.delayMs * 1e6));
    } else if (here.id !== ID.seekHead && here.id !== ID.void && here.id !== ID.crc) {
      if (here.id === ID.tags || here.id === ID.attachments) seeks.push([here.id, place]);
      written += stop - here.startByte;
      yield { of: 'original', startByte: here.startByte, endByte: stop };
    }
    at = stop;
  }
  for (const bytes of await clusters.rest()) yield out(bytes);
  const sheet = cues.write(clusters.ticks(plan.delayMs));
  if (sheet !== null) {
    seeks.push([ID.cues, written - origin]);
    yield out(sheet);
  }
  yield { at: origin - 8, bytes: wideSize(written - origin) };
  yield { at: origin, bytes: seekHead(seeks, SEEK_HEAD_BYTES) };
  if (durationAt !== null) {
    const bytes = new Uint8Array(8);
    const longest = Math.max(duration + clusters.ticks(plan.delayMs), clusters.soundEnd);
    new DataView(bytes.buffer).setFloat64(0, longest);
    yield { at: durationAt, bytes };
  }
}

/** Rewrites clusters one after the other, weaving in the new sound. */
class Clusters {
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

/** A cluster without a size ends where the next element of the segment begins. */
async function endOfUnknown(read: Read, from: number, endByte: number): Promise<number> {
  for (let at = from; at < endByte; ) {
    const here = await elementAt(read, at, endByte);
    if (here === null || here.endByte === null || TOP.has(here.id)) return at;
    if (here.endByte > endByte) return at;
    at = here.endByte;
  }
  return endByte;
}

async function contentOf(read: Read, startByte: number, endByte: number, id: number): Promise<Uint8Array> {
  const limit = id === ID.cluster ? MAX_CLUSTER_BYTES : MAX_HEADER_BYTES;
  if (endByte - startByte > limit) throw new ContainerError(`An element of ${endByte - startByte} bytes`);
  return (await read(startByte, endByte)).slice();
}
