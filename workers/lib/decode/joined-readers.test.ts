/** Which part of a joined recording says what picture and sound are like. */
import { describe, expect, it } from 'vitest';
import type { AudioTrackInfo, VideoTrackInfo } from '../../media/contract';
import { JoinedReaders } from './joined-readers';
import type { Listing, MediaReaders } from './reader';

const VIDEO = { id: 256, codec: 'avc', width: 640, height: 360 } as VideoTrackInfo;
const AUDIO = { index: 0, id: 257, codec: 'aac' } as AudioTrackInfo;

/** A part of 10 s, of which neither, one or both can be decoded. */
function part(listed: Partial<Listing>, decodes: { picture: boolean; sound: boolean }) {
  const listing = {
    durationS: 10,
    video: VIDEO,
    audioTracks: [AUDIO],
    warnings: [],
    ...listed,
  } as unknown as Listing;
  const state = { open: 0 };
  const readers = {
    listing,
    picture: async () => (decodes.picture ? { kind: 'webcodecs', info: VIDEO } : null),
    sound: async () => (decodes.sound ? { kind: 'ffmpeg' } : null),
    dispose: () => {
      state.open -= 1;
    },
  } as unknown as MediaReaders;
  const open = async () => {
    state.open += 1;
    return readers;
  };
  return { listing, open, readers, state };
}

const both = { picture: true, sound: true };
const neither = { picture: false, sound: false };

describe('a joined recording that begins with a moment of what cannot be decoded', () => {
  it.each([
    ['without a size', part({ video: { ...VIDEO, width: 0 } }, neither)],
    ['without a picture', part({ video: null }, { picture: false, sound: true })],
    ['without sound', part({ audioTracks: [] }, { picture: true, sound: false })],
  ])('is read by the part that can be (%s)', async (_, first) => {
    const second = part({}, both);
    const joined = new JoinedReaders(first.readers, [first, second]);
    expect(joined.listing).toMatchObject({ durationS: 20, joinsS: [10], video: VIDEO, audioTracks: [AUDIO] });
    expect(await joined.picture()).toMatchObject({ kind: 'webcodecs', info: VIDEO });
    expect((await joined.sound(0))?.kind).toBe('ffmpeg');
    expect(second.state.open).toBe(0);
  });

  it('of which no part can be decoded has neither', async () => {
    const parts = [part({}, neither), part({}, neither)] as const;
    const joined = new JoinedReaders(parts[0].readers, [...parts]);
    expect(await joined.picture()).toBeNull();
    expect(await joined.sound(0)).toBeNull();
    expect(await joined.sound(1)).toBeNull();
    expect(parts[1].state.open).toBe(0);
  });
});
