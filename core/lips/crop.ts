/**
 * The pictures SyncNet looks at: a square around the face, as syncnet_python's run_pipeline.py (crop_video) cuts it,
 * number for number. Boxes are those of its face detector: forehead to chin.
 */
import { medianFilter } from '../median';
import type { Box } from './geometry';

/** Side of the picture SyncNet takes, pixels. */
export const CROP_SIZE = 224;
/** Grey beyond the borders of the frame. */
const BORDER = 110;
/** Reach beyond the half size: sideways and, twice, downwards. */
const CROP_SCALE = 0.4;
const SMOOTHING = 13;

/** A square of whole pixels, which may reach beyond the frame. */
export interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * One crop per box, from (cy - s, cx - 1.4 s) to (cy + 1.8 s, cx + 1.4 s), s and the centre median-filtered over 13
 * frames with zeros beyond the ends.
 * @param boxes of consecutive frames at 25 fps, pixels
 */
export function syncnetCrops(boxes: readonly Box[]): Crop[] {
  const smooth = (pick: (box: Box) => number) => medianFilter(boxes.map(pick), SMOOTHING);
  const sizes = smooth((box) => Math.max(box.width, box.height) / 2);
  const xs = smooth((box) => box.x + box.width / 2);
  const ys = smooth((box) => box.y + box.height / 2);
  return boxes.map((_, i) => cropAt(xs[i]!, ys[i]!, sizes[i]!));
}

/**
 * Cuts and scales one crop as cv2.resize does (bilinear, centres of pixels aligned, no smoothing when shrinking), to the
 * bit unless the crop is exactly twice the size (OpenCV averages then), and lays it out for the lip tower.
 * @param rgba [height, width, 4]
 * @returns Uint8Array [3, size, size]: planes B, G, R
 */
export function cropPlanes(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
  crop: Crop,
  size = CROP_SIZE,
): Uint8Array<ArrayBuffer> {
  const columns = taps(crop.width, size);
  const rows = taps(crop.height, size);
  const out = new Uint8Array(3 * size * size);
  for (let c = 0; c < 3; c++) {
    const channel = 2 - c;
    const at = (x: number, y: number) =>
      x < 0 || y < 0 || x >= width || y >= height ? BORDER : rgba[4 * (y * width + x) + channel]!;
    for (let j = 0; j < size; j++) {
      const row = rows[j]!;
      const [y0, y1] = [crop.y + row.from, crop.y + row.to];
      for (let i = 0; i < size; i++) {
        const column = columns[i]!;
        const [x0, x1] = [crop.x + column.from, crop.x + column.to];
        const top = at(x0, y0) * (UNIT - column.share) + at(x1, y0) * column.share;
        const bottom = at(x0, y1) * (UNIT - column.share) + at(x1, y1) * column.share;
        out[(c * size + j) * size + i] = blend(top, bottom, row.share);
      }
    }
  }
  return out;
}

/**
 * Five successive pictures for the lip tower, which takes 16 channels (core/onnx/syncnet.ts).
 * @param pictures five Uint8Arrays [3, 224, 224] of cropPlanes
 * @param out Float32Array [16, 224, 224], such as a row of a batch; its last plane is left alone
 */
export function fillLipWindow(pictures: readonly Uint8Array[], out: Float32Array): void {
  let at = 0;
  for (const picture of pictures) {
    out.set(picture, at);
    at += picture.length;
  }
}

function cropAt(x: number, y: number, s: number): Crop {
  // The original pads the frame by `margin` first and then cuts off fractions: towards zero there.
  const margin = Math.trunc(s * (1 + 2 * CROP_SCALE));
  const [px, py] = [x + margin, y + margin];
  const left = Math.trunc(px - s * (1 + CROP_SCALE));
  const right = Math.trunc(px + s * (1 + CROP_SCALE));
  const top = Math.trunc(py - s);
  const bottom = Math.trunc(py + s * (1 + 2 * CROP_SCALE));
  return { x: left - margin, y: top - margin, width: right - left, height: bottom - top };
}

/** OpenCV's whole-number arithmetic, cut-offs included: they darken pictures by a tenth of a level on average. */
const UNIT = 2048;

function blend(top: number, bottom: number, share: number): number {
  return ((((UNIT - share) * (top >> 4)) >> 16) + ((share * (bottom >> 4)) >> 16) + 2) >> 2;
}

interface Tap {
  from: number;
  to: number;
  /** Of `to`, 0..UNIT. */
  share: number;
}

function taps(source: number, target: number): Tap[] {
  const inside = (at: number) => Math.max(0, Math.min(source - 1, at));
  return Array.from({ length: target }, (_, i) => {
    const centre = ((i + 0.5) * source) / target - 0.5;
    const from = Math.floor(centre);
    return { from: inside(from), to: inside(from + 1), share: Math.round((centre - from) * UNIT) };
  });
}
