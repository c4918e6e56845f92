import { describe, expect, it } from 'vitest';
import type { Mix } from './downmix';
import { mixName, parseSound, soundArgument, soundWarnings } from './heard';

const MIXES: (Mix | null)[] = [
  null,
  { kind: 'downmix' },
  { kind: 'channel', channel: 15 },
  { kind: 'difference', channels: [0, 1] },
];

describe('a choice of sound as one word', () => {
  it('is read as it is written', () => {
    for (const mix of MIXES) expect(parseSound(soundArgument(2, mix))).toEqual({ track: 2, mix });
    expect(MIXES.map((mix) => soundArgument(0, mix))).toEqual(['1', '1:all', '1:16', '1:1-2']);
  });

  it('is nothing else', () => {
    for (const text of ['', '0', '1:', '1:0', ':2', 'a', '1:2-2', '1:1-', '1.5', '-1', '1:2:3', '9999'])
      expect(parseSound(text)).toBeNull();
  });
});

describe('what is said about the sound', () => {
  const heard = { track: 0, mix: { kind: 'downmix' } as Mix, isChosen: false, speechS: 5, speechTrack: null };

  it('is nothing where all is as usual', () => {
    expect(soundWarnings(heard, 2)).toEqual([]);
    expect(mixName(heard.mix, 2)).toBe('downmix');
  });

  it('names the channel or the difference that has the speech, and whose choice that was', () => {
    const channel: Mix = { kind: 'channel', channel: 3 };
    expect(soundWarnings({ ...heard, mix: channel }, 8)).toEqual([
      'Speech is lost when all channels are mixed, so channel 4, bass (LFE) alone was listened to.',
    ]);
    expect(soundWarnings({ ...heard, mix: channel, isChosen: true }, 8)[0]).toMatch(/^As chosen, channel 4/);
    expect(soundWarnings({ ...heard, mix: { kind: 'difference', channels: [0, 1] } }, 2)[0]).toMatch(
      /one is inverted/,
    );
  });

  it('points at another track that has speech', () => {
    expect(soundWarnings({ ...heard, speechS: 0, speechTrack: 1 }, 2)).toEqual([
      'The second sound track has speech: check that one.',
    ]);
    expect(soundWarnings({ ...heard, speechTrack: 2 }, 2)[0]).toMatch(
      /^The third sound track has speech, too/,
    );
  });
});
