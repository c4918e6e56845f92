/** Strokes that several plots share. */
import { lowerBound } from '../../../core/time/lower-bound';
import type { PlotTheme } from './theme';
import type { PlotFrame } from './usePlot';

export type Anchor = 'left' | 'right';

/** Time to x, in CSS pixels. */
export function xOf(frame: PlotFrame): (timeS: number) => number {
  const perS = frame.widthPx / (frame.endS - frame.startS);
  return (timeS) => (timeS - frame.startS) * perS;
}

/** A small label, on a patch of surface unless told otherwise, so that it can be read on anything. `y` is its middle. */
export function drawTag(
  ctx: CanvasRenderingContext2D,
  theme: PlotTheme,
  text: string,
  x: number,
  y: number,
  anchor: Anchor = 'left',
  color: string = theme.text,
  patch = true,
): void {
  ctx.font = `11px ${theme.fontFamily}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const width = ctx.measureText(text).width + 8;
  const left = anchor === 'left' ? x : x - width;
  if (patch) {
    ctx.globalAlpha = 0.86;
    ctx.fillStyle = theme.surface;
    ctx.beginPath();
    ctx.roundRect(left, y - 8, width, 16, 4);
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  ctx.fillStyle = color;
  ctx.fillText(text, left + 4, y + 0.5);
}

/** A sharp horizontal line across the plot. */
export function drawLevel(
  { ctx, widthPx }: PlotFrame,
  y: number,
  color: string,
  dash: readonly number[] = [],
  width = 1,
): void {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.setLineDash([...dash]);
  const sharp = Math.round(y) + (width % 2) / 2;
  ctx.beginPath();
  ctx.moveTo(0, sharp);
  ctx.lineTo(widthPx, sharp);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Shot cuts as thin ticks from top to bottom of a band; none where they would stand as close as a fence. */
export function drawCuts(frame: PlotFrame, cutsS: Float64Array, topPx: number, heightPx: number): void {
  const { ctx, theme } = frame;
  const x = xOf(frame);
  const first = lowerBound(cutsS, frame.startS);
  const end = lowerBound(cutsS, frame.endS);
  if (end - first > frame.widthPx / 8) return;
  ctx.fillStyle = theme.muted;
  for (let i = first; i < end; i++) ctx.fillRect(Math.round(x(cutsS[i]!)), topPx, 1, heightPx);
}

/** Diagonal lines over the whole frame: nothing could be compared here. */
export function drawHatch({ ctx, widthPx, heightPx, theme }: PlotFrame): void {
  ctx.strokeStyle = theme.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let x = -heightPx; x < widthPx; x += 7) {
    ctx.moveTo(x, heightPx);
    ctx.lineTo(x + heightPx, 0);
  }
  ctx.stroke();
}
