import { describe, expect, it } from 'vitest';
import { encodingWarnings, isCopied } from './sound-encoding';

describe('the sound of an exported file', () => {
  it('is copied where players of every kind play it', () => {
    const copied = (container: 'mp4' | 'webm') =>
      ['aac', 'mp3', 'mp2', 'opus', 'vorbis', 'ac3', 'flac', 'pcm_s16le'].filter((codec) =>
        isCopied(codec, container),
      );
    expect(copied('mp4')).toEqual(['aac', 'mp3']);
    expect(copied('webm')).toEqual(['opus', 'vorbis']);
  });

  it.each([
    ['mp2', 'mp4', 'Players do not read MP2 sound: it was encoded anew, as AAC.'],
    ['eac3', 'mp4', 'Players do not read EAC-3 sound: it was encoded anew, as AAC.'],
    ['opus', 'mp4', 'QuickTime and some editors do not play Opus sound: it was encoded anew, as AAC.'],
    ['vorbis', 'mp4', 'An MP4 file cannot hold Vorbis sound: it was encoded anew, as AAC.'],
    ['aac', 'webm', 'A WebM file cannot hold AAC sound: it was encoded anew, as Opus.'],
    // Of a joined recording, for one.
    ['aac', 'mp4', 'The AAC sound of this file cannot be copied as it is: it was encoded anew.'],
    ['opus', 'webm', 'The Opus sound of this file cannot be copied as it is: it was encoded anew.'],
  ] as const)('of %s in %s says why it was encoded anew', (from, container, sentence) => {
    expect(encodingWarnings(from, container === 'mp4' ? 'aac' : 'opus', container)).toEqual([sentence]);
  });

  it.each(['pcm-s16', 's302m', 'flac', 'alac', 'truehd'])(
    'of %s is not told: nothing was lost before',
    (from) => {
      expect(encodingWarnings(from, 'aac', 'mp4')).toEqual([]);
    },
  );
});
