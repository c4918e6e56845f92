/** What is told of a sound at once, before anything is done to it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { IS_SPEECH } from '../../core/loudness/figures';
import { libebur128 } from '../../core/loudness/testing/libebur128';
import { seeded } from '../../core/testing/random';
import { asIs, measure } from './measure';
import { prepared, serveWasm, wavOf } from './testing/in-node';
import { exampleSpeech } from './testing/shipped';

const RATE_HZ = 48_000;
const SILENCE_S = 2;
let voice: Float32Array;
let sides: [Float32Array, Float32Array];

beforeAll(async () => {
  serveWasm();
  const said = await exampleSpeech(RATE_HZ, 1, 5);
  voice = new Float32Array(SILENCE_S * RATE_HZ + said.length);
  voice.set(
    said.map((sample) => 0.5 * sample),
    SILENCE_S * RATE_HZ,
  );
  const noisy = (seed: number) => {
    const random = seeded(seed);
    return voice.map((sample) => sample + 0.001 * (2 * random() - 1));
  };
  sides = [noisy(1), noisy(2)];
});

describe('a sound as it is', { timeout: 60_000 }, () => {
  it('is as loud as another meter says, and as a preparation and the command tell it', async () => {
    const shares: number[] = [];
    const file = wavOf(sides);
    const { before, speech, durationS, sidesFault, endsEarly } = await asIs(file, 0, (share) =>
      shares.push(share),
    );
    const theirs = await libebur128(RATE_HZ, ...sides);
    expect(Math.abs(before.figures.integratedLufs! - theirs.integratedLufs)).toBeLessThan(0.05);
    expect(Math.abs(before.figures.truePeakDb! - theirs.truePeakDb)).toBeLessThan(0.2);
    const ofSpeech = { speechAboveNoiseDb: null, speechLufs: null, reverberationS: null };
    expect(await measure(file, 0)).toEqual({ ...before.figures, ...ofSpeech });
    const made = await prepared(sides, {});
    expect([before, speech]).toEqual([made.before, made.speech]);
    expect([durationS, sidesFault, endsEarly]).toEqual([made.durationS, null, null]);
    expect(shares.length).toBeGreaterThan(10);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(0.98);
  });

  it.each([1, -1])('has speech where somebody speaks, one side being %i times the other', async (level) => {
    const planes = [voice, voice.map((sample) => level * sample)];
    const { speech, speechS, sidesFault } = await asIs(wavOf(planes), 0, () => {});
    expect(sidesFault).toBe(level < 0 ? 'inverted' : null);
    const isSpeech = [...speech].map((surely) => surely >= IS_SPEECH);
    expect(isSpeech.slice(0, 10 * SILENCE_S - 1)).not.toContain(true);
    expect(isSpeech.filter(Boolean).length / 10).toBeCloseTo(speechS, 5);
    expect(speechS).toBeGreaterThan(2);
  });

  it('tells nothing of silence, and where half a file ends', async () => {
    const silent = await asIs(wavOf([new Float32Array(RATE_HZ)]), 0, () => {});
    expect(silent.before.figures).toMatchObject({
      integratedLufs: null,
      truePeakDb: null,
      noiseFloorLufs: null,
    });
    expect(silent.speechS).toBe(0);
    const whole = wavOf(sides);
    const half = await asIs(new File([whole.slice(0, whole.size / 2)], 'half.wav'), 0, () => {});
    expect(Math.abs(half.endsEarly!.atS - 3)).toBeLessThan(0.1);
    expect(Math.abs(half.endsEarly!.ofS - 6)).toBeLessThan(0.1);
  });
});
