/** MPEG transport streams (TS, M2TS): times are changed in place; another sound is put in by ffmpeg. */
import { splitByClock } from '../../../core/container/transport-parts';
import {
  type ElementaryStream,
  type PacketLayout,
  readTables,
  TICKS_PER_S,
} from '../../../core/container/transport-stream';
import { delayStreams, pesHeaders, presentationTime } from '../../../core/fix/mpegts/shift';
import type { Piece } from '../../../core/fix/pieces';
import type { FixSource, SourceSound } from '../../lib/sound/source';
import type { Container, Copy, NewSound, Shift, ShiftedCopy } from '../container';
import type { RewriteJob } from '../contract';
import { streamsOf } from '../ffmpeg-remux';
import { shiftSentence } from '../result-text';
import type { Target } from '../target';
import { inPieces } from '../write';
import { containerFor, copyWithSound, isJoined, JOINED, plainTarget } from './ffmpeg';
import { chosen, noTrack } from './tracks';

/** Where the first packet of each stream is looked for when a copy is read back. */
const READ_BACK_BYTES = 16 * 1024 * 1024;

/** @returns null for what is no such file, or does not say what its streams are */
export async function openTransportStream(source: FixSource): Promise<Container | null> {
  const { file, listing } = source;
  if (listing.container !== 'mpegts') return null;
  const tables = await readTables(file);
  const pids = listing.audioTracks.map(({ id }) => id);
  const known = pids.filter((pid) => pid !== null);
  if (tables === null || known.length < pids.length) return null;
  if (isJoined(source) && !(await isInAllParts(file, known))) return null;
  return new TransportStream(source, tables.layout, tables.streams, known);
}

class TransportStream implements Container {
  readonly tracks;
  readonly takesBeside = false;
  readonly #source: FixSource;
  readonly #layout: PacketLayout;
  /** PIDs of the sound tracks, as listed. */
  readonly #sounds: number[];

  constructor(source: FixSource, layout: PacketLayout, streams: ElementaryStream[], sounds: number[]) {
    this.#source = source;
    this.#layout = layout;
    this.#sounds = sounds;
    const picture = source.listing.video === null ? 0 : 1;
    const other = Math.max(0, streams.length - picture - sounds.length);
    this.tracks = { picture, sound: sounds.length, other };
  }

  /** Each part keeps its own clock when times are raised; a new sound would have to follow all of them. */
  refusal(mode: RewriteJob['mode']): string | null {
    return mode === 'baked' && isJoined(this.#source) ? JOINED : null;
  }

  nameFor(target: Target | null): string {
    return target === null ? 'mpegts' : containerFor(this.#source, target);
  }

  copies(mode: RewriteJob['mode']): number {
    return mode === 'lossless' ? 1 : 2;
  }

  async target(sound: SourceSound): Promise<Target> {
    return plainTarget(sound);
  }

  async shift({ offsetMs, audioIndex, moves }: Shift): Promise<ShiftedCopy> {
    const { file } = this.#source;
    const moving = chosen(this.#sounds, audioIndex, moves);
    const isDelayed = (pid: number) => moving.includes(pid) === offsetMs < 0;
    const ticks = Math.round((Math.abs(offsetMs) / 1000) * TICKS_PER_S);
    const how = shiftSentence(
      offsetMs,
      'delay-picture',
      moving.length,
      'new timestamps',
      'Nothing else in the stream is changed.',
    );
    const pieces = asPieces(delayStreams(inPieces(file), this.#layout, isDelayed, ticks));
    return { pieces, original: file, bytes: file.size, tracksLost: [], how };
  }

  async replaceSound(sound: NewSound, target: Target, onTime: (atS: number) => void): Promise<Copy> {
    const streams = await streamsOf(this.#source.file);
    return copyWithSound(this.#source, streams, sound, target, this.nameFor(target), onTime);
  }

  async movedMs(copy: Blob, audioIndex: number): Promise<number | null> {
    const sound = this.#sounds[audioIndex];
    const picture = this.#source.listing.video?.id ?? null;
    if (sound === undefined) throw noTrack(audioIndex);
    const lead = async (blob: Blob) => {
      const head = new Uint8Array(await blob.slice(0, READ_BACK_BYTES).arrayBuffer());
      const { headers } = pesHeaders(head, this.#layout);
      const first = (pid: number | null) => headers.find((header) => header.pid === pid);
      const [own, other] = [first(sound), first(picture)];
      return own && other ? presentationTime(own) - presentationTime(other) : null;
    };
    const [before, after] = [await lead(this.#source.file), await lead(copy)];
    return before === null || after === null ? null : ((before - after) / TICKS_PER_S) * 1000;
  }
}

/** Whether all parts of a joined recording have the same sound tracks. */
async function isInAllParts(file: File, pids: number[]): Promise<boolean> {
  for (const part of (await splitByClock(file)) ?? []) {
    const own = (await readTables(part))?.streams.map(({ pid }) => pid) ?? [];
    if (own.length > 0 && !pids.every((pid) => own.includes(pid))) return false;
  }
  return true;
}

async function* asPieces(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  for await (const bytes of stream) yield { bytes };
}
