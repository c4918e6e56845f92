import { describe, expect, it } from 'vitest';
import { extractSpeechFeatures } from './speech-features';

const RATE_HZ = 16_000;
const NOISE = Float32Array.from({ length: RATE_HZ }, (_, i) => 0.3 * Math.sin(i * i * 1e-4));

/** A media worker's port that gives these samples in pieces. */
function streaming(samples: Float32Array): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.onmessage = null;
    for (let at = 0; at < samples.length; at += 3000)
      port1.postMessage({ type: 'sound', startS: at / RATE_HZ, samples: samples.slice(at, at + 3000) });
    port1.postMessage({ type: 'end' });
  };
  return port2;
}

describe('one of several speeches', () => {
  it('is heard where it stands, with silence before it and behind it, as long as the result', async () => {
    const place = { startS: 1.5, untilS: 4 };
    const { samples, durationS, features } = await extractSpeechFeatures(streaming(NOISE), () => {}, place);
    expect(durationS).toBe(4);
    const from = 1.5 * RATE_HZ;
    expect(samples.slice(from, from + NOISE.length)).toEqual(NOISE);
    expect(samples.subarray(0, from).every((sample) => sample === 0)).toBe(true);
    expect(samples.subarray(from + NOISE.length).every((sample) => sample === 0)).toBe(true);
    expect(features.energyDb.length).toBeGreaterThan(390);
  });

  it('ends with the result', async () => {
    const place = { startS: 0.5, untilS: 1 };
    const { samples } = await extractSpeechFeatures(streaming(NOISE), () => {}, place);
    expect(samples).toHaveLength(RATE_HZ);
    expect(samples.slice(RATE_HZ / 2)).toEqual(NOISE.slice(0, RATE_HZ / 2));
  });

  it('without sound is no silence, but refused', async () => {
    const place = { startS: 0.5, untilS: 1 };
    const heard = extractSpeechFeatures(streaming(new Float32Array()), () => {}, place);
    await expect(heard).rejects.toMatchObject({ code: 'no-speech' });
  });
});
