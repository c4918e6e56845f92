/** What a mouth of 96 x 96 pixels cannot hold, taken from the picture that it is laid over. */
import { FACE_SIZE } from '../lips/wav2lip';
import { luma as lumaOf } from '../luma';
import { shiftBetween, shifted } from './follow-shape';
import { blurred, convolved, cubicWeights, minus, type Plane, planeOf, resampled } from './plane';

/**
 * What becomes of a small picture that is made larger by Catmull and Rom's spline and then smaller again by means: each
 * pixel in terms of its five neighbours in a row. Undone, what 96 pixels do hold is as sharp as it was.
 */
const THERE_AND_BACK = [-0.0130208, 0.09375, 0.8385416, 0.09375, -0.0130208];
const UNDO_ROUNDS = 3;
/** Detail of the small pictures, by which is told whether both show the same thing; pixels of them. */
const FINE = 1.2;
const AROUND = 2;
/** Squared difference of brightness that is noise. */
const NOISE = 0.3;
/** Only what goes together closely is taken: a lip's edge beside the lip would be a second lip. */
const STRICTNESS = 4;
const MOST_WEIGHT = 1.3;
/** What still lacks is lifted by sharpening, as far as edges get no rims: share of the picture's own sharpness. */
const WANTED_SHARPNESS = 0.75;
const MOST_SHARPENING = 0.4;
/** An open mouth is sharper than a shut one, by its teeth. */
const MOST_SHARPNESS = 1.3;
const SHARPENED = 1;
/** Of the face box: where sharpness is measured. */
const MOUTH = { left: 0.15, right: 0.85, top: 0.5, bottom: 0.95 };
/** A box hardly larger than what was drawn has nothing to bring back. */
const LEAST_SCALE = 1.15;

export function hasDetail(width: number, height: number): boolean {
  return Math.min(width, height) >= LEAST_SCALE * FACE_SIZE;
}

/**
 * The mouth at the size of the face box. What the picture shows beyond 96 pixels is moved to where the mouth shows the
 * same, and taken as far as what both do show there goes together: skin and beard keep their texture, lips their edges,
 * and what is not there in the picture, such as teeth behind shut lips, is sharpened a little.
 * @param mouth Uint8Array [96, 96, 3] RGB
 * @param picture what lies in the face box. Uint8ClampedArray [height, width, 4] RGBA
 * @returns Uint8ClampedArray [height, width, 4] RGBA, opaque
 */
export function detailed(
  mouth: Uint8Array,
  picture: Uint8ClampedArray,
  width: number,
  height: number,
): Uint8ClampedArray<ArrayBuffer> {
  const base = planeOf(width, height, (i) => lumaAt(picture, 4 * i));
  const drawn = planeOf(FACE_SIZE, FACE_SIZE, (i) => lumaAt(mouth, 3 * i));
  const small = resampled(base, FACE_SIZE, FACE_SIZE);
  const shift = shiftBetween(small, drawn);
  const weight = resampled(agreement(drawn, shifted(small, shift)), width, height).data;
  const beyond = minus(base, enlarged(small, width, height));
  const move = { x: resampled(shift.x, width, height).data, y: resampled(shift.y, width, height).data };
  const [scaleX, scaleY] = [width / FACE_SIZE, height / FACE_SIZE];
  const luma = enlarged(drawn, width, height);
  for (let i = 0; i < luma.data.length; i++) {
    const share = Math.max(0, weight[i]!);
    if (share < 0.01) continue;
    const x = (i % width) + scaleX * move.x[i]!;
    luma.data[i]! += share * sampleCubic(beyond, x, Math.floor(i / width) + scaleY * move.y[i]!);
  }
  const sharpness = sharpnessOf(base, base).own;
  limit(luma, resampled(drawn, width, height), MOST_SHARPNESS * sharpness);
  sharpen(luma, WANTED_SHARPNESS * sharpness);
  return coloured(mouth, luma);
}

function enlarged(small: Plane, width: number, height: number): Plane {
  let sharp = small;
  for (let round = 0; round < UNDO_ROUNDS; round++) {
    const back = convolved(sharp, THERE_AND_BACK);
    const from = sharp;
    sharp = { ...small, data: small.data.map((value, i) => from.data[i]! + value - back.data[i]!) };
  }
  return resampled(sharp, width, height);
}

/** How far fine detail of two pictures goes together, 0..1, times how much stronger it is in the first. */
function agreement(one: Plane, other: Plane): Plane {
  const [fineOne, fineOther] = [fineOf(one), fineOf(other)];
  const around = (a: Float32Array, b: Float32Array) =>
    blurred({ ...one, data: a.map((value, i) => value * b[i]!) }, AROUND).data;
  const both = around(fineOne, fineOther);
  const ofOne = around(fineOne, fineOne);
  const ofOther = around(fineOther, fineOther);
  return planeOf(one.width, one.height, (i) => {
    const [a, b] = [ofOne[i]! + NOISE, ofOther[i]! + NOISE];
    const alike = Math.max(0, Math.min(1, both[i]! / Math.sqrt(a * b)));
    return alike ** STRICTNESS * Math.min(MOST_WEIGHT, Math.sqrt(a / b));
  });
}

function fineOf(plane: Plane): Float32Array {
  return minus(plane, blurred(plane, FINE)).data;
}

/** Brings back no more than makes the mouth about as sharp as the picture: what was drawn coarsely has edges that are none. */
function limit(luma: Plane, plain: Plane, most: number): void {
  const change = minus(luma, plain);
  const share = amountOf(plain, change, most);
  if (share >= 1) return;
  for (let i = 0; i < luma.data.length; i++) luma.data[i] = plain.data[i]! + share * change.data[i]!;
}

/** Edges are raised until the mouth is about as sharp as the picture is there, or for as long as that looks natural. */
function sharpen(luma: Plane, wanted: number): void {
  const edges = minus(luma, blurred(luma, SHARPENED));
  const amount = Math.min(MOST_SHARPENING, amountOf(luma, edges, wanted));
  for (let i = 0; i < luma.data.length; i++) luma.data[i]! += amount * edges.data[i]!;
}

/** How much of `more` makes `luma` as sharp as is wanted; 0 where it is already. */
function amountOf(luma: Plane, more: Plane, wanted: number): number {
  const { own, added, both } = sharpnessOf(luma, more);
  if (wanted <= own || added <= 0) return 0;
  return (Math.sqrt(both * both + added * (wanted - own)) - both) / added;
}

/** Variances of the Laplacian over the mouth, and covariance. */
function sharpnessOf({ width, height, data }: Plane, other: Plane) {
  const sums = { count: 0, a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  const laplacian = (values: Float32Array, i: number) =>
    values[i - 1]! + values[i + 1]! + values[i - width]! + values[i + width]! - 4 * values[i]!;
  for (let y = Math.floor(MOUTH.top * height); y < Math.min(height - 1, MOUTH.bottom * height); y++) {
    for (let x = Math.floor(MOUTH.left * width); x < MOUTH.right * width; x++) {
      const [a, b] = [laplacian(data, y * width + x), laplacian(other.data, y * width + x)];
      sums.count += 1;
      sums.a += a;
      sums.b += b;
      sums.aa += a * a;
      sums.ab += a * b;
      sums.bb += b * b;
    }
  }
  const { count, a, b, aa, ab, bb } = sums;
  return {
    own: aa / count - (a / count) ** 2,
    both: ab / count - (a / count) * (b / count),
    added: bb / count - (b / count) ** 2,
  };
}

/** Colours as they were drawn, brightness as it is now. */
function coloured(mouth: Uint8Array, luma: Plane): Uint8ClampedArray<ArrayBuffer> {
  const { width, height, data } = luma;
  const channels = [0, 1, 2].map((c) =>
    resampled(
      planeOf(FACE_SIZE, FACE_SIZE, (i) => mouth[3 * i + c]!),
      width,
      height,
    ),
  );
  const out = new Uint8ClampedArray(4 * data.length);
  for (let i = 0; i < data.length; i++) {
    const [red, green, blue] = [channels[0]!.data[i]!, channels[1]!.data[i]!, channels[2]!.data[i]!];
    const lift = data[i]! - lumaOf(red, green, blue);
    out[4 * i] = red + lift;
    out[4 * i + 1] = green + lift;
    out[4 * i + 2] = blue + lift;
    out[4 * i + 3] = 255;
  }
  return out;
}

const WEIGHTS_X = new Float64Array(4);
const WEIGHTS_Y = new Float64Array(4);

function sampleCubic({ width, height, data }: Plane, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  cubicWeights(x - left, WEIGHTS_X);
  cubicWeights(y - top, WEIGHTS_Y);
  let sum = 0;
  for (let j = 0; j < 4; j++) {
    const row = Math.max(0, Math.min(height - 1, top + j - 1)) * width;
    let across = 0;
    for (let i = 0; i < 4; i++)
      across += WEIGHTS_X[i]! * data[row + Math.max(0, Math.min(width - 1, left + i - 1))]!;
    sum += WEIGHTS_Y[j]! * across;
  }
  return sum;
}

function lumaAt(pixels: Uint8Array | Uint8ClampedArray, at: number): number {
  return lumaOf(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
}
