/** Movements known at some points, smooth everywhere between: thin-plate splines (Bookstein 1989). */
import { solveLinear } from '../linear-solve';

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
    const x = centres[2 * i]!;
    const y = centres[2 * i + 1]!;
    rows[i * width + i] = slack;
    for (let j = 0; j < i; j++) {
      const dx = x - centres[2 * j]!;
      const dy = y - centres[2 * j + 1]!;
      const value = kernel(dx * dx + dy * dy);
      rows[i * width + j] = value;
      rows[j * width + i] = value;
    }
    for (let k = 0; k < 3; k++) {
      const value = k === 0 ? 1 : k === 1 ? x : y;
      rows[i * width + count + k] = value;
      rows[(count + k) * width + i] = value;
    }
    rows[i * width + size] = values[2 * i]!;
    rows[i * width + size + 1] = values[2 * i + 1]!;
  }
  return solveLinear(rows, size, width) ? { count, centres, weights: rightSides(rows, size, width) } : null;
}

/**
 * Two fields at x, y that have their first centres in common.
 * @param shared how many those are
 * @param out Float64Array [4]: x and y of the one, then of the other
 */
export function twoFieldsAt(
  one: SmoothField,
  other: SmoothField,
  shared: number,
  x: number,
  y: number,
  out: Float64Array,
): void {
  const { centres } = one;
  addPlane(one, x, y, out, 0);
  addPlane(other, x, y, out, 2);
  let [a, b, c, d] = [out[0]!, out[1]!, out[2]!, out[3]!];
  for (let i = 0; i < shared; i++) {
    const dx = x - centres[2 * i]!;
    const dy = y - centres[2 * i + 1]!;
    const k = kernel(dx * dx + dy * dy);
    a += one.weights[i]! * k;
    b += one.weights[one.count + 3 + i]! * k;
    c += other.weights[i]! * k;
    d += other.weights[other.count + 3 + i]! * k;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
  addRest(one, shared, x, y, out, 0);
  addRest(other, shared, x, y, out, 2);
}

function addPlane(
  { count, weights }: SmoothField,
  x: number,
  y: number,
  out: Float64Array,
  at: number,
): void {
  for (let c = 0; c < 2; c++) {
    const side = c * (count + 3) + count;
    out[at + c] = weights[side]! + weights[side + 1]! * x + weights[side + 2]! * y;
  }
}

function addRest(
  field: SmoothField,
  from: number,
  x: number,
  y: number,
  out: Float64Array,
  at: number,
): void {
  const { count, centres, weights } = field;
  for (let i = from; i < count; i++) {
    const dx = x - centres[2 * i]!;
    const dy = y - centres[2 * i + 1]!;
    const k = kernel(dx * dx + dy * dy);
    out[at]! += weights[i]! * k;
    out[at + 1]! += weights[count + 3 + i]! * k;
  }
}

function kernel(squared: number): number {
  return squared > 1e-12 ? squared * Math.log(squared) : 0;
}

function rightSides(rows: Float64Array, size: number, width: number): Float64Array {
  const out = new Float64Array(2 * size);
  for (let r = 0; r < size; r++) {
    out[r] = rows[r * width + size]!;
    out[size + r] = rows[r * width + size + 1]!;
  }
  return out;
}
