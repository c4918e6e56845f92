import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../testing/native-ffmpeg';
import { diagnose } from './diagnosis';

const MP4 = new Uint8Array(readFileSync('e2e/fixtures/in-sync.mp4'));
const letters = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
/** Places of the boxes of this type in the index, user data left out. */
function placesOf(bytes: Uint8Array, type: string): number[] {
  const all = letters(bytes);
  const [from, to] = [all.indexOf('moov'), all.indexOf('udta', all.indexOf('moov'))];
  const places = [...all.matchAll(new RegExp(type, 'g'))].map(({ index }) => index);
  return places.filter((at) => at >= from && at < to).map((at) => at - 4);
}

function zeroed(bytes: Uint8Array, at: number, count = 8): Blob {
  const copy = Uint8Array.from(bytes);
  copy.fill(0, at, at + count);
  return new Blob([copy]);
}

describe('a damaged mp4 is named as one', () => {
  const boxes = 'moov trak tkhd mdia mdhd hdlr minf stbl stsd stts stsc stsz stco avc1 mp4a'.split(' ');
  for (const type of boxes) {
    it(`with eight bytes of zeros where a ${type} begins`, async () => {
      const places = placesOf(MP4, type);
      expect(places.length).toBeGreaterThan(0);
      for (const at of places)
        expect(await diagnose(zeroed(MP4, at))).toMatchObject({ is: 'damaged', container: 'mp4' });
    });
  }

  it('with sizes that do not fit', async () => {
    const copy = Uint8Array.from(MP4);
    copy[placesOf(MP4, 'trak')[0]! + 1] = 0x7f;
    expect(await diagnose(new Blob([copy]))).toMatchObject({ is: 'damaged' });
  });

  it('and a whole one is not, nor what is no video', async () => {
    expect(await diagnose(new Blob([MP4]))).toBeNull();
    for (const name of ['fragmented.mp4', 'prores-pcm.mov', 'vp9-opus.webm', 'mpeg2-ac3.ts', 'text.mp4'])
      expect(await diagnose(new Blob([readFileSync(`e2e/fixtures/${name}`)]))).toBeNull();
  });
});

it('other containers that nobody can read are named, too', async () => {
  const avi = readFileSync('e2e/fixtures/mpeg4-pcm.avi');
  expect(await diagnose(new Blob([avi]))).toMatchObject({ is: 'damaged', container: 'avi' });
  const webm = new Uint8Array(readFileSync('e2e/fixtures/vp9-opus.webm'));
  expect(await diagnose(zeroed(webm, 30, 60))).toMatchObject({ is: 'damaged', container: 'Matroska file' });
});

describe('an encrypted file is named as one', () => {
  it('by the sample entries of shops', async () => {
    const copy = Uint8Array.from(MP4);
    copy.set(
      Array.from('drmi', (letter) => letter.charCodeAt(0)),
      placesOf(MP4, 'avc1')[0]! + 4,
    );
    expect(await diagnose(new Blob([copy]))).toEqual({ is: 'encrypted', scheme: 'FairPlay' });
  });

  it('by the scrambling bits of a broadcast', async () => {
    const copy = new Uint8Array(readFileSync('e2e/fixtures/mpeg2-ac3.ts'));
    for (let at = 0; at < copy.length; at += 188) if ((copy[at + 1]! & 0x1f) === 1) copy[at + 3]! |= 0x80;
    expect(await diagnose(new Blob([copy]))).toEqual({ is: 'encrypted', scheme: 'conditional access' });
  });

  it.skipIf(!hasFfmpeg())('as ffmpeg encrypts (needs ffmpeg)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lipslate-encrypted-'));
    const path = join(folder, 'encrypted.mp4');
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-i', 'e2e/fixtures/in-sync.mp4', '-c', 'copy'],
      ...['-encryption_scheme', 'cenc-aes-ctr', '-encryption_key', '76a6c65c5ea762046bd749a2e632ccbb'],
      ...['-encryption_kid', 'a7e61c373e219033c21091fa607bf3b8', path],
    ]);
    expect(await diagnose(new Blob([readFileSync(path)]))).toEqual({ is: 'encrypted', scheme: 'cenc' });
    rmSync(folder, { recursive: true });
  });
});
