/** Puts generated mouths into pictures on a canvas: the same in the preview and in the file. */
import { mouthMask } from '../../core/dub/mask';
import type { Box } from '../../core/lips/geometry';
import { FACE_SIZE } from '../../core/lips/wav2lip';
import type { BlendOptions } from './contract';

/** Bytes of one mouth: RGB, row by row. */
export const MOUTH_BYTES = 3 * FACE_SIZE * FACE_SIZE;

export class MouthPaster {
  readonly #mask: Uint8ClampedArray;
  readonly #small = new OffscreenCanvas(FACE_SIZE, FACE_SIZE);
  readonly #context = this.#small.getContext('2d')!;
  readonly #pixels = this.#context.createImageData(FACE_SIZE, FACE_SIZE);

  constructor(blend: BlendOptions) {
    this.#mask = mouthMask(blend);
  }

  /**
   * @param context holds the picture already; for one drawn smaller, scale the context as the picture was
   * @param box as PlannedPicture.box, pixels of the picture
   * @param rgb Uint8Array [96, 96, 3]
   */
  paste(context: OffscreenCanvasRenderingContext2D, box: Box, rgb: Uint8Array): void {
    const { data } = this.#pixels;
    for (let i = 0; i < FACE_SIZE * FACE_SIZE; i++) {
      data[4 * i] = rgb[3 * i]!;
      data[4 * i + 1] = rgb[3 * i + 1]!;
      data[4 * i + 2] = rgb[3 * i + 2]!;
      data[4 * i + 3] = this.#mask[i]!;
    }
    this.#context.putImageData(this.#pixels, 0, 0);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#small, box.x, box.y, box.width, box.height);
  }
}
