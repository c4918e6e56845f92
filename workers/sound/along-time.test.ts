/** What is drawn of a prepared sound: how high it is, and where it is speech, a tenth of a second at a time. */
import { beforeAll, expect, it } from 'vitest';
import { IS_SPEECH } from '../../core/loudness/figures';
import { prepared, serveWasm } from './testing/in-node';
import { exampleSpeech } from './testing/shipped';

const RATE_HZ = 48_000;
const HOP = RATE_HZ / 10;

beforeAll(serveWasm);

it('is as high as the samples are, before and after, and speech where somebody speaks', async () => {
  const silenceS = 2;
  const said = await exampleSpeech(RATE_HZ, 1, 4);
  const mono = new Float32Array(silenceS * RATE_HZ + said.length);
  mono.set(said, silenceS * RATE_HZ);
  const planes = [mono, mono.map((sample) => -0.5 * sample)];
  const made = await prepared(planes, { noise: 0.9, target: 'podcast' });
  for (const [{ peaks }, sound] of [
    [made.before, planes],
    [made.after, made.planes],
  ] as const) {
    expect(peaks).toHaveLength(Math.floor(mono.length / HOP));
    peaks.forEach((peak, hop) => {
      const inHop = sound.flatMap((plane) => [...plane.subarray(hop * HOP, (hop + 1) * HOP)]);
      expect(peak).toBeCloseTo(Math.max(...inHop.map(Math.abs)), 5);
    });
  }
  const isSpeech = [...made.speech].map((surely) => surely >= IS_SPEECH);
  expect(isSpeech.slice(0, 10 * silenceS - 1)).not.toContain(true);
  expect(isSpeech.filter(Boolean).length / 10).toBeCloseTo(made.speechS, 5);
  expect(made.speechS).toBeGreaterThan(2);
});
