/** Pixels between pixels, as sharp as the pixels themselves. */
import type { RgbaImage } from './types';

const PHASES = 64;
/**
 * Cubic convolution (Keys 1981) with a = -0.6 instead of -0.5: a picture moved by half a pixel keeps more of its grain and
 * edges, and edges get no rims yet.
 */
const WEIGHTS = cubicWeights(-0.6);

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
  const w0 = WEIGHTS[wx]!;
  const w1 = WEIGHTS[wx + 1]!;
  const w2 = WEIGHTS[wx + 2]!;
  const w3 = WEIGHTS[wx + 3]!;
  const within = left >= 1 && top >= 1 && left < width - 2 && top < height - 2;
  const a = 4 * (within ? left - 1 : clamp(left - 1, width - 1));
  const b = within ? a + 4 : 4 * clamp(left, width - 1);
  const c = within ? a + 8 : 4 * clamp(left + 1, width - 1);
  const d = within ? a + 12 : 4 * clamp(left + 2, width - 1);
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let j = 0; j < 4; j++) {
    const row = 4 * width * (within ? top + j - 1 : clamp(top + j - 1, height - 1));
    const down = WEIGHTS[wy + j]!;
    const p = row + a;
    const q = row + b;
    const r = row + c;
    const s = row + d;
    red += down * (w0 * data[p]! + w1 * data[q]! + w2 * data[r]! + w3 * data[s]!);
    green += down * (w0 * data[p + 1]! + w1 * data[q + 1]! + w2 * data[r + 1]! + w3 * data[s + 1]!);
    blue += down * (w0 * data[p + 2]! + w1 * data[q + 2]! + w2 * data[r + 2]! + w3 * data[s + 2]!);
  }
  out[0] = red;
  out[1] = green;
  out[2] = blue;
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : Math.min(value, most);
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
