/** What puts a mouth into a picture on a canvas: the same for the preview and the file, whichever engine makes it. */
import type { Box } from '../../core/lips/geometry';
import type { OutputFrame } from './plan';

/** The canvas, or the part of one, that holds a picture. */
export interface Sheet {
  context: OffscreenCanvasRenderingContext2D;
  /** Where the picture lies on the canvas, which may hold less than all of it. Nothing outside may change. */
  place: Box;
  /** From the picture's own pixels to the canvas's. */
  scaleX: number;
  scaleY: number;
}

/** A mouth of one picture of the result. */
export interface Mouth {
  /** All that may change, in the picture's own pixels. */
  area: Box;
  paint(sheet: Sheet): void;
}

export interface MouthPainter {
  /** @returns those of all who speak, to be painted one after the other; none where the picture stays as it is */
  mouthsAt(place: OutputFrame): Promise<Mouth[]>;
}
