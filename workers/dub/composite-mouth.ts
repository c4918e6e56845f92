/** Puts generated mouths into pictures on a canvas: the same in the preview and in the file. */
import { mouthMask } from '../../core/dub/mask';
import type { Box } from '../../core/lips/geometry';
import { FACE_SIZE } from '../../core/lips/wav2lip';
import type { BlendOptions } from './contract';

export class MouthCompositor {
  readonly #blend: BlendOptions;
  readonly #small = new OffscreenCanvas(FACE_SIZE, FACE_SIZE);
  readonly #context = this.#small.getContext('2d')!;
  readonly #pixels = this.#context.createImageData(FACE_SIZE, FACE_SIZE);

  constructor(blend: BlendOptions) {
    this.#blend = blend;
  }

  /**
   * @param context holds the picture already; for one drawn smaller, scale the context as the picture was
   * @param box as OutputFrame.box, pixels of the picture
   * @param outline as OutputFrame.outline
   * @param rgb Uint8Array [96, 96, 3]
   */
  draw(
    context: OffscreenCanvasRenderingContext2D,
    box: Box,
    outline: Float32Array | null,
    rgb: Uint8Array,
  ): void {
    const mask = mouthMask(this.#blend, box, outline);
    const { data } = this.#pixels;
    for (let i = 0; i < FACE_SIZE * FACE_SIZE; i++) {
      data[4 * i] = rgb[3 * i]!;
      data[4 * i + 1] = rgb[3 * i + 1]!;
      data[4 * i + 2] = rgb[3 * i + 2]!;
      data[4 * i + 3] = mask[i]!;
    }
    this.#context.putImageData(this.#pixels, 0, 0);
    context.save();
    // Enlarging spreads each of the 96 x 96 pixels over its neighbours: the outline is kept by more than the mask.
    if (outline !== null && this.#blend.mouthOnly) clipTo(context, outline);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#small, box.x, box.y, box.width, box.height);
    context.restore();
  }
}

function clipTo(context: OffscreenCanvasRenderingContext2D, outline: Float32Array): void {
  context.beginPath();
  for (let i = 0; i < outline.length; i += 2) context.lineTo(outline[i]!, outline[i + 1]!);
  context.closePath();
  context.clip();
}
