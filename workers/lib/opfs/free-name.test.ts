import { describe, expect, it } from 'vitest';
import { freeName } from './free-name';

describe('a name that is taken', () => {
  it.each([
    ['talk.mp4', ['talk.mp4'], 'talk (2).mp4'],
    ['talk.mp4', ['talk.mp4', 'talk (2).mp4', 'talk (3).mp4'], 'talk (4).mp4'],
    ['a.b.mkv', ['a.b.mkv'], 'a.b (2).mkv'],
    ['README', ['README'], 'README (2)'],
    ['.hidden', ['.hidden'], '.hidden (2)'],
    ['free.ts', ['talk.mp4'], 'free.ts'],
  ])('%s', async (wanted, taken, expected) => {
    expect(await freeName(wanted, async (name) => taken.includes(name))).toBe(expected);
  });
});
