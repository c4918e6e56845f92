/** Pictures of one value a pixel: made larger, smaller and softer. */

export interface Plane {
  width: number;
  height: number;
  /** Float32Array [height, width] */
  data: Float32Array;
}

/** For every pixel of one side: the first of the old pixels that it is made of, and their weights. */
interface Taps {
  count: number;
  first: Int32Array;
  /** Float32Array [pixels, count] */
  weights: Float32Array;
}

export function planeOf(width: number, height: number, value: (i: number) => number): Plane {
  const data = new Float32Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = value(i);
  return { width, height, data };
}

/** @param other as large as the plane */
export function minus(plane: Plane, other: Plane): Plane {
  return { ...plane, data: plane.data.map((value, i) => value - other.data[i]!) };
}

/** Smaller by the mean of what a pixel covers, larger by cubic convolution. */
export function resampled(plane: Plane, width: number, height: number): Plane {
  return filtered(plane, width, height, tapsBetween(plane.width, width), tapsBetween(plane.height, height));
}

/** @param sigma of a Gaussian, pixels */
export function blurred(plane: Plane, sigma: number): Plane {
  const { width, height } = plane;
  return filtered(plane, width, height, gaussianTaps(width, sigma), gaussianTaps(height, sigma));
}

/** Every value through a filter as long as `kernel` in both directions; beyond the edges the edge goes on. */
export function convolved(plane: Plane, kernel: readonly number[]): Plane {
  const { width, height } = plane;
  return filtered(plane, width, height, evenTaps(width, kernel), evenTaps(height, kernel));
}

/** Catmull and Rom's spline between the four pixels around `share`, 0..1. */
export function cubicWeights(share: number, out: Float32Array | Float64Array, at = 0): void {
  const [square, cube] = [share * share, share ** 3];
  out[at] = -0.5 * share + square - 0.5 * cube;
  out[at + 1] = 1 - 2.5 * square + 1.5 * cube;
  out[at + 2] = 0.5 * share + 2 * square - 1.5 * cube;
  out[at + 3] = -0.5 * square + 0.5 * cube;
}

function tapsBetween(from: number, to: number): Taps {
  const scale = from / to;
  const count = to < from ? Math.ceil(scale) + 1 : 4;
  const first = new Int32Array(to);
  const weights = new Float32Array(to * count);
  for (let i = 0; i < to; i++) {
    if (to < from) {
      const [low, high] = [i * scale, (i + 1) * scale];
      first[i] = Math.floor(low);
      for (let k = 0; k < count; k++) {
        const covered = Math.min(high, first[i]! + k + 1) - Math.max(low, first[i]! + k);
        weights[i * count + k] = Math.max(0, covered) / scale;
      }
    } else {
      const place = (i + 0.5) * scale - 0.5;
      first[i] = Math.floor(place) - 1;
      cubicWeights(place - Math.floor(place), weights, i * count);
    }
  }
  return { count, first, weights };
}

function gaussianTaps(size: number, sigma: number): Taps {
  const reach = Math.max(1, Math.round(3 * sigma));
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-((k - reach) ** 2) / (2 * sigma ** 2)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return evenTaps(
    size,
    kernel.map((weight) => weight / sum),
  );
}

function evenTaps(size: number, kernel: readonly number[]): Taps {
  const reach = kernel.length >> 1;
  const weights = new Float32Array(size * kernel.length);
  for (let i = 0; i < size; i++) weights.set(kernel, i * kernel.length);
  return { count: kernel.length, first: Int32Array.from({ length: size }, (_, i) => i - reach), weights };
}

function filtered(
  { width, height, data }: Plane,
  toWidth: number,
  toHeight: number,
  across: Taps,
  down: Taps,
): Plane {
  const rows = new Float32Array(toWidth * height);
  for (let i = 0; i < toWidth; i++) {
    const first = across.first[i]!;
    const inside = first >= 0 && first + across.count <= width;
    for (let y = 0; y < height; y++) {
      let sum = 0;
      for (let k = 0; k < across.count; k++) {
        const x = inside ? first + k : Math.max(0, Math.min(width - 1, first + k));
        sum += across.weights[i * across.count + k]! * data[y * width + x]!;
      }
      rows[y * toWidth + i] = sum;
    }
  }
  const out = new Float32Array(toWidth * toHeight);
  for (let j = 0; j < toHeight; j++) {
    for (let k = 0; k < down.count; k++) {
      const weight = down.weights[j * down.count + k]!;
      if (weight === 0) continue;
      const row = Math.max(0, Math.min(height - 1, down.first[j]! + k)) * toWidth;
      for (let i = 0; i < toWidth; i++) out[j * toWidth + i]! += weight * rows[row + i]!;
    }
  }
  return { width: toWidth, height: toHeight, data: out };
}
