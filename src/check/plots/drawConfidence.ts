/** SyncNet's confidence window by window as a line, beside its zero and the figure of all windows. */

import { lowerBound } from '../../../core/time/lower-bound';
import type { SyncnetFigures } from '../../../workers/syncnet/contract';
import { type Pyramid, rangeOf } from './decimate';
import { drawLevel, xOf } from './drawTools';
import { linearScale } from './scale';
import type { PlotFrame } from './usePlot';

/** Windows further apart than this are not joined: between stretches that were looked at nothing is known. */
const JOIN_S = 0.5;
/** Radius of a window that stands alone. */
const DOT_PX = 2;

export function drawConfidence(frame: PlotFrame, figures: SyncnetFigures, values: Pyramid): void {
  const { widthPx, heightPx, theme, startS, endS } = frame;
  const [low, high] = confidenceRange(figures);
  const y = linearScale(high, low, 0, heightPx);
  const { windowTimesS: timesS, confidence } = figures;
  drawLevel(frame, y.toPx(0), theme.line);
  drawLevel(frame, y.toPx(confidence), theme.muted, [6, 4]);
  const from = Math.max(0, lowerBound(timesS, startS) - 1);
  const to = Math.min(timesS.length, lowerBound(timesS, endS) + 1);
  if (to - from > 2 * widthPx) drawColumns(frame, timesS, values, y.toPx);
  else drawPoints(frame, figures, from, to, y.toPx);
}

/** Lowest and highest value shown: all windows, their figure, and zero, with a little room. */
export function confidenceRange({
  windowConfidence,
  confidence,
}: Pick<SyncnetFigures, 'windowConfidence' | 'confidence'>): [number, number] {
  let low = Math.min(0, confidence);
  let high = Math.max(0, confidence);
  for (const value of windowConfidence) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const margin = 0.12 * (high - low) || 1;
  return [low - margin, high + margin];
}

function drawPoints(
  frame: PlotFrame,
  { windowTimesS: timesS, windowConfidence: values }: SyncnetFigures,
  from: number,
  to: number,
  y: (value: number) => number,
): void {
  const { ctx, theme } = frame;
  const x = xOf(frame);
  const dots = new Path2D();
  const line = new Path2D();
  const joins = (i: number) => i > from && i < to && timesS[i]! - timesS[i - 1]! <= JOIN_S;
  for (let i = from; i < to; i++) {
    const [px, py] = [x(timesS[i]!), y(values[i]!)];
    if (joins(i)) line.lineTo(px, py);
    else line.moveTo(px, py);
    if (joins(i) || joins(i + 1)) continue;
    dots.moveTo(px + DOT_PX, py);
    dots.arc(px, py, DOT_PX, 0, 2 * Math.PI);
  }
  ctx.strokeStyle = theme.accent;
  ctx.lineJoin = 'round';
  ctx.lineWidth = 1.5;
  ctx.stroke(line);
  ctx.fillStyle = theme.accent;
  ctx.fill(dots);
}

/** More windows than pixels: the range of each column. */
function drawColumns(
  { ctx, widthPx, startS, endS, theme }: PlotFrame,
  timesS: Float64Array,
  values: Pyramid,
  y: (value: number) => number,
): void {
  const out = new Float32Array(3);
  const perPx = (endS - startS) / widthPx;
  ctx.fillStyle = theme.accent;
  let from = lowerBound(timesS, startS);
  for (let px = 0; px < widthPx; px++) {
    const to = lowerBound(timesS, startS + (px + 1) * perPx);
    if (to > from) {
      rangeOf(values, from, to, out);
      const top = y(out[1]!);
      ctx.fillRect(px, top, 1, Math.max(1.5, y(out[0]!) - top));
    }
    from = to;
  }
}
