/**
 * A Matroska or WebM file with other times, or with another sound in the place of one or beside it: read once from front to back,
 * one cluster at a time. Blocks keep their content; what tells where things lie (seek head, cues) is written anew.
 */

import { concat } from '../../concat';
import { ContainerError } from '../../container/container-error';
import { type Element, element, elementAt, idBytes, wideSize } from '../../container/ebml';
import { ID } from '../../container/matroska';
import type { Read } from '../../container/read';
import type { Piece } from '../pieces';
import { Clusters, type MatroskaPlan } from './clusters';
import { CueSheet, seekHead } from './cues';
import { delayChapters, infoWith, readClock, replaceTrack } from './header';
import { withTrackBeside } from './track-beside';

/** Bytes to append, or to put in the place of earlier ones. */
export type MatroskaOutput = Piece | { at: number; bytes: Uint8Array };

/** Room for the seek head, which is known at the end: six entries. */
const SEEK_HEAD_BYTES = 200;
const MAX_HEADER_BYTES = 64 * 1024 * 1024;
const MAX_CLUSTER_BYTES = 512 * 1024 * 1024;
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
  const head = await elementAt(read, 0, fileBytes);
  if (head === null || head.id !== ID.ebml || head.endByte === null)
    throw new ContainerError('No EBML header');
  const segment = await elementAt(read, head.endByte, fileBytes);
  if (segment === null || segment.id !== ID.segment) throw new ContainerError('No segment');
  const opening = concat([idBytes(ID.segment), wideSize(0)]);
  yield { bytes: await read(0, head.endByte) };
  yield { bytes: opening };
  const rewriter = new SegmentRewriter(read, plan, {
    fromByte: segment.contentByte,
    endByte: Math.min(segment.endByte ?? fileBytes, fileBytes),
    writtenAt: head.endByte + opening.length,
  });
  yield* rewriter.all();
}

/** Writes one segment's elements in the order in which they lie, and then what could not be known before its end. */
class SegmentRewriter {
  readonly #read: Read;
  readonly #plan: MatroskaPlan;
  readonly #fromByte: number;
  readonly #endByte: number;
  /** Where the content of the new segment begins: places in it are told from here. */
  readonly #origin: number;
  #written = 0;
  readonly #seeks: [id: number, at: number][] = [];
  readonly #cues = new CueSheet();
  readonly #clusters: Clusters;
  #durationAt: number | null = null;
  #duration = 0;

  constructor(
    read: Read,
    plan: MatroskaPlan,
    { fromByte, endByte, writtenAt }: { fromByte: number; endByte: number; writtenAt: number },
  ) {
    this.#read = read;
    this.#plan = plan;
    this.#fromByte = fromByte;
    this.#endByte = endByte;
    this.#origin = writtenAt;
    this.#clusters = new Clusters(plan);
  }

  async *all(): AsyncGenerator<MatroskaOutput> {
    const seekRoom = new Uint8Array(SEEK_HEAD_BYTES - 3);
    yield this.#out(element(ID.void, seekRoom).subarray(0, SEEK_HEAD_BYTES));
    for (let at = this.#fromByte; at < this.#endByte; ) {
      const here = await elementAt(this.#read, at, this.#endByte);
      if (here === null) break;
      const stop = here.endByte ?? (await endOfUnknown(this.#read, here.contentByte, this.#endByte));
      if (stop > this.#endByte && here.id !== ID.cluster) break;
      yield* this.#element(here, stop);
      at = stop;
    }
    for (const bytes of await this.#clusters.rest()) yield this.#out(bytes);
    yield* this.#end();
  }

  async *#element(here: Element, stop: number): AsyncGenerator<MatroskaOutput> {
    const content = () => contentOf(this.#read, here.contentByte, Math.min(stop, this.#endByte), here.id);
    switch (here.id) {
      case ID.cluster:
        for (const bytes of await this.#clusters.rewrite(await content())) {
          // Cues point to what the cluster became, not to sound that was put before it.
          this.#cues.moved(here.startByte - this.#fromByte, this.#written);
          yield this.#out(bytes);
        }
        return;
      case ID.info: {
        const info = await content();
        const clock = readClock(info);
        this.#clusters.scaleNs = clock.scaleNs;
        this.#duration = clock.duration;
        this.#seekable(ID.info);
        yield this.#out(infoWith(info, clock.duration));
        if (clock.duration > 0) this.#durationAt = this.#written - 8;
        return;
      }
      case ID.tracks: {
        this.#seekable(ID.tracks);
        const { sound } = this.#plan;
        if (sound === null) yield this.#out(await this.#read(here.startByte, stop));
        else {
          const { model, track, encoded } = sound;
          const list = await content();
          yield this.#out(
            model === undefined
              ? replaceTrack(list, track, encoded)
              : withTrackBeside(list, model, track, encoded),
          );
        }
        return;
      }
      case ID.cues:
        this.#cues.read(await content());
        return;
      case ID.chapters:
        this.#seekable(ID.chapters);
        yield this.#out(delayChapters(await content(), this.#plan.delayMs * 1e6));
        return;
      case ID.seekHead:
      case ID.void:
      case ID.crc:
        return;
      default:
        if (here.id === ID.tags || here.id === ID.attachments) this.#seekable(here.id);
        this.#written += stop - here.startByte;
        yield { of: 'original', startByte: here.startByte, endByte: stop };
    }
  }

  async *#end(): AsyncGenerator<MatroskaOutput> {
    const { delayMs } = this.#plan;
    const sheet = this.#cues.write(this.#clusters.ticks(delayMs));
    if (sheet !== null) {
      this.#seekable(ID.cues);
      yield this.#out(sheet);
    }
    yield { at: this.#origin - 8, bytes: wideSize(this.#written) };
    yield { at: this.#origin, bytes: seekHead(this.#seeks, SEEK_HEAD_BYTES) };
    if (this.#durationAt === null) return;
    const bytes = new Uint8Array(8);
    const longest = Math.max(this.#duration + this.#clusters.ticks(delayMs), this.#clusters.soundEnd);
    new DataView(bytes.buffer).setFloat64(0, longest);
    yield { at: this.#origin + this.#durationAt, bytes };
  }

  #out(bytes: Uint8Array): Piece {
    this.#written += bytes.length;
    return { bytes };
  }

  /** What is written next is listed in the seek head. */
  #seekable(id: number): void {
    this.#seeks.push([id, this.#written]);
  }
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
