/** Cuts turned squares and small luma pictures out of a frame's planes, without a canvas. */
import type { Square } from '../../core/lips/geometry';
import type { FramePixels, RgbPicture, YuvPicture } from '../lib/frame-pixels';

/** More samples than this per pixel and axis bring nothing that a network of 128 to 192 pixels would see. */
const MOST_TAPS = 4;

/** A square RGBA picture; ImageData is one. */
export interface Pixels {
  readonly width: number;
  readonly data: Uint8ClampedArray;
}

/**
 * Writes the square, upright, into `out`. Shrinking averages several samples per pixel, growing interpolates.
 * Outside the picture `out` is black (`outside: 'black'`, for the detector) or repeats the edge.
 * @param square in displayed pixels
 */
export function sampleSquare(
  picture: FramePixels,
  square: Square,
  out: Pixels,
  outside: 'black' | 'edge',
): void {
  const n = out.width;
  const step = square.size / n;
  const cos = Math.cos(square.rollRad) * step;
  const sin = Math.sin(square.rollRad) * step;
  const { a, b, c, d, e, f } = picture.toSource;
  const grid: Grid = {
    n,
    // One step right, one step down in the crop, seen in source pixels.
    rightX: a * cos + b * sin,
    rightY: c * cos + d * sin,
    downX: -a * sin + b * cos,
    downY: -c * sin + d * cos,
    startX: 0,
    startY: 0,
    black: outside === 'black',
    taps: 1,
  };
  const first = -(n - 1) / 2;
  const centreX = a * square.centreX + b * square.centreY + e;
  const centreY = c * square.centreX + d * square.centreY + f;
  grid.startX = centreX + first * (grid.rightX + grid.downX);
  grid.startY = centreY + first * (grid.rightY + grid.downY);
  const scale = Math.max(Math.hypot(grid.rightX, grid.rightY), Math.hypot(grid.downX, grid.downY));
  grid.taps = scale <= 1.3 ? 1 : Math.min(MOST_TAPS, Math.ceil(scale));
  if (picture.kind === 'yuv') sampleYuv(picture, grid, out.data);
  else sampleRgb(picture, grid, out.data);
}

/** The whole picture as luma (green for RGB), `width` x `height`, a few samples per pixel. Ignores rotation. */
export function sampleLuma(picture: FramePixels, out: Uint8Array, width: number, height: number): void {
  const { data } = picture;
  const plane = picture.kind === 'yuv' ? picture.y : picture.plane;
  const step = picture.kind === 'yuv' ? 1 : 4;
  const offset = plane.offset + (picture.kind === 'yuv' ? 0 : 1);
  const taps = 4;
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (let v = 0; v < taps; v++) {
        const y = Math.floor(((j + (v + 0.5) / taps) / height) * picture.height);
        const row = offset + y * plane.stride;
        for (let h = 0; h < taps; h++) {
          const x = Math.floor(((i + (h + 0.5) / taps) / width) * picture.width);
          sum += data[row + x * step]!;
        }
      }
      out[j * width + i] = sum / (taps * taps);
    }
  }
}

interface Grid {
  n: number;
  startX: number;
  startY: number;
  rightX: number;
  rightY: number;
  downX: number;
  downY: number;
  black: boolean;
  taps: number;
}

function sampleYuv(picture: YuvPicture, grid: Grid, out: Uint8ClampedArray): void {
  const { data, width, height, y: luma, u, v, chromaStep, shiftX, shiftY } = picture;
  const { lumaOffset, lumaScale, redV, greenU, greenV, blueU } = picture.matrix;
  const { n, rightX, rightY, downX, downY, black, taps } = grid;
  const lastX = width - 1;
  const lastY = height - 1;
  const offsets = tapOffsets(grid);
  const count = taps * taps;
  let o = 0;
  for (let j = 0; j < n; j++) {
    let x = grid.startX + j * downX;
    let y = grid.startY + j * downY;
    for (let i = 0; i < n; i++, x += rightX, y += rightY, o += 4) {
      if (black && (x < 0 || y < 0 || x > width || y > height)) {
        out[o] = out[o + 1] = out[o + 2] = 0;
        out[o + 3] = 255;
        continue;
      }
      let value: number;
      if (count === 1) {
        // Bilinear between the four nearest pixel centres.
        const px = x < 0.5 ? 0 : x > lastX + 0.5 ? lastX : x - 0.5;
        const py = y < 0.5 ? 0 : y > lastY + 0.5 ? lastY : y - 0.5;
        const ix = px | 0;
        const iy = py | 0;
        const fx = px - ix;
        const fy = py - iy;
        const at = luma.offset + iy * luma.stride + ix;
        const dx = ix < lastX ? 1 : 0;
        const dy = iy < lastY ? luma.stride : 0;
        const top = data[at]! + (data[at + dx]! - data[at]!) * fx;
        const bottom = data[at + dy]! + (data[at + dy + dx]! - data[at + dy]!) * fx;
        value = top + (bottom - top) * fy;
      } else {
        let sum = 0;
        for (let k = 0; k < count; k++) {
          let sx = (x + offsets[2 * k]!) | 0;
          let sy = (y + offsets[2 * k + 1]!) | 0;
          sx = sx < 0 ? 0 : Math.min(sx, lastX);
          sy = sy < 0 ? 0 : Math.min(sy, lastY);
          sum += data[luma.offset + sy * luma.stride + sx]!;
        }
        value = sum / count;
      }
      let cx = x | 0;
      let cy = y | 0;
      cx = (cx < 0 ? 0 : Math.min(cx, lastX)) >> shiftX;
      cy = (cy < 0 ? 0 : Math.min(cy, lastY)) >> shiftY;
      const cu = data[u.offset + cy * u.stride + cx * chromaStep]! - 128;
      const cv = data[v.offset + cy * v.stride + cx * chromaStep]! - 128;
      const scaled = (value - lumaOffset) * lumaScale;
      out[o] = scaled + redV * cv;
      out[o + 1] = scaled + greenU * cu + greenV * cv;
      out[o + 2] = scaled + blueU * cu;
      out[o + 3] = 255;
    }
  }
}

function sampleRgb(picture: RgbPicture, grid: Grid, out: Uint8ClampedArray): void {
  const { data, width, height, plane, red, blue } = picture;
  const { n, rightX, rightY, downX, downY, black } = grid;
  // Two taps at least, so that growing is not blocky either.
  const smooth: Grid = { ...grid, taps: Math.max(2, grid.taps) };
  const offsets = tapOffsets(smooth);
  const count = smooth.taps * smooth.taps;
  let o = 0;
  for (let j = 0; j < n; j++) {
    let x = grid.startX + j * downX;
    let y = grid.startY + j * downY;
    for (let i = 0; i < n; i++, x += rightX, y += rightY, o += 4) {
      out[o + 3] = 255;
      if (black && (x < 0 || y < 0 || x > width || y > height)) {
        out[o] = out[o + 1] = out[o + 2] = 0;
        continue;
      }
      let r = 0;
      let g = 0;
      let b = 0;
      for (let k = 0; k < count; k++) {
        const sx = Math.min(width - 1, Math.max(0, (x + offsets[2 * k]!) | 0));
        const sy = Math.min(height - 1, Math.max(0, (y + offsets[2 * k + 1]!) | 0));
        const at = plane.offset + sy * plane.stride + sx * 4;
        r += data[at + red]!;
        g += data[at + 1]!;
        b += data[at + blue]!;
      }
      out[o] = r / count;
      out[o + 1] = g / count;
      out[o + 2] = b / count;
    }
  }
}

/** Where the samples of one output pixel lie around its centre, source pixels: x, y pairs. */
function tapOffsets(grid: Grid): Float64Array {
  const { taps, rightX, rightY, downX, downY } = grid;
  const offsets = new Float64Array(2 * taps * taps);
  for (let v = 0; v < taps; v++) {
    for (let h = 0; h < taps; h++) {
      const right = (h + 0.5) / taps - 0.5;
      const down = (v + 0.5) / taps - 0.5;
      offsets[2 * (v * taps + h)] = right * rightX + down * downX;
      offsets[2 * (v * taps + h) + 1] = right * rightY + down * downY;
    }
  }
  return offsets;
}
