import { describe, expect, it } from 'vitest';
import type { DubTrack } from '../../../workers/dub/contract';
import { dubKey } from './dub-key';
import { DEFAULT_OPTIONS } from './recipe';
import type { Recipe } from './types';

/** A face from the first picture on, so far to the right. */
function track(x: number, voice = 0): DubTrack {
  return {
    id: 1,
    voice,
    timesS: Float64Array.of(0, 0.04),
    boxes: Float32Array.of(x, 0.4, 0.2, 0.2),
  } as DubTrack;
}

const named = (name: string) => new File([name], name);
const ONE = {
  faceFile: named('face.mp4'),
  speechFile: named('speech.wav'),
  speechTrack: 0,
  options: { ...DEFAULT_OPTIONS, engine: 'wav2lip' },
  tracks: [track(0.1)],
  modelId: 'weights',
  fit: null,
  part: null,
  several: null,
} as unknown as Recipe;
const voice = (name: string, startS = 0) => ({ id: name, file: named(name), track: 0, startS });
const TWO: Recipe = {
  ...ONE,
  tracks: [track(0.1), track(0.7, 1)],
  several: { voices: [voice('speech.wav'), voice('other.wav')], untilS: 3 },
};

describe('what a dub is kept by', () => {
  it('is the same for the same, whatever number a face has and however exactly it was found', async () => {
    const moved = { ...track(0.1003), id: 7 };
    expect(await dubKey({ ...ONE, tracks: [moved] })).toBe(await dubKey(ONE));
    expect(await dubKey({ ...TWO })).toBe(await dubKey(TWO));
  });

  it.each<[string, Recipe, Recipe]>([
    ['another face in the same picture', ONE, { ...ONE, tracks: [track(0.7)] }],
    ['another stretch', ONE, { ...ONE, part: { startS: 2, endS: 5 } }],
    [
      'another stretch of several speeches',
      { ...TWO, part: { startS: 2, endS: 5 } },
      { ...TWO, part: { startS: 10, endS: 13 } },
    ],
    ['faces that have changed their speeches', TWO, { ...TWO, tracks: [track(0.1, 1), track(0.7, 0)] }],
    [
      'another second speech',
      TWO,
      { ...TWO, several: { voices: [voice('speech.wav'), voice('third.wav')], untilS: 3 } },
    ],
    [
      'a later second speech',
      TWO,
      { ...TWO, several: { voices: [voice('speech.wav'), voice('other.wav', 1)], untilS: 3 } },
    ],
  ])('is not that of %s', async (_, one, other) => {
    expect(await dubKey(one)).not.toBe(await dubKey(other));
  });
});
