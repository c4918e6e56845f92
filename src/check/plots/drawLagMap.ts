/** Time across, shift up and down, strength of match as colour; the found offset drawn over it. */
import type { Measurement } from '../../../core/sync/types';
import type { ColorTable } from './colormap';
import { drawHatch, xOf } from './drawTools';
import { type HeatMap, paintHeat } from './heat';
import { linearScale } from './scale';
import type { PlotFrame } from './usePlot';

export function drawLagMap(
  frame: PlotFrame,
  heat: HeatMap,
  table: ColorTable,
  measurement: Measurement,
): void {
  drawHatch(frame);
  drawCells(frame, heat, table);
  const { widthPx, heightPx, theme } = frame;
  const y = linearScale(heat.highMs, heat.lowMs, 0, heightPx);
  drawHalo(frame, [[0, y.toPx(0), widthPx, y.toPx(0)]], [2, 4], 1, theme.text);
  drawHalo(
    frame,
    ridge(frame, measurement, y.toPx),
    measurement.verdict === 'unsure' ? [6, 5] : [],
    2,
    theme.ridge,
  );
}

/** One pixel of the picture per device pixel of time and per lag, then stretched in height only. */
function drawCells(
  { ctx, widthPx, heightPx, ratio, startS, endS }: PlotFrame,
  heat: HeatMap,
  table: ColorTable,
): void {
  const columns = Math.min(Math.round(widthPx * ratio), 1600);
  if (columns === 0 || heat.rows === 0) return;
  const image = new ImageData(columns, heat.rows);
  paintHeat(heat, startS, endS, columns, table, image.data);
  const canvas = new OffscreenCanvas(columns, heat.rows);
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  ctx.imageSmoothingEnabled = true;
  ctx.drawImage(canvas, 0, 0, widthPx, heightPx);
}

type Line = readonly [x0: number, y0: number, x1: number, y1: number];

function ridge(
  frame: PlotFrame,
  { pattern, segments, offsetMs }: Measurement,
  y: (ms: number) => number,
): Line[] {
  const x = xOf(frame);
  const first = segments[0];
  const last = segments[segments.length - 1];
  if (pattern.kind === 'drift' && first && last) {
    return [[x(first.startS), y(pattern.startMs), x(last.endS), y(pattern.endMs)]];
  }
  if (first) return segments.map((s) => [x(s.startS), y(s.offsetMs), x(s.endS), y(s.offsetMs)]);
  return offsetMs === null ? [] : [[0, y(offsetMs), frame.widthPx, y(offsetMs)]];
}

/** A line with an edge of the opposite lightness, so that it stands out on every colour. */
function drawHalo(
  { ctx, theme }: PlotFrame,
  lines: readonly Line[],
  dash: readonly number[],
  width: number,
  color: string,
): void {
  for (const edge of [true, false]) {
    ctx.strokeStyle = edge ? theme.surface : color;
    ctx.lineWidth = edge ? width + 2 : width;
    ctx.setLineDash(edge ? [] : [...dash]);
    ctx.globalAlpha = edge ? 0.75 : 1;
    ctx.beginPath();
    for (const [x0, y0, x1, y1] of lines) {
      ctx.moveTo(x0, y0);
      ctx.lineTo(x1, y1);
    }
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}
