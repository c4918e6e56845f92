/** What the default cleaning loses of speech that is clean: hum and rumble, and noise by the suppressor that is shipped. */
import { beforeAll, describe, expect, it } from 'vitest';
import { concatFloat32 } from '../../core/concat';
import { Denoise } from '../../core/enhance/denoise';
import { HumFilter, HumFinder } from '../../core/enhance/hum';
import { RumbleFinder } from '../../core/enhance/rumble';
import { seeded } from '../../core/testing/random';
import { siSdr } from '../../core/testing/si-sdr';
import { rnnoiseOf } from './rnnoise-instance';
import { exampleSpeech, shippedRnnoise } from './testing/shipped';

const RATE_HZ = 48_000;
/** As much as may be lost against doing nothing, dB. */
const MOST_LOST_DB = 0.5;
let module: WebAssembly.Module;
let speech: Float32Array;

beforeAll(async () => {
  module = await shippedRnnoise();
  speech = await exampleSpeech(RATE_HZ, 0, 5);
}, 60_000);

describe('speech that is clean', { timeout: 60_000 }, () => {
  it.each([30, 40, 50])(
    'with its room %i dB below it is not farther from the truth afterwards',
    async (snrDb) => {
      const random = seeded(7);
      const power = speech.reduce((sum, sample) => sum + sample * sample, 0) / speech.length;
      const size = Math.sqrt(3 * power) * 10 ** (-snrDb / 20);
      const given = speech.map((sample) => sample + size * (2 * random() - 1));
      const lostDb = siSdr(speech, given) - siSdr(speech, await cleaned(given));
      expect(lostDb).toBeLessThan(MOST_LOST_DB);
    },
  );

  it('without any noise comes out as it went in, within 55 dB', async () => {
    expect(siSdr(speech, await cleaned(speech))).toBeGreaterThan(55);
  });
});

async function cleaned(sound: Float32Array): Promise<Float32Array> {
  const [lines, rumble] = [new HumFinder(RATE_HZ), new RumbleFinder(RATE_HZ)];
  lines.push(sound);
  rumble.push(sound);
  const filter = new HumFilter(RATE_HZ, lines.lines(), rumble.isLoud);
  const denoise = new Denoise(await rnnoiseOf(module), 0.9);
  const whole = concatFloat32([filter.push(sound), filter.end()]);
  return concatFloat32([denoise.push(whole), denoise.end()]);
}
