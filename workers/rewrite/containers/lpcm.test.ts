import { describe, expect, it } from 'vitest';
import type { FixSource } from '../../lib/sound/source';
import { unpacking } from '../ffmpeg-remux';
import type { Target } from '../target';
import { containerFor } from './ffmpeg';

const AAC: Target = { codec: 'aac', rateHz: 48_000, channels: 2, leadSamples: 0, adts: true };

function streamWith(...codecs: string[]): FixSource {
  const audioTracks = codecs.map((codec) => ({ codec }));
  return { listing: { container: 'mpegts', audioTracks } } as unknown as FixSource;
}

describe('the LPCM of a disc beside a track that gets a new sound', () => {
  it('takes the copy out of transport streams, in which ffmpeg writes it as private data', () => {
    expect(containerFor(streamWith('pcm_bluray', 'ac3'), AAC)).toBe('matroska');
    expect(containerFor(streamWith('s302m', 'ac3'), AAC)).toBe('mpegts');
    expect(containerFor(streamWith('mp2', 'ac3'), AAC)).toBe('mpegts');
  });

  it('is unpacked where the copy is Matroska, which has no name for it; the new sound is left as it is', () => {
    const streams = {
      kinds: ['video', 'audio', 'subtitle', 'audio', 'audio'],
      codecs: ['h264', 'pcm_bluray', 'hdmv_pgs_subtitle', 'ac3', 's302m'],
    };
    expect(unpacking(streams, 'matroska')).toEqual(['-c:a:0', 'pcm_s24le', '-c:a:2', 'pcm_s24le']);
    expect(unpacking(streams, 'matroska', 0)).toEqual(['-c:a:2', 'pcm_s24le']);
    expect(unpacking(streams, 'mpegts', 1)).toEqual([]);
  });
});
