import { describe, expect, it } from 'vitest';
import { colourMatch } from './colour';

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
});
