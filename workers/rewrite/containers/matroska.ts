/** Matroska and WebM: times of blocks, and another sound woven in between the picture. */
import { ID, segmentParts } from '../../../core/container/matroska';
import { aheadReaderOf } from '../../../core/container/read';
import { type MatroskaTrack, readTracks } from '../../../core/fix/matroska/header';
import { rewriteMatroska } from '../../../core/fix/matroska/rewrite';
import { type BlockTime, blockTimes } from '../../../core/fix/matroska/times';
import { freeNumber } from '../../../core/fix/matroska/track-beside';
import type { SourceSound } from '../../lib/sound/source';
import type { Container, Copy, NewSound, Shift, ShiftedCopy } from '../container';
import { shiftSentence } from '../result-text';
import { chooseTarget, type Target } from '../target';
import { chosen, countKinds, noTrack } from './tracks';

const MAX_TRACKS_BYTES = 64 * 1024 * 1024;
/** A trimmed beginning takes fewer blocks than this. */
const MOST_TRIMMED = 20_000;
/** Blocks that are like many others, as of digital silence, are passed over up to here. */
const MOST_ALIKE = 3000;

/** @returns null for what is no such file @throws ContainerError when its list of tracks is damaged */
export async function openMatroska(file: Blob, name: string): Promise<Container | null> {
  const tracks = await tracksOf(file);
  return tracks === null ? null : new Matroska(file, name, tracks);
}

class Matroska implements Container {
  readonly tracks;
  readonly takesBeside = true;
  readonly #file: Blob;
  readonly #name: string;
  readonly #picture: MatroskaTrack | undefined;
  readonly #sounds: MatroskaTrack[];
  /** For a track that is put beside the others. */
  readonly #freeNumber: number;

  constructor(file: Blob, name: string, tracks: MatroskaTrack[]) {
    this.#file = file;
    this.#name = name;
    this.#picture = tracks.find(({ kind }) => kind === 'picture');
    this.#sounds = tracks.filter(({ kind }) => kind === 'sound');
    this.#freeNumber = freeNumber(tracks);
    this.tracks = countKinds(tracks.map(({ kind }) => kind));
  }

  refusal(): null {
    return null;
  }

  nameFor(): string {
    return this.#name;
  }

  copies(): number {
    return 1;
  }

  target(sound: SourceSound): Promise<Target> {
    return chooseTarget(sound, this.#name);
  }

  async shift({ offsetMs, toldMs = offsetMs, audioIndex, moves, whenLate }: Shift): Promise<ShiftedCopy> {
    const moving = chosen(this.#sounds, audioIndex, moves);
    const waits = offsetMs > 0 && whenLate === 'delay-picture';
    const heldMs = Math.round(offsetMs);
    const shiftsMs = new Map(moving.map(({ number }) => [number, -heldMs]));
    const grain = 'Times in this container are whole milliseconds; every packet is the same.';
    return {
      ...this.#copy({ delayMs: waits ? heldMs : 0, shiftsMs, sound: null }),
      how: shiftSentence(toldMs, whenLate, moving.length, 'new timestamps', grain),
    };
  }

  async replaceSound({ audioIndex, encoded, packets, goes }: NewSound): Promise<Copy> {
    const track = this.#sounds[audioIndex];
    if (track === undefined) throw noTrack(audioIndex);
    const place =
      goes === 'beside' ? { track: this.#freeNumber, model: track.number } : { track: track.number };
    const sound = { ...place, encoded, read: aheadReaderOf(packets) };
    return this.#copy({ delayMs: 0, shiftsMs: new Map(), sound });
  }

  async movedMs(copy: Blob, audioIndex: number): Promise<number | null> {
    const blocksOf = (file: Blob, { number }: MatroskaTrack) =>
      blockTimes(aheadReaderOf(file), file.size, number);
    const moved = async (track: MatroskaTrack, after: BlockTime | null) =>
      after === null ? null : movedS(blocksOf(this.#file, track), after);
    const sound = this.#sounds[audioIndex];
    const picture = this.#picture;
    const soundS = sound === undefined ? null : await moved(sound, await unlikeOthers(blocksOf(copy, sound)));
    const pictureS =
      picture === undefined ? 0 : await moved(picture, (await blocksOf(copy, picture).next()).value ?? null);
    return soundS === null || pictureS === null ? null : (pictureS - soundS) * 1000;
  }

  #copy(plan: Parameters<typeof rewriteMatroska>[2]): Copy {
    const { size } = this.#file;
    const pieces = rewriteMatroska(aheadReaderOf(this.#file), size, plan);
    return { pieces, original: this.#file, bytes: size, tracksLost: [] };
  }
}

/** The first block that is neither like the one before nor like the next: of several that are alike none can be told. */
async function unlikeOthers(blocks: AsyncIterable<BlockTime>): Promise<BlockTime | null> {
  const last: BlockTime[] = [];
  let seen = 0;
  for await (const block of blocks) {
    const [before, here] = last;
    if (before && here && before.key !== here.key && here.key !== block.key) return here;
    last.splice(0, last.length - 1);
    last.push(block);
    seen += 1;
    if (seen > MOST_ALIKE) break;
  }
  return null;
}

/** How much later a block is than the same one was; null when it is not found. */
async function movedS(before: AsyncIterable<BlockTime>, after: BlockTime): Promise<number | null> {
  let seen = 0;
  for await (const { timeS, key } of before) {
    if (key === after.key) return after.timeS - timeS;
    seen += 1;
    if (seen > MOST_TRIMMED) break;
  }
  return null;
}

async function tracksOf(file: Blob): Promise<MatroskaTrack[] | null> {
  const read = aheadReaderOf(file);
  for await (const { id, startByte, contentByte, endByte } of segmentParts(read, file.size)) {
    if (id === ID.cluster) return null;
    if (id === ID.tracks && endByte - startByte <= MAX_TRACKS_BYTES)
      return readTracks(await read(contentByte, endByte));
  }
  return null;
}
