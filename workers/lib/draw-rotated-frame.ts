/** Draws a decoded frame as it is displayed, in a worker or on the page. */
import type { Rotation } from '../media/contract';

/** Of both kinds of canvas. */
type Context = Pick<
  OffscreenCanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'translate'
  | 'rotate'
  | 'drawImage'
  | 'imageSmoothingEnabled'
  | 'imageSmoothingQuality'
>;

/**
 * Fills the rectangle (0, 0, width, height) of the context's own coordinates.
 * @param rotation clockwise degrees that display applies
 */
export function drawRotatedFrame(
  context: Context,
  frame: VideoFrame,
  rotation: Rotation,
  width: number,
  height: number,
): void {
  const swap = rotation === 90 || rotation === 270;
  const [w, h] = swap ? [height, width] : [width, height];
  context.save();
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'medium';
  context.translate(width / 2, height / 2);
  context.rotate((rotation * Math.PI) / 180);
  context.drawImage(frame, -w / 2, -h / 2, w, h);
  context.restore();
}
