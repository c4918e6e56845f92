/** A decoded frame's pixels in plain memory, with the map from the displayed picture to them. */
import { LipslateError } from '../../core/errors';
import type { Rotation } from '../media/contract';
import { guessedMatrix, lumaShares } from './colour';

export interface Plane {
  offset: number;
  stride: number;
}

/** Source pixel = map applied to displayed pixel: x' = a x + b y + e, y' = c x + d y + f. */
export interface AffineMap {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
}

interface PictureBase {
  data: Uint8Array;
  /** Stored pixels. */
  width: number;
  height: number;
  /** Displayed pixels, rotation and pixel aspect applied. */
  displayWidth: number;
  displayHeight: number;
  toSource: AffineMap;
}

export interface YuvPicture extends PictureBase {
  kind: 'yuv';
  y: Plane;
  u: Plane;
  v: Plane;
  /** Bytes from one chroma sample to the next: 2 when U and V are interleaved. */
  chromaStep: number;
  /** Chroma is halved this many times in each direction. */
  shiftX: number;
  shiftY: number;
  matrix: YuvMatrix;
}

export interface RgbPicture extends PictureBase {
  kind: 'rgb';
  plane: Plane;
  /** Byte of red and blue in a 4-byte pixel; green is always 1. */
  red: 0 | 2;
  blue: 0 | 2;
}

export type FramePixels = YuvPicture | RgbPicture;

/** red = (luma - lumaOffset) * lumaScale + redV * (v - 128), and so on; 0..255. */
export interface YuvMatrix {
  lumaOffset: number;
  lumaScale: number;
  redV: number;
  greenU: number;
  greenV: number;
  blueU: number;
}

const CHROMA: Partial<Record<VideoPixelFormat, { shiftX: number; shiftY: number }>> = {
  I420: { shiftX: 1, shiftY: 1 },
  I420A: { shiftX: 1, shiftY: 1 },
  NV12: { shiftX: 1, shiftY: 1 },
  I422: { shiftX: 1, shiftY: 0 },
  I444: { shiftX: 0, shiftY: 0 },
};

/** Copies frames into one buffer that is used again and again; a picture is valid until the next read. */
export class PixelReader {
  #buffer = new Uint8Array(0);

  /**
   * @param frame stays open
   * @param rotation clockwise degrees that display applies
   * @throws LipslateError decode-failed when the pixels cannot be had
   */
  async read(frame: VideoFrame, rotation: Rotation): Promise<FramePixels> {
    const rect = frame.visibleRect;
    if (!rect) throw new LipslateError('decode-failed', 'a closed frame arrived');
    const { width, height } = rect;
    const swap = rotation === 90 || rotation === 270;
    const displayWidth = swap ? frame.displayHeight : frame.displayWidth;
    const displayHeight = swap ? frame.displayWidth : frame.displayHeight;
    const toSource = mapFor(rotation, displayWidth, displayHeight, width, height);
    const format = frame.format;
    const chroma = format ? CHROMA[format] : undefined;
    const direct = chroma !== undefined || (format !== null && /^(RGB|BGR)[AX]$/.test(format));
    // 10-bit and opaque GPU frames: let the browser convert them.
    const options: VideoFrameCopyToOptions = direct ? {} : { format: 'RGBA' };
    let layout: PlaneLayout[];
    try {
      const bytes = frame.allocationSize(options);
      if (this.#buffer.length < bytes) this.#buffer = new Uint8Array(bytes);
      layout = await frame.copyTo(this.#buffer, options);
    } catch (cause) {
      throw LipslateError.from(cause, 'decode-failed');
    }
    const base = { data: this.#buffer, width, height, displayWidth, displayHeight, toSource };
    const [first, second, third] = layout;
    if (!chroma || !second) {
      const swapped = direct && format?.startsWith('BGR');
      return { ...base, kind: 'rgb', plane: first!, red: swapped ? 2 : 0, blue: swapped ? 0 : 2 };
    }
    const interleaved = format === 'NV12';
    return {
      ...base,
      kind: 'yuv',
      y: first!,
      u: second,
      v: interleaved ? { offset: second.offset + 1, stride: second.stride } : third!,
      chromaStep: interleaved ? 2 : 1,
      ...chroma,
      matrix: matrixFor(frame.colorSpace, height),
    };
  }
}

/** From the displayed picture to the stored one, edge to edge (0 is the outer edge of the first pixel). */
export function mapFor(
  rotation: Rotation,
  displayWidth: number,
  displayHeight: number,
  width: number,
  height: number,
): AffineMap {
  switch (rotation) {
    case 0:
      return { a: width / displayWidth, b: 0, c: 0, d: height / displayHeight, e: 0, f: 0 };
    case 180:
      return { a: -width / displayWidth, b: 0, c: 0, d: -height / displayHeight, e: width, f: height };
    case 90:
      return { a: 0, b: width / displayHeight, c: -height / displayWidth, d: 0, e: 0, f: height };
    case 270:
      return { a: 0, b: -width / displayHeight, c: height / displayWidth, d: 0, e: width, f: 0 };
  }
}

export function matrixFor(space: Pick<VideoColorSpace, 'matrix' | 'fullRange'>, height: number): YuvMatrix {
  const { red: kr, blue: kb } = lumaShares(space.matrix ?? guessedMatrix(height));
  const kg = 1 - kr - kb;
  const full = space.fullRange === true;
  const chromaScale = full ? 1 : 255 / 224;
  return {
    lumaOffset: full ? 0 : 16,
    lumaScale: full ? 1 : 255 / 219,
    redV: 2 * (1 - kr) * chromaScale,
    greenU: ((-2 * (1 - kb) * kb) / kg) * chromaScale,
    greenV: ((-2 * (1 - kr) * kr) / kg) * chromaScale,
    blueU: 2 * (1 - kb) * chromaScale,
  };
}
