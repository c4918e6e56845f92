import { describe, expect, it } from 'vitest';
import { lengthWords } from './length-words';

const HOUR = { saidS: 3600, speeches: 1, filmS: 8, fps: 25, engine: 'own' as const };
const plain = (words: string | null) => words?.replaceAll('\u00a0', ' ');

describe('what long speech costs', () => {
  it('is how long the dub gets, that the video is used again, and how long that takes', () => {
    expect(plain(lengthWords(HOUR))).toBe(
      'This is 1 h 0 min of speech, and all of it is used, so the dub lasts as long. The video is only 8.0 s long, so its pictures are used again and again. On two cores moving the mouth takes about as long as playing the dub, and writing the file up to 1 h 30 min.',
    );
  });

  it('says nothing of the video where it is long enough, or a photo, and more of Wav2Lip', () => {
    expect(plain(lengthWords({ ...HOUR, filmS: 4000 }))).not.toContain('again');
    const drawn = plain(lengthWords({ ...HOUR, filmS: null, engine: 'wav2lip' }));
    expect(drawn).toContain('drawing the mouths takes about 7 h 30 min without a graphics processor');
    expect(drawn).not.toContain('again');
  });

  it('of several speeches is told together', () => {
    expect(plain(lengthWords({ ...HOUR, speeches: 2 }))).toMatch(
      /^All speeches together take 1 h 0 min, and the dub lasts as long\. The video is only 8\.0 s long, /,
    );
  });

  it('of Wav2Lip is for every face that says one', () => {
    expect(plain(lengthWords({ ...HOUR, speeches: 2, engine: 'wav2lip' }))).toContain(
      'drawing the mouths takes up to 15 h 0 min without',
    );
  });

  it('is nothing to be told of a few minutes', () => {
    expect(lengthWords({ ...HOUR, saidS: 400 })).toBeNull();
  });
});
