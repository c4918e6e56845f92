/** How much alike two faces are that were seen in different shots: enough to know somebody again in one film, no more. */
import { luma as lumaOf } from '../luma';
import { LIP_AND_CHIN_COUNT, type Thumbnail } from './types';

/** What is compared of a face. */
export interface FaceLook {
  /** Light and dark of the face, of mean 0 and length 1. Float32Array [16, 16] */
  luma: Float32Array;
  /** Blue and red less luma, 0..255, coarsely. Float32Array [4, 4, 2] */
  colours: Float32Array;
  /** Where lips and chin are as a rule, as FaceTrack.lips. Float32Array [46, 2] */
  lips: Float32Array;
}

/** Of a thumbnail's side, what the face itself fills. */
const FACE_SHARE = 0.6;
const LUMA_CELLS = 16;
const COLOUR_CELLS = 4;
/** Samples of the thumbnail along each side of a luma cell. */
const TAPS = 4;
/** Rows of a track that its usual lips are told from. */
const MOST_ROWS = 64;

/**
 * Fitted by logistic regression to 163 clips of some 80 people: 567 pairs of looks of one person in a film, a third of
 * a second to a minute apart, against 91,000 pairs of strangers. Looks differ more from another shot than within one.
 */
const WEIGHTS = { luma: 3.15, colours: 1.61, lips: 1.85, constant: 3.74 };
const LEAST = { luma: 0.01, colours: 0.5, lips: 0.004 };

/**
 * Below this two looks are taken for one person's: one in a thousand pairs of strangers is as well, and 77 % of the pairs
 * within a shot and 48 % of those across a cut.
 */
export const SAME_PERSON = -3;

/** @param lips as FaceTrack.lips. Float32Array [T, 46, 2] */
export function faceLook({ width, height, rgba }: Thumbnail, lips: Float32Array): FaceLook {
  const luma = new Float32Array(LUMA_CELLS ** 2);
  const colours = new Float32Array(2 * COLOUR_CELLS ** 2);
  const samples = LUMA_CELLS * TAPS;
  const place = (n: number, side: number) =>
    Math.floor((0.5 + FACE_SHARE * ((n + 0.5) / samples - 0.5)) * side);
  const perColour = samples / COLOUR_CELLS;
  for (let row = 0; row < samples; row++) {
    for (let column = 0; column < samples; column++) {
      const at = 4 * (place(row, height) * width + place(column, width));
      const [r, g, b] = [rgba[at]!, rgba[at + 1]!, rgba[at + 2]!];
      const y = lumaOf(r, g, b);
      luma[Math.floor(row / TAPS) * LUMA_CELLS + Math.floor(column / TAPS)]! += y;
      const cell = Math.floor(row / perColour) * COLOUR_CELLS + Math.floor(column / perColour);
      colours[2 * cell]! += (b - y) / perColour ** 2;
      colours[2 * cell + 1]! += (r - y) / perColour ** 2;
    }
  }
  return { luma: normalised(luma), colours, lips: usual(lips) };
}

/** A logarithm of odds: the smaller, the more alike; `SAME_PERSON` says where to draw the line. */
export function unlikeness(a: FaceLook, b: FaceLook): number {
  let alike = 0;
  for (let i = 0; i < a.luma.length; i++) alike += a.luma[i]! * b.luma[i]!;
  let colours = 0;
  for (let i = 0; i < a.colours.length; i++) colours += Math.abs(a.colours[i]! - b.colours[i]!);
  let lips = 0;
  for (let i = 0; i < a.lips.length; i++) lips += (a.lips[i]! - b.lips[i]!) ** 2;
  return (
    WEIGHTS.luma * Math.log(1 - alike + LEAST.luma) +
    WEIGHTS.colours * Math.log(colours / a.colours.length + LEAST.colours) +
    WEIGHTS.lips * Math.log(Math.sqrt(lips / LIP_AND_CHIN_COUNT) + LEAST.lips) +
    WEIGHTS.constant
  );
}

function normalised(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const length = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) || 1;
  return values.map((value) => (value - mean) / length);
}

/** The median over time of every coordinate. */
function usual(lips: Float32Array): Float32Array {
  const size = 2 * LIP_AND_CHIN_COUNT;
  const rows = lips.length / size;
  const step = Math.max(1, Math.floor(rows / MOST_ROWS));
  return Float32Array.from({ length: size }, (_, k) => {
    const values: number[] = [];
    for (let row = 0; row < rows; row += step) values.push(lips[row * size + k]!);
    values.sort((a, b) => a - b);
    return values[values.length >> 1] ?? 0;
  });
}
