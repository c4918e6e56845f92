import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { SHAPE_SIZE } from '../lips/shape';
import { FINE_BANDS } from '../sound/fine-bands';
import { type LipNetworks, predictLips } from './lips-from-speech';
import { lipNetworksInNode } from './testing/lip-networks';

const golden = JSON.parse(readFileSync(new URL('./testing/lips-golden.json', import.meta.url), 'utf8')) as {
  shapeEvery10: number[];
};
const STEPS = 60;
const wave = (channels: number, pitch: number) =>
  Float32Array.from({ length: channels * STEPS }, (_, at) => Math.sin(pitch * at));
/** A hum that grows and fades four times a second. */
const hum = (seconds: number) =>
  Float32Array.from(
    { length: 16000 * seconds },
    (_, n) => 0.3 * Math.sin((2 * Math.PI * 160 * n) / 16000) * Math.max(0, Math.sin((Math.PI * n) / 4000)),
  );

describe('lips from speech', { timeout: 60_000 }, () => {
  let networks: LipNetworks;
  beforeAll(async () => {
    networks = await lipNetworksInNode();
  }, 60_000);

  it('the shipped network gives in onnxruntime what it gave in PyTorch', async () => {
    const { data, dims } = await networks.lips(
      {
        levels: { data: wave(2 * FINE_BANDS, 0.37), dims: [1, 2 * FINE_BANDS, STEPS] },
        heard: { data: wave(288, 0.11), dims: [1, 288, STEPS] },
      },
      'shape',
    );
    expect(dims).toEqual([1, SHAPE_SIZE, STEPS]);
    const every10 = [...data].filter((_, at) => (at % STEPS) % 10 === 0);
    every10.forEach((value, k) => {
      expect(Math.abs(value - golden.shapeEvery10[k]!)).toBeLessThan(1e-4);
    });
  });

  it('there is a shape for every 20 ms of speech, and none without', async () => {
    const shapes = await predictLips(networks, hum(2));
    expect(Math.abs(shapes.length / SHAPE_SIZE - 100)).toBeLessThanOrEqual(1);
    expect(shapes.every(Number.isFinite)).toBe(true);
    expect(await predictLips(networks, new Float32Array(0))).toHaveLength(0);
    expect((await predictLips(networks, hum(0.1))).length % SHAPE_SIZE).toBe(0);
  });

  it('what is said in another minute changes nothing', async () => {
    const long = new Float32Array(16000 * 28);
    long.set(hum(8), 16000 * 20);
    const other = long.slice();
    other.set(hum(2));
    const [a, b] = [await predictLips(networks, long), await predictLips(networks, other)];
    const from = 25 * 50 * SHAPE_SIZE;
    for (let k = from; k < a.length; k++) expect(Math.abs(a[k]! - b[k]!)).toBeLessThan(0.02);
  });
});
