/**
 * Pictures as video codecs keep them: brightness for every pixel, colour for every four. Only what is pasted passes
 * through red, green and blue; everything else leaves as it came.
 */
import type { Box } from '../lips/geometry';

/** Both sides even. Limited range: luma 16..235, chroma 16..240. */
export interface YuvImage {
  width: number;
  height: number;
  /** Uint8Array [height, width] */
  y: Uint8Array;
  /** Uint8Array [height / 2, width / 2] */
  u: Uint8Array;
  v: Uint8Array;
}

/** Share of red and blue in luma: 0.299, 0.114 (BT.601); 0.2126, 0.0722 (BT.709); 0.2627, 0.0593 (BT.2020). */
export interface LumaShares {
  red: number;
  blue: number;
}

export function yuvImage(width: number, height: number): YuvImage {
  const quarter = (width / 2) * (height / 2);
  const all = new Uint8Array(width * height + 2 * quarter);
  const at = width * height;
  return {
    width,
    height,
    y: all.subarray(0, at),
    u: all.subarray(at, at + quarter),
    v: all.subarray(at + quarter),
  };
}

/** As H.264 and quartered colours want it; an odd last row or column is left out. */
export function evenSize({ width, height }: { width: number; height: number }) {
  const even = (side: number) => Math.max(2, 2 * Math.floor(side / 2));
  return { width: even(width), height: even(height) };
}

/** The smallest box of even limits that holds the part of this one that lies in the picture; null when none does. */
export function evenBox(box: Box, { width, height }: Pick<YuvImage, 'width' | 'height'>): Box | null {
  const even = (value: number, round: (x: number) => number) => 2 * round(value / 2);
  const left = even(Math.max(0, box.x), Math.floor);
  const top = even(Math.max(0, box.y), Math.floor);
  const right = even(Math.min(width, box.x + box.width), Math.ceil);
  const bottom = even(Math.min(height, box.y + box.height), Math.ceil);
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

/** @param box even limits, inside the picture @returns Uint8ClampedArray [box.height, box.width, 4] RGBA */
export function rgbaOf(image: YuvImage, box: Box, { red, blue }: LumaShares): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(4 * box.width * box.height);
  const chroma = 255 / 224;
  const redV = 2 * (1 - red) * chroma;
  const blueU = 2 * (1 - blue) * chroma;
  const green = 1 - red - blue;
  const greenU = (-blue * blueU) / green;
  const greenV = (-red * redV) / green;
  let at = 0;
  for (let row = box.y; row < box.y + box.height; row++) {
    for (let column = box.x; column < box.x + box.width; column++) {
      const quarter = (row >> 1) * (image.width >> 1) + (column >> 1);
      const luma = (image.y[row * image.width + column]! - 16) * (255 / 219);
      const u = image.u[quarter]! - 128;
      const v = image.v[quarter]! - 128;
      out[at] = luma + redV * v;
      out[at + 1] = luma + greenU * u + greenV * v;
      out[at + 2] = luma + blueU * u;
      out[at + 3] = 255;
      at += 4;
    }
  }
  return out;
}

/**
 * Puts pixels back that differ from what was there; all others keep their exact values.
 * @param before what `rgbaOf` gave for this box
 * @param after the same with something drawn over it
 */
export function putRgba(
  image: YuvImage,
  box: Box,
  before: Uint8ClampedArray,
  after: Uint8ClampedArray,
  { red, blue }: LumaShares,
): void {
  const green = 1 - red - blue;
  const scaleU = 224 / 255 / (2 * (1 - blue));
  const scaleV = 224 / 255 / (2 * (1 - red));
  const differs = (at: number) =>
    before[at] !== after[at] || before[at + 1] !== after[at + 1] || before[at + 2] !== after[at + 2];
  for (let row = 0; row < box.height; row += 2) {
    for (let column = 0; column < box.width; column += 2) {
      let changed = false;
      let sumU = 0;
      let sumV = 0;
      for (let k = 0; k < 4; k++) {
        const y = row + (k >> 1);
        const x = column + (k & 1);
        const at = 4 * (y * box.width + x);
        const luma = red * after[at]! + green * after[at + 1]! + blue * after[at + 2]!;
        sumU += after[at + 2]! - luma;
        sumV += after[at]! - luma;
        if (!differs(at)) continue;
        changed = true;
        image.y[(box.y + y) * image.width + box.x + x] = Math.round(16 + (luma * 219) / 255);
      }
      if (!changed) continue;
      const quarter = ((box.y + row) >> 1) * (image.width >> 1) + ((box.x + column) >> 1);
      image.u[quarter] = Math.round(128 + (sumU / 4) * scaleU);
      image.v[quarter] = Math.round(128 + (sumV / 4) * scaleV);
    }
  }
}
