import { describe, expect, it } from 'vitest';
import { FACE_SIZE } from '../lips/wav2lip';
import { colourMatch, mouthPixels } from './colour';

const BT601 = { redV: 1.402, greenU: -0.344136, greenV: -0.714136, blueU: 1.772 };
const BT709 = { redV: 1.5748, greenU: -0.187324, greenV: -0.468124, blueU: 1.8556 };

const decode = (m: typeof BT601, [y, u, v]: readonly [number, number, number]) => [
  y + m.redV * v,
  y + m.greenU * u + m.greenV * v,
  y + m.blueU * u,
];

const times = (m: Float64Array, rgb: number[]) =>
  [0, 1, 2].map((r) => rgb.reduce((sum, value, c) => sum + m[3 * r + c]! * value, 0));

describe("a mouth's colours", () => {
  it.each([
    [150, -20, 35],
    [90, 10, -5],
    [200, 0, 0],
  ] as const)('fit the picture around it on the screen: YUV %i %i %i', (...yuv) => {
    const matched = times(colourMatch(BT601, BT709), decode(BT601, yuv));
    decode(BT709, yuv).forEach((value, c) => {
      expect(matched[c]).toBeCloseTo(value, 3);
    });
  });

  it('stay as they are where both agree', () => {
    const matched = times(colourMatch(BT601, BT601), [10, 200, 77]);
    [10, 200, 77].forEach((value, c) => {
      expect(matched[c]).toBeCloseTo(value, 9);
    });
  });

  it('become bytes as in the original, red first', () => {
    const area = FACE_SIZE * FACE_SIZE;
    const drawn = new Float32Array(3 * area);
    drawn[1] = 0.999; // blue
    drawn[2 * area + 1] = 0.5; // red
    const out = new Uint8Array(3 * area);
    mouthPixels(drawn, null, out);
    expect(Array.from(out.subarray(0, 6))).toEqual([0, 0, 0, 127, 0, 254]);
    mouthPixels(drawn, Float64Array.of(3, 0, 0, 0, 1, 0, -1, 0, 0), out);
    expect(Array.from(out.subarray(3, 6))).toEqual([255, 0, 0]);
  });
});
