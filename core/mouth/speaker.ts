/** One speaker's own way of moving the lips, and what they do for new speech. */
import { openingOfShape, SHAPE_SIZE } from '../lips/shape';
import type { SoundFeatures } from '../sound/types';
import { STEP_S } from '../sync/lipslate-inputs';
import { closeDips } from './closures';
import { LEAST_SEEN_S } from './footage';
import { applyHabit, fitHabit, type Habit } from './habit';
import { meanShape } from './mean-shape';
import { fitOpenings, mapOpening, type OpeningMap, quickened } from './openings';
import { lipsAtSteps, lipsInPictures, type OwnLips } from './own-lips';
import type { SeenLowerFace } from './places';
import population from './population.json' with { type: 'json' };
import { speaking } from './speaking';
import type { MouthShapes } from './types';

/** Rows of lipShape: the inner edges of the lower and the upper lip, in the middle and to its sides. */
const LOWER = [42, 33, 32, 31, 30];
const UPPER = [43, 37, 36, 35, 34];
/** A recording's sound may be this far off; the further, the better it must explain the lips than sound in sync. */
const MOST_LAG_STEPS = 25;
const LAG_PRICE = 0.008;
/** Lips that go with the sound less than this at any lag are a listener's, or under another voice: nothing is learnt. */
const LEAST_LIKENESS = 0.2;
/** The lips' own movement, eye distances, below which it is told from noise no more. */
const LEAST_MOVEMENT = 0.006;

export interface Speaker {
  /** Null: too little was seen and heard together, and the lips move as a common speaker's do. */
  habit: Habit | null;
  /** Mean shape of the footage, around which the lips move. Float64Array [SHAPE_SIZE] */
  mean: Float64Array;
  /** How the shape goes with the opening of the lips. Float64Array [SHAPE_SIZE] per eye distance */
  byOpening: Float64Array;
  /** From what is predicted to what this speaker's lips do, both as openings. */
  openings: OpeningMap;
  /** Opening when nobody speaks. */
  shut: number;
}

/**
 * @param faces one person's lips, through the shots
 * @param predicted what the network says of the same video's own sound, from 0 s on; null where it has none.
 *   Float32Array [steps, SHAPE_SIZE]
 */
export function fitSpeaker(faces: readonly SeenLowerFace[], predicted: Float32Array | null): Speaker {
  const fitted = predicted && withSound(lipsAtSteps(faces, predicted.length / SHAPE_SIZE), predicted);
  return fitted ?? withoutSound(lipsInPictures(faces));
}

/**
 * @param predicted what the network says of the new speech. Float32Array [steps, SHAPE_SIZE]
 * @param heard the new speech
 */
export function speakerShapes(
  predicted: Float32Array,
  { habit, mean, byOpening, openings, shut }: Speaker,
  heard: Pick<SoundFeatures, 'startS' | 'energyDb' | 'speech'>,
): MouthShapes {
  const steps = predicted.length / SHAPE_SIZE;
  const shapes = habit ? applyHabit(predicted, habit) : predicted.slice();
  const moved = openingsOf(shapes);
  const spoken = speaking(heard, steps);
  const wanted = wantedOpenings(moved, openings, shut, spoken);
  for (let step = 0; step < steps; step++) {
    const shape = shapes.subarray(step * SHAPE_SIZE, (step + 1) * SHAPE_SIZE);
    const said = spoken[step]!;
    const more = wanted[step]! - (said * moved[step]! + openingOfShape(mean));
    for (let k = 0; k < SHAPE_SIZE; k++) shape[k] = mean[k]! + said * shape[k]! + more * byOpening[k]!;
    meet(shape);
  }
  return { shapes, steps };
}

/**
 * @param moved openings as predicted, around 0. Float64Array [steps]
 * @param spoken 1 while somebody speaks. Float32Array [steps]
 */
function wantedOpenings(
  moved: Float64Array,
  openings: OpeningMap,
  shut: number,
  spoken: Float32Array,
): Float64Array {
  const wanted = quickened(moved).map((opening) => Math.max(shut, mapOpening(openings, opening)));
  closeDips(wanted, shut, openings.to.at(-2)! - shut);
  return wanted.map((opening, step) => spoken[step]! * opening + (1 - spoken[step]!) * shut);
}

/** Lips do not go through each other. */
function meet(shape: Float32Array): void {
  for (const [i, lower] of LOWER.entries()) {
    const upper = UPPER[i]!;
    if (shape[lower]! >= shape[upper]!) continue;
    const middle = (shape[lower]! + shape[upper]!) / 2;
    shape[lower] = middle;
    shape[upper] = middle;
  }
}

/** @returns null when too little was said, or the lips hardly moved */
function withSound(own: OwnLips, predicted: Float32Array): Speaker | null {
  if (own.known.length < LEAST_SEEN_S / STEP_S) return null;
  const { lag, likeness } = bestLag(own, predicted);
  if (likeness < LEAST_LIKENESS) return null;
  const heard = delayed(predicted, lag);
  const habit = fitHabit(heard, own.around, own.known);
  const moved = applyHabit(heard, habit);
  const ownOpenings = valuesAt(openingsOf(own.whole), own.known);
  if (deviation(ownOpenings) < LEAST_MOVEMENT) return null;
  const openings = fitOpenings(valuesAt(quickened(openingsOf(moved)), own.known), ownOpenings);
  return {
    habit,
    mean: meanShape(own.whole, own.known),
    byOpening: slopes(own),
    openings,
    shut: shutOf(ownOpenings),
  };
}

/** As common speakers move, scaled to this mouth's width. */
function withoutSound(own: OwnLips): Speaker {
  const mean = meanShape(own.whole, own.known);
  const size = Math.max(0.5, Math.min(1.6, mean[0]! / population.halfWidth));
  const byOpening = Float64Array.from(population.byOpening);
  const openings = {
    from: Float64Array.from(population.openings.from),
    to: Float64Array.from(population.openings.to, (opening) => opening * size),
  };
  // A photo shows one opening, and a speaker's mean is another.
  const middle = openings.to[openings.to.length >> 1]!;
  const more = middle - openingOfShape(mean);
  for (let k = 0; k < SHAPE_SIZE; k++) mean[k]! += more * byOpening[k]!;
  return { habit: null, mean, byOpening, openings, shut: 0 };
}

/** Steps by which the sound is later than the lips, and how the openings go together then: a correlation less a price. */
function bestLag(own: OwnLips, predicted: Float32Array): { lag: number; likeness: number } {
  const heard = openingsOf(predicted);
  const lips = valuesAt(openingsOf(own.around), own.known);
  const norm = Math.sqrt(lips.reduce((sum, value) => sum + value * value, 1e-9));
  let best = { lag: 0, likeness: Number.NEGATIVE_INFINITY };
  for (let lag = -MOST_LAG_STEPS; lag <= MOST_LAG_STEPS; lag++) {
    let sum = 0;
    let square = 1e-9;
    own.known.forEach((step, i) => {
      const value = heard[step + lag] ?? 0;
      sum += value * lips[i]!;
      square += value * value;
    });
    const likeness = sum / Math.sqrt(square) / norm - LAG_PRICE * Math.abs(lag);
    if (likeness > best.likeness) best = { lag, likeness };
  }
  return best;
}

/** The shape that the lips have at a step is put there: predicted[step + lag]. */
function delayed(predicted: Float32Array, lag: number): Float32Array {
  const out = new Float32Array(predicted.length);
  const from = Math.max(0, lag) * SHAPE_SIZE;
  out.set(
    predicted.subarray(from, predicted.length + Math.min(0, lag) * SHAPE_SIZE),
    Math.max(0, -lag) * SHAPE_SIZE,
  );
  return out;
}

/** Least squares of every row's movement on the opening's. */
function slopes({ around, known }: OwnLips): Float64Array {
  const out = new Float64Array(SHAPE_SIZE);
  let square = 1e-9;
  for (const step of known) {
    const shape = around.subarray(step * SHAPE_SIZE, (step + 1) * SHAPE_SIZE);
    const opening = openingOfShape(shape);
    square += opening * opening;
    for (let k = 0; k < SHAPE_SIZE; k++) out[k]! += opening * shape[k]!;
  }
  return out.map((sum) => sum / square);
}

function shutOf(openings: Float64Array): number {
  const least = openings.slice().sort()[Math.floor(openings.length * 0.02)] ?? 0;
  return Math.max(0, Math.min(least, population.mostShut));
}

/** Of every step. */
function openingsOf(shapes: Float32Array): Float64Array {
  return Float64Array.from({ length: shapes.length / SHAPE_SIZE }, (_, step) =>
    openingOfShape(shapes.subarray(step * SHAPE_SIZE, (step + 1) * SHAPE_SIZE)),
  );
}

function valuesAt(values: Float64Array, steps: readonly number[]): Float64Array {
  return Float64Array.from(steps, (step) => values[step]!);
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
