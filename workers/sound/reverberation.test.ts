/** The estimate of a room behind speech, in rooms of known construction. */
import { beforeAll, describe, expect, it } from 'vitest';
import { concatFloat32 } from '../../core/concat';
import { FigureMeter } from '../../core/loudness/figures';
import { seeded } from '../../core/testing/random';
import { exampleSpeech } from './testing/shipped';

const RATE_HZ = 48_000;
/** One room is one chance: what is said is heard in three that die away alike. */
const ROOMS = [1, 2, 3];
let speech: Float32Array;

beforeAll(async () => {
  speech = await exampleSpeech(RATE_HZ);
}, 60_000);

describe('the room behind words', { timeout: 60_000 }, () => {
  it('is hardly heard in a voice of a studio', () => {
    expect(measured(speech)).toBeLessThan(0.25);
  });

  it.each([0.3, 0.8])('is found within 30 %% where sound dies away in %f s', (rt60S) => {
    const wet = concatFloat32(ROOMS.map((seed) => inRoom(rt60S, seed)));
    for (const sound of [wet, noisy(wet, 40)])
      expect(Math.abs(measured(sound)! - rt60S)).toBeLessThan(0.3 * rt60S);
  });

  it('is not told where noise covers the ends of words, nor of what nobody says', () => {
    expect(measured(noisy(speech, 5))).toBeNull();
    expect(measured(speech, 0)).toBeNull();
    expect(measured(new Float32Array(RATE_HZ))).toBeNull();
  });
});

function measured(sound: Float32Array, share = 1): number | null {
  const meter = new FigureMeter(RATE_HZ, 1);
  meter.push([sound]);
  return meter.figures(new Float32Array(meter.hops().length).fill(share)).reverberationS;
}

/** Noise that dies away by 60 dB in that time, to its end, 3 dB below what comes straight; of its taps each 23rd, as the bench has it. */
function inRoom(rt60S: number, seed: number): Float32Array {
  const random = seeded(seed);
  const length = Math.round(rt60S * RATE_HZ);
  const tail = Float32Array.from({ length }, (_, i) =>
    i < 0.005 * RATE_HZ || i % 23 !== 0 ? 0 : (2 * random() - 1) * 10 ** ((-3 * i) / length),
  );
  const gain = Math.sqrt(0.5 / tail.reduce((sum, tap) => sum + tap * tap, 0));
  const out = speech.slice();
  tail.forEach((tap, at) => {
    if (tap === 0) return;
    for (let i = at; i < out.length; i++) out[i]! += gain * tap * (speech[i - at] as number);
  });
  return out;
}

function noisy(sound: Float32Array, snrDb: number): Float32Array {
  const random = seeded(9);
  const power = sound.reduce((sum, sample) => sum + sample * sample, 0) / sound.length;
  const size = Math.sqrt(3 * power) * 10 ** (-snrDb / 20);
  return sound.map((sample) => sample + size * (2 * random() - 1));
}
