/** The visible mark that a picture was altered: burnt into every picture of a dubbed video. */

const TEXT = 'Dubbed with AI';
/** Of the shorter side: readable on a phone, and out of the way. */
const SHARE = 0.045;
const LEAST_PX = 11;

/**
 * Draws the mark into the lower left corner of a rectangle of the canvas, in canvas pixels.
 * @param area the picture's place on the canvas
 */
export function drawBadge(
  context: OffscreenCanvasRenderingContext2D,
  area: { x: number; y: number; width: number; height: number },
): void {
  const size = Math.max(LEAST_PX, Math.round(Math.min(area.width, area.height) * SHARE));
  const pad = Math.round(size * 0.5);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  const width = Math.ceil(context.measureText(TEXT).width) + 2 * pad;
  const height = size + pad;
  const x = area.x + pad;
  const y = area.y + area.height - pad - height;
  // Dark under white is readable on any picture.
  context.fillStyle = 'rgb(0 0 0 / 0.66)';
  context.beginPath();
  context.roundRect(x, y, width, height, height / 4);
  context.fill();
  context.fillStyle = '#fff';
  context.fillText(TEXT, x + pad, y + height / 2 + size * 0.06);
  context.restore();
}
