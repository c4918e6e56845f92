import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../core/errors';
import { LipslateError } from '../../../core/errors';
import type { SoundChain } from '../../../workers/sound/contract';
import { chainText, isSameChain, readChain } from './chain-file';

const CHAIN: SoundChain = {
  repair: true,
  voiceApart: 12,
  hum: false,
  room: true,
  roomTone: false,
  noise: 0.7,
  noiseBy: 'gtcrn',
  level: true,
  deEss: 0.5,
  tone: 'warm',
  compress: 0.3,
  place: 'stereo',
  target: 'r128',
};

describe('a chain as a file', () => {
  it('comes back as it was, with its name or without', () => {
    for (const name of ['Our studio', '']) {
      const saved = { name, chain: CHAIN };
      expect(readChain(chainText(saved))).toEqual(saved);
    }
    expect(JSON.parse(chainText({ name: 'Our studio', chain: CHAIN }))).toEqual({
      format: 'lipslate-sound-chain',
      version: 1,
      name: 'Our studio',
      chain: CHAIN,
    });
  });

  it('leaves as it is what it does not name', () => {
    const { chain } = readChain(file({ chain: { noise: 1 } }));
    expect(chain).toEqual({
      ...{ repair: false, voiceApart: 0, hum: false, room: false, noise: 1, roomTone: false, level: false },
      ...{ noiseBy: 'rnnoise', deEss: 0, tone: null, compress: 0, place: null, target: null },
    });
    expect(isSameChain(chain, { ...chain, target: 'web' })).toBe(false);
    expect(isSameChain(chain, { ...chain })).toBe(true);
  });

  it.each<[name: string, text: string, code: ErrorCode, sentence: RegExp]>([
    ['no JSON', 'noise 0.9', 'settings-unreadable', /does not hold settings saved by Lipslate/],
    ['nothing', 'null', 'settings-unreadable', /does not hold settings saved by Lipslate/],
    ['a list', '[]', 'settings-unreadable', /does not hold settings saved by Lipslate/],
    ['something else', '{"format":"other","version":1}', 'settings-unreadable', /does not hold settings/],
    [
      'limits and offsets',
      '{"format":"lipslate-presets","version":1}',
      'settings-unreadable',
      /other settings of Lipslate/,
    ],
    ['a newer version', file({ version: 2, chain: CHAIN }), 'settings-newer', /newer version/],
    [
      'no version',
      file({ version: undefined, chain: CHAIN }),
      'settings-unreadable',
      /does not hold settings/,
    ],
    ['no chain', file({}), 'settings-unreadable', /no “chain”/],
    ['a typing error', file({ chain: { noize: 1 } }), 'settings-unreadable', /“noize” is no step/],
    [
      'too much',
      file({ chain: { noise: 9 } }),
      'settings-unreadable',
      /“noise” has to be a number from 0 to 1/,
    ],
    [
      'too many decibels',
      file({ chain: { voiceApart: 60 } }),
      'settings-unreadable',
      /“voiceApart” has to be a number of dB from 0 to 40/,
    ],
    ['a word for a switch', file({ chain: { hum: 'yes' } }), 'settings-unreadable', /“hum” .* true or false/],
    [
      'no tone',
      file({ chain: { tone: 'dark' } }),
      'settings-unreadable',
      /“tone” has to be clear, warm or null/,
    ],
    [
      'no method',
      file({ chain: { noiseBy: 'magic' } }),
      'settings-unreadable',
      /“noiseBy” .* rnnoise or gtcrn/,
    ],
    ['no target', file({ chain: { target: -16 } }), 'settings-unreadable', /“target” .*podcast.* or null/],
    [
      'a step of all objects',
      file({ chain: { toString: 1 } }),
      'settings-unreadable',
      /“toString” is no step/,
    ],
  ])('%s is refused in a sentence', (_, text, code, sentence) => {
    const error = refusal(text);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(sentence);
  });
});

function file(content: object): string {
  return JSON.stringify({ format: 'lipslate-sound-chain', version: 1, ...content });
}

function refusal(text: string): LipslateError {
  try {
    readChain(text);
  } catch (cause) {
    if (cause instanceof LipslateError) return cause;
  }
  throw new Error('It was read.');
}
