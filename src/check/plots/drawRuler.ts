/** The time axis: round times, shot cuts, and which part of the file is shown. */
import { drawCuts, xOf } from './drawTools';
import { digitsFor, formatTime, timeTicks } from './scale';
import type { PlotFrame } from './usePlot';

export function drawRuler(
  frame: PlotFrame,
  durationS: number,
  cutsS: Float64Array | undefined,
  part: { startS: number; endS: number } | null,
): void {
  const { ctx, widthPx, heightPx, startS, endS, theme } = frame;
  const x = xOf(frame);
  const { stepS, ticksS } = timeTicks(startS, endS, widthPx);
  const digits = digitsFor(stepS);
  if (part) {
    const [left, right] = [Math.round(x(part.startS)), Math.round(x(part.endS))];
    ctx.fillStyle = theme.accent;
    ctx.globalAlpha = 0.18;
    ctx.fillRect(left, 3, right - left, heightPx - 3);
    ctx.globalAlpha = 1;
    for (const edge of [left, right - 2]) ctx.fillRect(edge, 3, 2, heightPx - 3);
  }
  ctx.font = `11px ${theme.fontFamily}`;
  ctx.textBaseline = 'middle';
  for (const tickS of ticksS) {
    const px = Math.round(x(tickS));
    ctx.fillStyle = theme.line;
    ctx.fillRect(px, heightPx - 7, 1, 7);
    const text = formatTime(tickS, digits);
    const half = ctx.measureText(text).width / 2;
    ctx.fillStyle = theme.muted;
    ctx.fillText(text, Math.min(widthPx - 2 * half, Math.max(4, px - half)), heightPx - 15);
  }
  if (cutsS) drawCuts(frame, cutsS, heightPx - 4, 4);
  if (endS - startS < durationS) {
    ctx.fillStyle = theme.line;
    ctx.fillRect(0, 0, widthPx, 3);
    ctx.fillStyle = theme.accent;
    const left = (startS / durationS) * widthPx;
    ctx.fillRect(left, 0, Math.max(4, ((endS - startS) / durationS) * widthPx), 3);
  }
}
