import { describe, expect, it } from 'vitest';
import { emptyShare, knownNonVideo, surveyFile } from './sniff';

function box(type: string, bytes: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(bytes).fill(1);
  new DataView(data.buffer).setUint32(0, bytes);
  data.set(
    Array.from(type, (letter) => letter.charCodeAt(0)),
    4,
  );
  return data;
}

describe('what is certainly no video', () => {
  it.each([
    ['a web page saved under a video name', '<!DOCTYPE html><html>', 'a web page'],
    ['a playlist', '#EXTM3U\nhttp://example.org/a.ts\n', 'text'],
    ['text in another alphabet', 'Здравствуйте', 'text'],
    ['a document', '%PDF-1.4', 'a PDF document'],
  ])('%s', async (_name, content, kind) => {
    expect(await knownNonVideo(new Blob([content]))).toBe(kind);
  });

  it('an empty stretch of disk', async () => {
    expect(await knownNonVideo(new Blob([new Uint8Array(5000)]))).toMatch('zeros');
  });

  it('leaves videos to the readers', async () => {
    expect(await knownNonVideo(new Blob([box('ftyp', 32), box('moov', 200)]))).toBeNull();
    expect(await knownNonVideo(new Blob(['RIFF', Uint8Array.of(0, 0, 1, 0), 'AVI LIST']))).toBeNull();
  });
});

describe('whether a file is whole', () => {
  it('knows an mp4 without its index', async () => {
    expect(await surveyFile(new Blob([box('ftyp', 32), box('mdat', 500)]))).toEqual({
      hasIndex: false,
      missing: 0,
    });
  });

  it('says how much is missing of an mp4 with its index in front', async () => {
    const whole = new Blob([box('ftyp', 32), box('moov', 168), box('mdat', 800)]);
    expect(await surveyFile(whole)).toEqual({ hasIndex: true, missing: 0 });
    expect(await surveyFile(whole.slice(0, 500))).toEqual({ hasIndex: true, missing: 0.5 });
  });

  const indexInFront = [box('ftyp', 32), box('moov', 168), box('mdat', 800)];
  const indexBehind = [box('ftyp', 32), box('mdat', 800), box('moov', 168)];

  it.each([1, 8, 12, 15, 16, 40, 5000])('misses nothing in %d bytes behind a film', async (count) => {
    for (const film of [indexInFront, indexBehind])
      for (const rubbish of [' '.repeat(count), '\0'.repeat(count), 'Downloaded from here. '.repeat(count)]) {
        const whole = new Blob([...film, rubbish.slice(0, count)]);
        expect(await surveyFile(whole)).toEqual({ hasIndex: true, missing: 0 });
      }
  });

  it('and still misses what is cut off, down to a few bytes of the head', async () => {
    for (const left of [8, 12, 15, 100]) {
      const { hasIndex, missing } = await surveyFile(new Blob(indexInFront).slice(0, 200 + left));
      expect(hasIndex).toBe(true);
      expect(missing).toBeCloseTo(1 - (200 + left) / 1000, 6);
    }
    const behind = new Blob(indexBehind);
    expect((await surveyFile(behind.slice(0, 900))).missing).toBeCloseTo(0.1, 6);
    // Neither does rubbish stand for an index that never came.
    const without = new Blob([...indexBehind.slice(0, 2), ' '.repeat(12)]);
    expect((await surveyFile(without)).hasIndex).toBe(false);
  });

  it('takes a last box without a size for all of the rest', async () => {
    const endless = box('mdat', 500);
    endless.fill(0, 0, 4);
    expect(await surveyFile(new Blob([box('ftyp', 32), box('moov', 168), endless]))).toEqual({
      hasIndex: true,
      missing: 0,
    });
    expect((await surveyFile(new Blob([box('ftyp', 32), endless]))).hasIndex).toBe(false);
  });

  it('reads sizes beyond 4 GB', async () => {
    const long = box('mdat', 100);
    new DataView(long.buffer).setUint32(0, 1);
    new DataView(long.buffer).setBigUint64(8, 2n ** 33n);
    const { hasIndex, missing } = await surveyFile(new Blob([box('ftyp', 32), box('moov', 168), long]));
    expect(hasIndex).toBe(true);
    expect(missing).toBeGreaterThan(0.99);
  });

  it.each([
    ['zeros', new Uint8Array(64)],
    [
      'a box smaller than its head',
      box('free', 3 + 61)
        .fill(0, 0, 3)
        .fill(3, 3, 4),
    ],
  ])('lets the readers look behind %s for an index', async (_name, damage) => {
    const film = new Blob([box('ftyp', 32), damage, box('moov', 168)]);
    expect(await surveyFile(film)).toEqual({ hasIndex: true, missing: 0 });
  });

  it('leaves fragments uncounted', async () => {
    const film = new Blob([box('ftyp', 32), box('moov', 168), box('moof', 100), box('mdat', 800)]);
    expect(await surveyFile(film.slice(0, 500))).toEqual({ hasIndex: true, missing: 0 });
  });

  it('passes what has no boxes', async () => {
    expect(await surveyFile(new Blob([box('what', 500)]))).toEqual({ hasIndex: true, missing: 0 });
  });

  it('says how much is missing of an avi', async () => {
    const head = new DataView(new ArrayBuffer(100));
    head.setUint32(0, 0x52494646);
    head.setUint32(4, 392, true);
    expect((await surveyFile(new Blob([head]))).missing).toBe(0.75);
  });

  it('notices a download whose room was taken before its content came', async () => {
    const mebibyte = 1024 * 1024;
    const content = new Uint8Array(8 * mebibyte).fill(7);
    expect(await emptyShare(new Blob([content, new Uint8Array(24 * mebibyte)]))).toBeCloseTo(0.75, 1);
    expect(await emptyShare(new Blob([content, content]))).toBe(0);
  });
});
