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
