/** How one speaker moves where the network expects everybody to move: fitted in closed form. */

import { solveLinear } from '../linear-solve';
import { SHAPE_SIZE } from '../lips/shape';
import { meanShape } from './mean-shape';

/** What of a predicted shape says most: rows of lipShape that are added and taken away. */
const MEASURES: readonly [number, number?][] = [[42, 43], [40, 41], [40], [41], [0], [44]];
/** Steps before and after that count. */
const AROUND = [-4, -2, 0, 2, 4];
/** Towards no correction: as much as so many steps of speech say. */
const RIDGE = 1000;
const [LEAST_SCALE, MOST_SCALE] = [0.4, 2.5];

export interface Habit {
  /** Of the whole predicted shape. */
  scale: number;
  /** Mean of the predicted shapes. Float64Array [SHAPE_SIZE] */
  mean: Float64Array;
  /** Per unit of each measure. Float64Array [MEASURES] */
  units: Float64Array;
  /** Float64Array [MEASURES * AROUND, SHAPE_SIZE] */
  weights: Float64Array;
}

/**
 * Ridge regression of what is left when the predicted shape is scaled, on measures of it around each step.
 * @param predicted Float32Array [steps, SHAPE_SIZE]
 * @param own the speaker's true shape around its slow mean; same layout
 * @param known steps of which both are known
 */
export function fitHabit(predicted: Float32Array, own: Float32Array, known: readonly number[]): Habit {
  const mean = meanShape(predicted, known);
  const ownMean = meanShape(own, known);
  const at = (step: number, k: number) => predicted[step * SHAPE_SIZE + k]! - mean[k]!;
  let [both, square] = [0, 1e-9];
  for (const step of known)
    for (let k = 0; k < SHAPE_SIZE; k++) {
      both += at(step, k) * (own[step * SHAPE_SIZE + k]! - ownMean[k]!);
      square += at(step, k) ** 2;
    }
  const scale = Math.max(LEAST_SCALE, Math.min(MOST_SCALE, both / square));
  const units = unitsOf(predicted, mean, known);
  const count = MEASURES.length * AROUND.length;
  const width = count + SHAPE_SIZE;
  const rows = new Float64Array(count * width);
  const x = new Float64Array(count);
  for (const step of known) {
    look(predicted, mean, units, step, x);
    for (let i = 0; i < count; i++) {
      const value = x[i]!;
      for (let j = 0; j < count; j++) rows[i * width + j]! += value * x[j]!;
      for (let k = 0; k < SHAPE_SIZE; k++) {
        const rest = own[step * SHAPE_SIZE + k]! - ownMean[k]! - scale * at(step, k);
        rows[i * width + count + k]! += value * rest;
      }
    }
  }
  for (let i = 0; i < count; i++) rows[i * width + i]! += RIDGE;
  solveLinear(rows, count, width);
  const weights = new Float64Array(count * SHAPE_SIZE);
  for (let i = 0; i < count; i++)
    weights.set(rows.subarray(i * width + count, (i + 1) * width), i * SHAPE_SIZE);
  return { scale, mean, units, weights };
}

/** @returns Float32Array [steps, SHAPE_SIZE]: how this speaker's shape differs from the mean */
export function applyHabit(predicted: Float32Array, { scale, mean, units, weights }: Habit): Float32Array {
  const out = new Float32Array(predicted.length);
  const x = new Float64Array(MEASURES.length * AROUND.length);
  for (let step = 0; step < predicted.length / SHAPE_SIZE; step++) {
    look(predicted, mean, units, step, x);
    for (let k = 0; k < SHAPE_SIZE; k++) {
      let value = scale * (predicted[step * SHAPE_SIZE + k]! - mean[k]!);
      for (let i = 0; i < x.length; i++) value += x[i]! * weights[i * SHAPE_SIZE + k]!;
      out[step * SHAPE_SIZE + k] = value;
    }
  }
  return out;
}

function measure(predicted: Float32Array, mean: Float64Array, step: number, m: number): number {
  const [plus, minus] = MEASURES[m]!;
  const at = (k: number) => predicted[step * SHAPE_SIZE + k]! - mean[k]!;
  return at(plus) - (minus === undefined ? 0 : at(minus));
}

/** Fills `x` with the measures around a step; beyond the ends those at the ends. */
function look(
  predicted: Float32Array,
  mean: Float64Array,
  units: Float64Array,
  step: number,
  x: Float64Array,
): void {
  const last = predicted.length / SHAPE_SIZE - 1;
  let at = 0;
  for (const away of AROUND) {
    const there = Math.max(0, Math.min(last, step + away));
    for (let m = 0; m < MEASURES.length; m++) x[at++] = measure(predicted, mean, there, m) / units[m]!;
  }
}

function unitsOf(predicted: Float32Array, mean: Float64Array, known: readonly number[]): Float64Array {
  return Float64Array.from(MEASURES, (_, m) => {
    const squares = known.reduce((sum, step) => sum + measure(predicted, mean, step, m) ** 2, 0);
    return Math.sqrt(squares / Math.max(1, known.length)) + 1e-6;
  });
}
