/** MP4 and QuickTime, fragmented or not: times by edit lists, another sound by another index. */

import { aheadReaderOf, type Read } from '../../../core/container/read';
import { LipslateError } from '../../../core/errors';
import { defragment } from '../../../core/fix/bmff/defragment';
import { readIndex, readTop, type TopBox, withIndex } from '../../../core/fix/bmff/layout';
import { type Movie, readMovie, startS, type Track } from '../../../core/fix/bmff/movie';
import { shiftSound } from '../../../core/fix/bmff/shift';
import { withSound } from '../../../core/fix/bmff/with-sound';
import { totalSize } from '../../../core/fix/pieces';
import type { SourceSound } from '../../lib/sound/source';
import type { Container, Copy, NewSound, Shift, ShiftedCopy } from '../container';
import { shiftSentence } from '../result-text';
import { chooseTarget, type Target } from '../target';
import { chosen, countKinds, noTrack } from './tracks';

const KINDS: Record<string, 'picture' | 'sound'> = { vide: 'picture', soun: 'sound' };

/** @returns null for what is no such file @throws ContainerError when its index is damaged */
export async function openBmff(file: Blob, name: string): Promise<Container | null> {
  const read = aheadReaderOf(file);
  const top = await readTop(read, file.size);
  return top === null ? null : new Bmff(file, name, read, top, readMovie(await readIndex(read, top)));
}

class Bmff implements Container {
  readonly tracks;
  readonly takesBeside = true;
  readonly #file: Blob;
  readonly #name: string;
  readonly #read: Read;
  readonly #top: TopBox[];
  readonly #movie: Movie;
  /** First sample of each sound track against the picture's, before anything was changed; seconds. */
  readonly #leadsS: (number | null)[];

  constructor(file: Blob, name: string, read: Read, top: TopBox[], movie: Movie) {
    this.#file = file;
    this.#name = name;
    this.#read = read;
    this.#top = top;
    this.#movie = movie;
    this.#leadsS = leadsOf(movie);
    this.tracks = countKinds(movie.tracks.map(({ handler }) => KINDS[handler] ?? 'other'));
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

  async shift({ offsetMs, audioIndex, moves, whenLate }: Shift): Promise<ShiftedCopy> {
    const moving = chosen(soundsOf(this.#movie), audioIndex, moves);
    shiftSound(this.#movie, offsetMs, moving, whenLate);
    const pieces = await withIndex(this.#movie, this.#read, this.#top);
    const how = shiftSentence(offsetMs, whenLate, moving.length, 'an edit list', 'Every packet is the same.');
    return { pieces, original: this.#file, bytes: totalSize(pieces), tracksLost: [], how };
  }

  async replaceSound({ audioIndex, encoded, goes }: NewSound): Promise<Copy> {
    const plain = this.#movie.fragmented
      ? await defragment(this.#movie, this.#top, this.#read)
      : { movie: this.#movie, top: this.#top };
    const track = soundsOf(plain.movie)[audioIndex];
    if (track === undefined) throw noTrack(audioIndex);
    const pieces = withSound(plain.movie, plain.top, this.#file.size, track, encoded, goes);
    return { pieces, original: this.#file, bytes: totalSize(pieces), tracksLost: [] };
  }

  async movedMs(copy: Blob, audioIndex: number): Promise<number | null> {
    const read = aheadReaderOf(copy);
    const top = await readTop(read, copy.size);
    if (top === null) throw new LipslateError('internal', 'The copy is no movie.');
    const before = this.#leadsS[audioIndex] ?? null;
    const after = leadsOf(readMovie(await readIndex(read, top)))[audioIndex] ?? null;
    return before === null || after === null ? null : (before - after) * 1000;
  }
}

function soundsOf({ tracks }: Movie): Track[] {
  return tracks.filter(({ handler }) => handler === 'soun');
}

function leadsOf(movie: Movie): (number | null)[] {
  const picture = movie.tracks.find(({ handler }) => handler === 'vide');
  const pictureS = picture === undefined ? 0 : startS(picture, movie);
  return soundsOf(movie).map((track) => startS(track, movie) - pictureS);
}
