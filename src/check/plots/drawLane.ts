/** One face over time: a thin bar where it is seen, a thick one where it speaks. */

import type { TimeRange } from '../../engine/ranges';
import { drawCuts, xOf } from './drawTools';
import { visibleStretches } from './series';
import type { PlotFrame } from './usePlot';

export function drawLane(
  frame: PlotFrame,
  seen: readonly TimeRange[],
  speaks: readonly TimeRange[],
  cutsS: Float64Array,
): void {
  const { heightPx, theme } = frame;
  const middle = heightPx / 2;
  drawCuts(frame, cutsS, 0, heightPx);
  drawBars(frame, seen, middle - 2, 4, theme.muted);
  drawBars(frame, speaks, middle - 6, 12, theme.accent);
}

function drawBars(
  frame: PlotFrame,
  stretches: readonly TimeRange[],
  top: number,
  height: number,
  color: string,
): void {
  const { ctx, startS, endS } = frame;
  const x = xOf(frame);
  ctx.fillStyle = color;
  ctx.beginPath();
  let drawnTo = Number.NEGATIVE_INFINITY;
  for (const stretch of visibleStretches(stretches, startS, endS)) {
    const right = x(stretch.endS);
    if (right - drawnTo < 0.5) continue;
    const left = Math.max(drawnTo, x(stretch.startS));
    ctx.roundRect(left, top, Math.max(2, right - left), height, 2);
    drawnTo = right;
  }
  ctx.fill();
}
