/** Pixels between pixels, as sharp as the pixels themselves. */
import type { RgbaImage } from './types';

const PHASES = 64;
/**
 * Cubic convolution (Keys 1981) with a = -0.75 instead of -0.5: a picture moved by half a pixel keeps more of its grain
 * and edges.
 */
const WEIGHTS = cubicWeights(-0.75);

/** Red, green and blue at x, y, the middle of the first pixel being 0, 0; beyond the edges the edge goes on. */
export function sampleInto(
  { data, width, height }: RgbaImage,
  x: number,
  y: number,
  out: Float32Array,
): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const wx = 4 * (((x - left) * PHASES + 0.5) | 0);
  const wy = 4 * (((y - top) * PHASES + 0.5) | 0);
  let [r, g, b] = [0, 0, 0];
  const within = left >= 1 && top >= 1 && left < width - 2 && top < height - 2;
  for (let j = 0; j < 4; j++) {
    const row = (within ? top + j - 1 : clamp(top + j - 1, height - 1)) * width;
    const down = WEIGHTS[wy + j]!;
    for (let i = 0; i < 4; i++) {
      const at = 4 * (row + (within ? left + i - 1 : clamp(left + i - 1, width - 1)));
      const weight = down * WEIGHTS[wx + i]!;
      r += weight * data[at]!;
      g += weight * data[at + 1]!;
      b += weight * data[at + 2]!;
    }
  }
  out[0] = r;
  out[1] = g;
  out[2] = b;
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : value > most ? most : value;
}

/** Float32Array [PHASES + 1, 4] */
function cubicWeights(a: number): Float32Array {
  const out = new Float32Array(4 * (PHASES + 1));
  for (let phase = 0; phase <= PHASES; phase++) {
    for (let tap = 0; tap < 4; tap++) {
      const d = Math.abs(phase / PHASES - (tap - 1));
      out[4 * phase + tap] =
        d <= 1 ? (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1 : a * (d ** 3 - 5 * d ** 2 + 8 * d - 4);
    }
  }
  return out;
}
