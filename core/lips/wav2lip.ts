/** What surrounds Wav2Lip's generator (its inference.py, commit 5c90fa9): windows of sound, face boxes, tensors. */
import { FACE_CHANNELS } from '../onnx/wav2lip';
import { MEL_BANDS, MEL_RATE_HZ } from '../sound/mel';
import type { Box } from './geometry';

export const MEL_COLUMNS = 16;
export const FACE_SIZE = 96;
/** Pixels added to the face box: room for the chin. */
export const DEFAULT_PADS: Pads = { top: 0, bottom: 10, left: 0, right: 0 };
const SMOOTHING = 5;
/** Value of digital silence in the mel spectrogram. */
export const MEL_SILENCE = -4;
/** Times such as 7 / 30 s times 80 must not fall below the whole number they are meant to be. */
const TIME_TOLERANCE_COLUMNS = 1e-4;

export interface Pads {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/**
 * First mel column of every picture at a constant frame rate: int(i * (80 / fps)). The sound gives the length: the last
 * picture's window is pushed back to end with the sound.
 * @param melColumns columns of the new speech's mel spectrogram
 */
export function melStartsAtRate(fps: number, melColumns: number): number[] {
  if (melColumns === 0) return [];
  const perPicture = MEL_RATE_HZ / fps;
  const last = Math.max(0, melColumns - MEL_COLUMNS);
  const starts: number[] = [];
  for (let i = 0; Math.trunc(i * perPicture) <= last; i++) starts.push(Math.trunc(i * perPicture));
  return [...starts, last];
}

/**
 * The same for pictures at any times (variable frame rate): int(80 t), windows past the end pushed back.
 * @param timesS PTS of the pictures, seconds since the new speech starts
 */
export function melStartsAtTimes(timesS: ArrayLike<number>, melColumns: number): number[] {
  const last = Math.max(0, melColumns - MEL_COLUMNS);
  return Array.from(timesS, (t) =>
    Math.max(0, Math.min(last, Math.floor(t * MEL_RATE_HZ + TIME_TOLERANCE_COLUMNS))),
  );
}

/**
 * Copies windows of the mel spectrogram side by side; columns beyond its end are silence.
 * @param mel Float32Array [80, T]
 * @returns Float32Array [starts.length, 1, 80, 16]
 */
export function melWindows(mel: Float32Array, starts: readonly number[]): Float32Array<ArrayBuffer> {
  const columns = mel.length / MEL_BANDS;
  const out = new Float32Array(starts.length * MEL_BANDS * MEL_COLUMNS);
  let at = 0;
  for (const start of starts) {
    for (let band = 0; band < MEL_BANDS; band++) {
      for (let t = start; t < start + MEL_COLUMNS; t++) {
        out[at++] = t < columns ? mel[band * columns + t]! : MEL_SILENCE;
      }
    }
  }
  return out;
}

/**
 * Boxes to cut out: cut to whole pixels, padded, kept inside the picture, then each replaced by the mean of itself and
 * the four after it (near the end: of the last five), cut to whole pixels.
 *
 * As in the original the means are written back as they are made, so the last windows average boxes that are smoothed
 * already. It averages only the last few boxes of a clip shorter than five pictures; here all of them.
 * @param smooth false: each box by itself, as with the original's --nosmooth
 */
export function wav2lipBoxes(
  boxes: readonly Box[],
  pictureWidth: number,
  pictureHeight: number,
  pads: Pads = DEFAULT_PADS,
  smooth = true,
): Box[] {
  const edges = boxes.map(({ x, y, width, height }) => [
    Math.max(0, Math.trunc(x) - pads.left),
    Math.max(0, Math.trunc(y) - pads.top),
    Math.min(pictureWidth, Math.trunc(x + width) + pads.right),
    Math.min(pictureHeight, Math.trunc(y + height) + pads.bottom),
  ]);
  const span = smooth ? Math.min(SMOOTHING, edges.length) : 1;
  for (let i = 0; i < edges.length; i++) {
    const from = Math.min(i, edges.length - span);
    edges[i] = [0, 1, 2, 3].map((side) => {
      let sum = 0;
      for (let n = from; n < from + span; n++) sum += edges[n]![side]!;
      return Math.trunc(sum / span);
    });
  }
  return edges.map(([x1, y1, x2, y2]) => ({ x: x1!, y: y1!, width: x2! - x1!, height: y2! - y1! }));
}

/**
 * One face for the generator: masked (lower half zero) and whole, 0..1, then zeros up to its eight channels.
 * @param planes Uint8Array [3, 96, 96]: B, G, R (cropPlanes with size 96)
 * @param out Float32Array [8, 96, 96], such as a row of a batch
 */
export function fillFace(planes: Uint8Array, out: Float32Array): void {
  const area = FACE_SIZE * FACE_SIZE;
  out.fill(0, 0, FACE_CHANNELS * area);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < area; i++) {
      const value = planes[c * area + i]! / 255;
      if (i < area / 2) out[c * area + i] = value;
      out[(3 + c) * area + i] = value;
    }
  }
}

/**
 * What the generator drew, as the original turns it into bytes (cut off, not rounded).
 * @param picture Float32Array [3, 96, 96]: B, G, R in 0..1
 * @returns Uint8ClampedArray [96, 96, 4] RGBA
 */
export function pictureToRgba(picture: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const area = FACE_SIZE * FACE_SIZE;
  const rgba = new Uint8ClampedArray(4 * area);
  for (let i = 0; i < area; i++) {
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = Math.trunc(picture[(2 - c) * area + i]! * 255);
    rgba[4 * i + 3] = 255;
  }
  return rgba;
}

/** What to show when the new speech is longer than the video. */
export type Extension = 'loop' | 'ping-pong' | 'freeze';

/** Which of `count` source pictures stands at place `index` of the result; the original loops. */
export function sourcePicture(index: number, count: number, extension: Extension): number {
  if (count <= 1) return 0;
  if (extension === 'freeze') return Math.min(index, count - 1);
  if (extension === 'loop') return index % count;
  const place = index % (2 * (count - 1));
  return place < count ? place : 2 * (count - 1) - place;
}
