/** The visible mark that a picture was altered: burnt into every picture of a dubbed video. */
import { type Corner, cornerBox } from '../../core/dub/badge';

const TEXT = 'AI-generated lips';
/** Of the shorter side: readable on a phone, and out of the way. */
const SHARE = 0.045;
/** Readable after compression, at 240 lines as well. */
const LEAST_PX = 13;
/** Of the picture's width: a tiny picture's mark is cut by nothing. */
const MOST_WIDTH = 0.94;

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Whole pixels, the space around the mark included. */
export function badgeSize(
  context: OffscreenCanvasRenderingContext2D,
  area: Pick<Area, 'width' | 'height'>,
): { width: number; height: number } {
  const { width, height, space } = layout(context, area);
  return { width: width + 2 * space, height: height + 2 * space };
}

/**
 * Draws the mark into a corner of a rectangle of the canvas, in canvas pixels.
 * @param area the picture's place on the canvas
 */
export function drawBadge(
  context: OffscreenCanvasRenderingContext2D,
  area: Area,
  corner: Corner = 'bottom-right',
): void {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  const { font, size, pad, space, width, height } = layout(context, area);
  const box = cornerBox(corner, { width: width + 2 * space, height: height + 2 * space }, area);
  const x = area.x + box.x + space;
  const y = area.y + box.y + space;
  context.font = font;
  context.textBaseline = 'middle';
  // Dark under white is readable on any picture, and the light rim shows where a dark one ends.
  context.fillStyle = 'rgb(0 0 0 / 0.72)';
  context.strokeStyle = 'rgb(255 255 255 / 0.35)';
  context.lineWidth = Math.max(1, size / 16);
  context.beginPath();
  context.roundRect(x, y, width, height, height / 4);
  context.fill();
  context.stroke();
  context.fillStyle = '#fff';
  context.fillText(TEXT, x + pad, y + height / 2 + size * 0.06);
  context.restore();
}

function layout(context: OffscreenCanvasRenderingContext2D, area: Pick<Area, 'width' | 'height'>) {
  const wanted = Math.max(LEAST_PX, Math.round(Math.min(area.width, area.height) * SHARE));
  const full = measured(context, wanted);
  const room = (MOST_WIDTH * area.width) / (full.width + 2 * full.space);
  return room < 1 ? measured(context, Math.max(4, Math.floor(wanted * room))) : full;
}

function measured(context: OffscreenCanvasRenderingContext2D, size: number) {
  const font = `600 ${size}px system-ui, sans-serif`;
  context.save();
  context.font = font;
  const pad = Math.round(size * 0.5);
  const width = Math.ceil(context.measureText(TEXT).width) + 2 * pad;
  context.restore();
  return { font, size, pad, space: pad, width, height: size + pad };
}
