import { describe, expect, it } from 'vitest';
import { NOBODY_KNOWN } from '../../core/sync/speaker-places';
import { toChain } from '../engine/sound/chain-file';
import type { SourceState } from '../engine/sound/types';
import { changesAnything, whyNotPlaced } from './place-copy';

const source = (channels: number, hasPlaces: boolean) =>
  ({
    track: 0,
    info: { audioTracks: [{ channels }] },
    speakers: hasPlaces ? { ...NOBODY_KNOWN, places: [{}] } : NOBODY_KNOWN,
  }) as unknown as SourceState;

describe('the place of a voice', () => {
  it('can be chosen where a check told of faces, in one or two channels', () => {
    expect([1, 2].map((channels) => whyNotPlaced(source(channels, true)))).toEqual([null, null]);
    expect(whyNotPlaced(source(6, true))).toMatch(/surround/);
    expect(whyNotPlaced(source(2, false))).toMatch(/comes here from its check/);
    const other = { ...source(2, true), track: 1, info: { audioTracks: [{}, { channels: 2 }] } };
    expect(whyNotPlaced(other as SourceState)).toMatch(/the sound track that was checked/);
    expect(whyNotPlaced(null)).toMatch(/comes here from its check/);
  });

  it('that was chosen for another file is nothing to do', () => {
    const placed = toChain({ place: 'stereo' });
    expect(changesAnything(placed, source(2, true))).toBe(true);
    for (const each of [source(2, false), source(6, true), null]) {
      expect(changesAnything(placed, each)).toBe(false);
      expect(changesAnything({ ...placed, level: true }, each)).toBe(true);
    }
  });
});
