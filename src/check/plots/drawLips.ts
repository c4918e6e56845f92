/** The lip opening as a line: bold where the lips are seen well, thin and dashed where they are not. */
import { lowerBound } from '../../../core/time/lower-bound';
import { type Pyramid, rangeOf } from './decimate';
import { DENSE_S } from './drawSound';
import { drawTag, xOf } from './drawTools';
import { LIP_GAP_S, type LipSeries, LOW_QUALITY } from './series';
import type { PlotFrame } from './usePlot';

export interface LipCurve {
  readonly series: LipSeries;
  readonly opening: Pyramid;
}

export function drawLips(frame: PlotFrame, curve: LipCurve): void {
  const { timesS } = curve.series;
  const from = Math.max(0, lowerBound(timesS, frame.startS) - 1);
  const to = Math.min(timesS.length, lowerBound(timesS, frame.endS) + 1);
  if (to - from > frame.widthPx * 2) drawColumns(frame, curve);
  else drawPoints(frame, curve.series, from, to);
}

/** Where an opening stands, px from the top; 0 = shut, 1 = as wide as it gets. */
export function lipsY(heightPx: number, opening: number): number {
  return heightPx - 4 - opening * (heightPx - 12);
}

function yOf({ heightPx }: PlotFrame): (opening: number) => number {
  return (opening) => lipsY(heightPx, opening);
}

/** Few frames: the line through all of them, in runs of equal trust. */
function drawPoints(frame: PlotFrame, series: LipSeries, from: number, to: number): void {
  const { ctx } = frame;
  const x = xOf(frame);
  const y = yOf(frame);
  const trusted = (i: number) => series.quality[i]! >= LOW_QUALITY;
  const joins = (i: number) =>
    series.timesS[i]! - series.timesS[i - 1]! <= LIP_GAP_S && series.trackId[i] === series.trackId[i - 1];
  for (let i = from; i < to; ) {
    ctx.beginPath();
    ctx.moveTo(x(series.timesS[i]!), y(series.opening[i]!));
    const good = trusted(i);
    let j = i + 1;
    for (; j < to && joins(j); j++) {
      ctx.lineTo(x(series.timesS[j]!), y(series.opening[j]!));
      if (trusted(j) !== good) break;
    }
    if (j === i + 1) ctx.lineTo(x(series.timesS[i]!) + 1, y(series.opening[i]!));
    strokeLips(frame, good);
    // A run that ended by trust begins again at the same point, so that the line has no hole.
    i = j < to && joins(j) ? j : Math.max(j, i + 1);
  }
}

/** Many frames per pixel: the range of each column, faint where it holds whole words, and the mean as a line. */
function drawColumns(frame: PlotFrame, { series, opening }: LipCurve): void {
  const { ctx, widthPx, startS, endS, theme } = frame;
  const y = yOf(frame);
  const out = new Float32Array(3);
  const perPx = (endS - startS) / widthPx;
  const dense = perPx > DENSE_S;
  const mean = new Path2D();
  let inRun = false;
  ctx.fillStyle = theme.lips;
  ctx.globalAlpha = dense ? 0.18 : 1;
  let from = lowerBound(series.timesS, startS);
  for (let px = 0; px < widthPx; px++) {
    const to = lowerBound(series.timesS, startS + (px + 1) * perPx);
    if (to > from) {
      rangeOf(opening, from, to, out);
      const top = y(out[1]!);
      ctx.fillRect(px, top, 1, Math.max(1, y(out[0]!) - top));
      if (inRun) mean.lineTo(px + 0.5, y(out[2]!));
      else mean.moveTo(px + 0.5, y(out[2]!));
    }
    inRun = to > from;
    from = to;
  }
  ctx.globalAlpha = 1;
  if (!dense) return;
  ctx.strokeStyle = theme.lips;
  ctx.lineWidth = 1.5;
  ctx.stroke(mean);
  drawTag(ctx, theme, 'Zoom in to see single syllables', 4, 11, 'left', theme.muted);
}

function strokeLips({ ctx, theme, widthPx, startS, endS }: PlotFrame, good: boolean): void {
  // Bold lines run into each other where syllables stand close.
  const bold = (endS - startS) / widthPx > 0.04 ? 1.25 : 2;
  ctx.strokeStyle = theme.lips;
  ctx.lineJoin = 'round';
  ctx.lineWidth = good ? bold : bold / 2;
  ctx.setLineDash(good ? [] : [3, 3]);
  ctx.stroke();
  ctx.setLineDash([]);
}
