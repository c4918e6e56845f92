/** One crop of a decoded frame as SyncNet and Wav2Lip want it: the colours as OpenCV decodes them, then cv2.resize. */

import { CROP_SIZE, type Crop, cropPlanes } from '../../core/lips/crop';
import type { Rotation } from '../media/contract';
import { type FramePixels, matrixFor, PixelReader, type YuvMatrix } from './frame-pixels';

export class Cropper {
  readonly #reader = new PixelReader();
  #rgba = new Uint8ClampedArray(0);

  /**
   * @param frame stays open
   * @returns Uint8Array [3, size, size]: planes B, G, R
   */
  async cut(
    frame: VideoFrame,
    rotation: Rotation,
    crop: Crop,
    size = CROP_SIZE,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { colorSpace } = frame;
    const picture = await this.#reader.read(frame, rotation);
    if (picture.kind === 'yuv') {
      picture.matrix = seenMatrix(colorSpace, picture.height);
    }
    const left = Math.max(0, crop.x);
    const top = Math.max(0, crop.y);
    const width = Math.min(picture.displayWidth, crop.x + crop.width) - left;
    const height = Math.min(picture.displayHeight, crop.y + crop.height) - top;
    if (width <= 0 || height <= 0) return cropPlanes(this.#rgba, 0, 0, crop, size);
    if (this.#rgba.length < 4 * width * height) this.#rgba = new Uint8ClampedArray(4 * width * height);
    toRgba(picture, left, top, width, height, this.#rgba);
    // What lies beyond this part lies beyond the picture, too, so the grey border comes out right.
    return cropPlanes(this.#rgba, width, height, { ...crop, x: crop.x - left, y: crop.y - top }, size);
  }
}

/** OpenCV takes BT.601 whatever a file says, and so did the pictures both networks were trained on. */
export function seenMatrix({ fullRange }: Pick<VideoColorSpace, 'fullRange'>, height: number): YuvMatrix {
  return matrixFor({ matrix: 'smpte170m', fullRange }, height);
}

/**
 * Displayed pixels [left, left + width) x [top, top + height), each from the nearest stored ones. Every term is cut off
 * to a whole number, as ffmpeg's own conversion (libswscale on x86, which OpenCV uses) does: that darkens by one level.
 */
function toRgba(
  picture: FramePixels,
  left: number,
  top: number,
  width: number,
  height: number,
  out: Uint8ClampedArray,
): void {
  const { data, toSource } = picture;
  const { a, b, c, d, e, f } = toSource;
  const lastX = picture.width - 1;
  const lastY = picture.height - 1;
  let o = 0;
  for (let j = 0; j < height; j++) {
    const py = top + j + 0.5;
    for (let i = 0; i < width; i++, o += 4) {
      const px = left + i + 0.5;
      const x = Math.max(0, Math.min(lastX, Math.floor(a * px + b * py + e)));
      const y = Math.max(0, Math.min(lastY, Math.floor(c * px + d * py + f)));
      if (picture.kind === 'rgb') {
        const at = picture.plane.offset + y * picture.plane.stride + 4 * x;
        out[o] = data[at + picture.red]!;
        out[o + 1] = data[at + 1]!;
        out[o + 2] = data[at + picture.blue]!;
        continue;
      }
      const { matrix, shiftX, shiftY, chromaStep } = picture;
      const luma = Math.floor(
        (data[picture.y.offset + y * picture.y.stride + x]! - matrix.lumaOffset) * matrix.lumaScale,
      );
      const cx = (x >> shiftX) * chromaStep;
      const cy = y >> shiftY;
      const u = data[picture.u.offset + cy * picture.u.stride + cx]! - 128;
      const v = data[picture.v.offset + cy * picture.v.stride + cx]! - 128;
      out[o] = luma + Math.floor(matrix.redV * v);
      out[o + 1] = luma + Math.floor(matrix.greenU * u) + Math.floor(matrix.greenV * v);
      out[o + 2] = luma + Math.floor(matrix.blueU * u);
    }
  }
}
