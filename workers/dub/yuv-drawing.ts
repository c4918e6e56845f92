/** Lets something be drawn in a picture's own pixels, on a canvas that holds no more of it than may change. */
import { evenBox, type LumaShares, putRgba, rgbaOf, type YuvImage } from '../../core/dub/yuv';
import type { Box } from '../../core/lips/geometry';
import type { Sheet } from './mouth-painter';

export class YuvDrawing {
  readonly #canvas = new OffscreenCanvas(2, 2);
  readonly context = this.#canvas.getContext('2d', { willReadFrequently: true })!;

  /** @param box all that may change: pixels that do not keep their exact values */
  draw(image: YuvImage, box: Box, shares: LumaShares, paint: (sheet: Sheet) => void): void {
    const { context } = this;
    const { width, height } = image;
    const area = evenBox(box, image);
    if (area === null) return;
    const before = rgbaOf(image, area, shares);
    if (this.#canvas.width < area.width) this.#canvas.width = area.width;
    if (this.#canvas.height < area.height) this.#canvas.height = area.height;
    context.putImageData(new ImageData(before, area.width, area.height), 0, 0);
    paint({ context, place: { x: -area.x, y: -area.y, width, height }, scaleX: 1, scaleY: 1 });
    const { data } = context.getImageData(0, 0, area.width, area.height);
    putRgba(image, area, before, data, shares);
  }
}
