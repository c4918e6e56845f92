import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Box, serialize } from '../../container/boxes';
import { viewOf } from '../../container/view';
import { readIndex, readTop, type TopBox, withIndex } from './layout';
import { advance, delay, editsOf, type Movie, readMovie, startS, type Track } from './movie';
import { shiftSound } from './shift';

const FIXTURES = new URL('../../../e2e/fixtures/', import.meta.url);

interface Opened {
  bytes: Uint8Array;
  top: TopBox[];
  movie: Movie;
  sound: Track;
  picture: Track;
}

async function open(name: string): Promise<Opened> {
  const bytes = new Uint8Array(readFileSync(new URL(name, FIXTURES)));
  const read = async (from: number, to: number) => bytes.subarray(from, to);
  const top = (await readTop(read, bytes.length))!;
  const movie = readMovie((await readIndex(read, top)) as Box);
  const of = (handler: string) => movie.tracks.find((track) => track.handler === handler)!;
  return { bytes, top, movie, sound: of('soun'), picture: of('vide') };
}

/** The file as it would be written. */
async function written({ bytes, top, movie }: Opened): Promise<Uint8Array> {
  const pieces = await withIndex(movie, async (from, to) => bytes.subarray(from, to), top);
  const parts = pieces.map((piece) =>
    'bytes' in piece ? piece.bytes : bytes.subarray(piece.startByte, piece.endByte),
  );
  return new Uint8Array(Buffer.concat(parts));
}

describe('edit lists', () => {
  it('an index that is read and written again is the same, byte by byte', async () => {
    for (const name of [
      'h264-aac.mp4',
      'prores-pcm.mov',
      'edit-list-trims.mp4',
      'fragmented.mp4',
      'rotated-90.mp4',
    ]) {
      const { bytes, top, movie } = await open(name);
      const moov = top.find(({ type }) => type === 'moov')!;
      expect(
        Buffer.from(serialize([movie.box])).equals(bytes.subarray(moov.startByte, moov.endByte)),
        name,
      ).toBe(true);
    }
  });

  it('sound that is delayed starts that much later, to a twentieth of a millisecond', async () => {
    const file = await open('h264-aac.mp4');
    const before = startS(file.sound, file.movie);
    const applied = shiftSound(file.movie, -118.4, [file.sound], 'trim-sound');
    expect(applied).toBeCloseTo(-118.4, 1);
    expect((startS(file.sound, file.movie) - before) * 1000).toBeCloseTo(118.4, 1);
  });

  it('sound that comes forward is trimmed to the sample, priming and all', async () => {
    const file = await open('h264-aac.mp4');
    const before = startS(file.sound, file.movie);
    const applied = shiftSound(file.movie, 200, [file.sound], 'trim-sound');
    expect(applied).toBeCloseTo(200, 1);
    expect((startS(file.sound, file.movie) - before) * 1000).toBeCloseTo(-200, 1);
    expect(editsOf(file.sound, file.movie)[0]!.mediaTime).toBe(1024 + 9600);
  });

  it('a delay that is there already is used up before sound is left out', async () => {
    const file = await open('edit-list-delays-sound.mp4');
    const before = startS(file.sound, file.movie);
    expect(before).toBeGreaterThan(0.05);
    const applied = advance(file.sound, file.movie, before + 0.1);
    expect(applied).toBeCloseTo(before + 0.1, 3);
    expect(startS(file.sound, file.movie)).toBeCloseTo(-0.1, 2);
    expect(editsOf(file.sound, file.movie)).toHaveLength(1);
  });

  it('a delay of a delayed track makes one delay', async () => {
    const file = await open('edit-list-delays-sound.mp4');
    const edits = editsOf(file.sound, file.movie).length;
    const before = startS(file.sound, file.movie);
    delay(file.sound, file.movie, 0.25);
    expect(editsOf(file.sound, file.movie)).toHaveLength(edits);
    expect(startS(file.sound, file.movie) - before).toBeCloseTo(0.25, 3);
  });

  it('the movie grows with its longest track, and content keeps its place in the tables', async () => {
    const file = await open('h264-aac.mp4');
    const oldSeconds = file.movie.duration / file.movie.timescale;
    shiftSound(file.movie, 300, [file.sound], 'delay-picture');
    expect(file.movie.duration / file.movie.timescale - oldSeconds).toBeGreaterThan(0.25);
    const bytes = await written(file);
    const read = async (from: number, to: number) => bytes.subarray(from, to);
    const top = (await readTop(read, bytes.length))!;
    const again = readMovie((await readIndex(read, top)) as Box);
    const first = (movie: Movie, i: number) => chunkAt(movie, i);
    const old = await open('h264-aac.mp4');
    again.tracks.forEach((_, i) => {
      const [was, is] = [first(old.movie, i), first(again, i)];
      expect(Buffer.from(bytes.subarray(is, is + 64)).equals(old.bytes.subarray(was, was + 64))).toBe(true);
    });
  });

  it('places that no longer fit into 32 bits get 64', async () => {
    const file = await open('h264-aac.mp4');
    const moov = file.top.find(({ type }) => type === 'moov')!;
    for (const { box } of file.movie.tracks) {
      const table = at(box, ['mdia', 'minf', 'stbl', 'stco']);
      viewOf(table).setUint32(8, 0xffff_fffa);
    }
    // The index grows by an edit, in front of four gigabytes of content.
    shiftSound(file.movie, -300, [file.sound], 'trim-sound');
    const pieces = await withIndex(file.movie, async (from, to) => file.bytes.subarray(from, to), file.top);
    const index = pieces.find((piece) => 'bytes' in piece) as { bytes: Uint8Array };
    const grown = index.bytes.length - (moov.endByte - moov.startByte);
    const again = readMovie(
      (await readIndex(
        async (from, to) => index.bytes.subarray(from, to),
        [{ type: 'moov', startByte: 0, endByte: index.bytes.length }],
      )) as Box,
    );
    for (const { box } of again.tracks)
      expect(viewOf(at(box, ['mdia', 'minf', 'stbl', 'co64'])).getBigUint64(8)).toBe(
        BigInt(0xffff_fffa + grown),
      );
  });
});

/** Place of a track's first chunk. */
function chunkAt(movie: Movie, index: number): number {
  return viewOf(at(movie.tracks[index]!.box, ['mdia', 'minf', 'stbl', 'stco'])).getUint32(8);
}

/** Content of a box that holds bytes. */
function at(box: Box, path: string[]): Uint8Array {
  const [next, ...rest] = path;
  if (next === undefined) return box.content as Uint8Array;
  return at((box.content as Box[]).find(({ type }) => type === next)!, rest);
}
