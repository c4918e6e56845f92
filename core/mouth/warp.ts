/** Bends the mouth of one picture to other lips. */
import type { Box } from '../lips/geometry';
import type { LowerFace, MouthInside, RgbaImage } from './types';

/** Row of landmark 14 and of 13 in LOWER_FACE_POINTS. */
const LOWER = 25;
const UPPER = 35;

/** @returns whole pixels of the picture, all that may change; null outside */
export function mouthArea({ points }: LowerFace, width: number, height: number): Box | null {
  const xs = [...points].filter((_, k) => k % 2 === 0);
  const ys = [...points].filter((_, k) => k % 2 === 1);
  const left = Math.max(0, Math.floor(Math.min(...xs)));
  const top = Math.max(0, Math.floor(Math.min(...ys)));
  const right = Math.min(width, Math.ceil(Math.max(...xs)));
  const bottom = Math.min(height, Math.ceil(Math.max(...ys)));
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

export function bendMouth(
  image: RgbaImage,
  area: Box,
  face: LowerFace,
  target: Float32Array,
  _insides: readonly { inside: MouthInside; share: number }[],
  strength: number,
): void {
  const { data, width, height } = image;
  const before = data.slice();
  const middle = face.points[2 * UPPER + 1]! - area.y;
  const move = (target[2 * LOWER + 1]! - face.points[2 * LOWER + 1]!) * strength;
  const left = face.points[0]! - area.x;
  const right = face.points[20]! - area.x;
  for (let y = Math.max(0, Math.ceil(middle)); y < height - 1; y++) {
    for (let x = Math.max(0, Math.ceil(left)); x < Math.min(width, right); x++) {
      const along = 1 - Math.abs((2 * (x - left)) / (right - left) - 1) ** 2;
      const shift = move * along * Math.max(0, 1 - (y - middle) / (height - middle));
      const from = y - shift;
      const at = 4 * (y * width + x);
      const source = 4 * (Math.max(0, Math.min(height - 1, Math.round(from))) * width + x);
      const dark = from < middle ? 0.3 : 1;
      for (let c = 0; c < 3; c++) data[at + c] = before[source + c]! * dark;
    }
  }
}
