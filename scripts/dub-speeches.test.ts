import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSpeeches } from './dub-speeches.mjs';

describe('--speech', () => {
  it('given once is what whoever is in sight says', () => {
    expect(readSpeeches(['a.wav'], false)).toEqual({ speech: 'a.wav', faces: [], speakers: [] });
  });

  it('names the faces of several speeches, and when they begin', () => {
    expect(readSpeeches(['a.wav', '2,4@1:02.5:b.wav'], false)).toEqual({
      speech: 'a.wav',
      faces: [],
      speakers: [{ faces: [2, 4], startS: 62.5, speech: 'b.wav' }],
    });
    expect(readSpeeches(['2@0.5:b.wav', '1:C:\\a.wav'], false)).toEqual({
      speech: 'C:\\a.wav',
      faces: [1],
      speakers: [{ faces: [2], startS: 0.5, speech: 'b.wav' }],
    });
    expect(readSpeeches(['1,2.10:b.wav'], false)).toEqual({
      speech: 'b.wav',
      faces: [1, '2.10'],
      speakers: [],
    });
    expect(readSpeeches(['2:b.wav'], true)).toEqual({
      faces: [],
      speakers: [{ faces: [2], speech: 'b.wav' }],
    });
  });

  it('takes a file whose name looks like it as it is', () => {
    const path = join(tmpdir(), `speech-${process.pid}`);
    writeFileSync(path, '');
    expect(readSpeeches([path], false).speech).toBe(path);
  });

  it('refuses what says nothing, or two things to one face', () => {
    const refused =
      (given: string[], hasText = false) =>
      () =>
        readSpeeches(given, hasText);
    expect(refused([])).toThrow('either --speech or --text');
    expect(refused(['a.wav'], true)).toThrow('either --speech or --text');
    expect(refused(['a.wav', 'b.wav'])).toThrow('which face');
    expect(refused(['1:a.wav', '1,2:b.wav'])).toThrow('face 1 can say one speech only');
    expect(refused(['1@1:a.wav', '2@2:b.wav'])).toThrow('begins at the start');
    expect(refused(['a.wav', '2@1:2:3:4:b.wav'])).toThrow('give a time');
  });
});
