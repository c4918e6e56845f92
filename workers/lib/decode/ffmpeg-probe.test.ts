import { describe, expect, it } from 'vitest';
import { readProbe, readStreams } from './ffmpeg-probe';

const WHOLE = JSON.stringify({
  streams: [{ codec_type: 'audio', codec_name: 'mp2' }, { codec_name: 'bin_data' }, { codec_type: 'video' }],
  format: { format_name: 'mpegts', probe_score: 50, duration: '2' },
});

describe('what ffprobe prints', () => {
  it('names kind and codec of every stream in order, of those it knows nothing of, too', () => {
    expect(readStreams(WHOLE)).toEqual([
      { kind: 'audio', codec: 'mp2' },
      { kind: 'data', codec: 'bin_data' },
      { kind: 'video', codec: 'unknown' },
    ]);
  });

  // It opens the brackets before it opens the file.
  it.each(['', '{', WHOLE.slice(0, -20)])(
    'is no JSON where it broke off (%s), and nothing is found then',
    (json) => {
      expect(readStreams(json)).toEqual([]);
      expect(readProbe(json, '')).toBeNull();
    },
  );
});
