/** Movements known at some points, smooth everywhere between: thin-plate splines (Bookstein 1989). */

export interface SmoothField {
  count: number;
  /** Float64Array [count, 2] */
  centres: Float64Array;
  /** Weights of the kernels, then of 1, x and y. Float64Array [2, count + 3] */
  weights: Float64Array;
}

/**
 * @param centres Float64Array [N, 2], about 1 apart in all: kernels grow with the square of the distance
 * @param values Float64Array [N, 2]
 * @param slack how far the field may pass beside its values so as not to be bent by their noise; 0: through all of them
 * @returns null where the points lie on one line
 */
export function fitField(centres: Float64Array, values: Float64Array, slack: number): SmoothField | null {
  const count = centres.length / 2;
  const size = count + 3;
  const width = size + 2;
  const rows = new Float64Array(size * width);
  for (let i = 0; i < count; i++) {
    const at = i * width;
    for (let j = 0; j < count; j++) {
      const dx = centres[2 * i]! - centres[2 * j]!;
      const dy = centres[2 * i + 1]! - centres[2 * j + 1]!;
      rows[at + j] = i === j ? slack : kernel(dx * dx + dy * dy);
    }
    for (const [k, value] of [1, centres[2 * i]!, centres[2 * i + 1]!].entries()) {
      rows[at + count + k] = value;
      rows[(count + k) * width + i] = value;
    }
    rows[at + size] = values[2 * i]!;
    rows[at + size + 1] = values[2 * i + 1]!;
  }
  return solve(rows, size, width) ? { count, centres, weights: rightSides(rows, size, width) } : null;
}

/** The field at x, y. */
export function fieldAt(
  { count, centres, weights }: SmoothField,
  x: number,
  y: number,
  out: Float64Array,
): void {
  const size = count + 3;
  let u = weights[count]! + weights[count + 1]! * x + weights[count + 2]! * y;
  let v = weights[size + count]! + weights[size + count + 1]! * x + weights[size + count + 2]! * y;
  for (let i = 0; i < count; i++) {
    const dx = x - centres[2 * i]!;
    const dy = y - centres[2 * i + 1]!;
    const k = kernel(dx * dx + dy * dy);
    u += weights[i]! * k;
    v += weights[size + i]! * k;
  }
  out[0] = u;
  out[1] = v;
}

function kernel(squared: number): number {
  return squared > 1e-12 ? squared * Math.log(squared) : 0;
}

/** Gaussian elimination with the largest pivot of each column, in place; false where there is none. */
function solve(rows: Float64Array, size: number, width: number): boolean {
  for (let column = 0; column < size; column++) {
    let best = column;
    for (let r = column + 1; r < size; r++)
      if (Math.abs(rows[r * width + column]!) > Math.abs(rows[best * width + column]!)) best = r;
    const pivot = rows[best * width + column]!;
    if (!(Math.abs(pivot) > 1e-10)) return false;
    if (best !== column) swap(rows, best * width, column * width, width);
    for (let r = column + 1; r < size; r++) {
      const factor = rows[r * width + column]! / pivot;
      if (factor === 0) continue;
      for (let c = column; c < width; c++) rows[r * width + c]! -= factor * rows[column * width + c]!;
    }
  }
  for (let r = size - 1; r >= 0; r--) {
    for (let side = size; side < width; side++) {
      let value = rows[r * width + side]!;
      for (let c = r + 1; c < size; c++) value -= rows[r * width + c]! * rows[c * width + side]!;
      rows[r * width + side] = value / rows[r * width + r]!;
    }
  }
  return true;
}

function rightSides(rows: Float64Array, size: number, width: number): Float64Array {
  const out = new Float64Array(2 * size);
  for (let r = 0; r < size; r++) {
    out[r] = rows[r * width + size]!;
    out[size + r] = rows[r * width + size + 1]!;
  }
  return out;
}

function swap(values: Float64Array, a: number, b: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const kept = values[a + i]!;
    values[a + i] = values[b + i]!;
    values[b + i] = kept;
  }
}
