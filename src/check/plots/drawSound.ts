/** The band under the waveform that says where speech is, and the loudness curve behind the lips. */
import { SOUND_HOP_S } from '../../../core/sound/types';
import type { TimeRange } from '../../engine/ranges';
import { type Pyramid, rangeOf } from './decimate';
import { drawHatch, drawTag, xOf } from './drawTools';
import { visibleStretches } from './series';
import type { PlotFrame } from './usePlot';

/** How much later the sound lies than it is drawn, at a time of the picture. Seconds, 0 when shown as is. */
export type TimeShift = (timeS: number) => number;

/** Where a pixel is longer than this, single syllables cannot be seen and means say more than extremes. */
export const DENSE_S = 0.15;

/** Hatches what has not been read yet. */
export function drawUnread(frame: PlotFrame, readToS: number): void {
  const { ctx, widthPx, heightPx, theme } = frame;
  const left = Math.max(0, xOf(frame)(readToS));
  if (left >= widthPx) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, 0, widthPx - left, heightPx);
  ctx.clip();
  drawHatch(frame);
  ctx.restore();
  if (widthPx - left > 90) drawTag(ctx, theme, 'not read yet', left + 4, heightPx / 2, 'left', theme.muted);
}

/** Speech as bars with its name on them; `shift` moves them to where the sound is drawn. */
export function drawSpeech(frame: PlotFrame, speech: readonly TimeRange[], shift: TimeShift): void {
  const { ctx, heightPx, startS, endS, theme } = frame;
  const x = xOf(frame);
  const reachS = Math.max(Math.abs(shift(startS)), Math.abs(shift(endS)));
  ctx.font = `10px ${theme.fontFamily}`;
  ctx.textBaseline = 'middle';
  const label = ctx.measureText('speech').width;
  const bars: [left: number, right: number][] = [];
  for (const stretch of visibleStretches(speech, startS - reachS, endS + reachS)) {
    const left = Math.max(0, x(stretch.startS - shift(stretch.startS)));
    const right = Math.min(frame.widthPx, x(stretch.endS - shift(stretch.endS)));
    if (right <= 0 || left >= frame.widthPx) continue;
    const last = bars[bars.length - 1];
    if (last && left - last[1] < 2) last[1] = Math.max(last[1], right);
    else bars.push([left, right]);
  }
  const shapes = new Path2D();
  for (const [left, right] of bars) {
    shapes.roundRect(left + 0.5, 1.5, Math.max(1, right - left - 1), heightPx - 3, 3);
  }
  ctx.fillStyle = theme.speech;
  ctx.fill(shapes);
  ctx.strokeStyle = theme.sound;
  ctx.lineWidth = 1;
  ctx.stroke(shapes);
  ctx.fillStyle = theme.text;
  for (const [left, right] of bars) {
    if (right - left >= label + 12) ctx.fillText('speech', left + 6, heightPx / 2 + 0.5);
  }
}

/** The loudness as a faint hill: the loudest of each pixel, or the mean where a pixel holds whole words. */
export function drawLoudness(
  frame: PlotFrame,
  loudness: { pyramid: Pyramid; startS: number; rangeDb: readonly [number, number] },
  shift: TimeShift,
): void {
  const { ctx, widthPx, heightPx, startS, endS, theme } = frame;
  const [lowDb, highDb] = loudness.rangeDb;
  const out = new Float32Array(3);
  const perPx = (endS - startS) / widthPx;
  const which = perPx > DENSE_S ? 2 : 1;
  const floor = heightPx - 1;
  ctx.beginPath();
  ctx.moveTo(0, floor);
  for (let px = 0; px <= widthPx; px++) {
    const timeS = startS + px * perPx;
    const row = (timeS + shift(timeS) - loudness.startS) / SOUND_HOP_S;
    rangeOf(loudness.pyramid, row, row + perPx / SOUND_HOP_S, out);
    const level = row < -1 || Number.isNaN(out[which]!) ? 0 : (out[which]! - lowDb) / (highDb - lowDb);
    ctx.lineTo(px, floor - Math.min(1, Math.max(0, level)) * (heightPx - 10));
  }
  ctx.lineTo(widthPx, floor);
  ctx.closePath();
  ctx.globalAlpha = 0.22;
  ctx.fillStyle = theme.sound;
  ctx.fill();
  ctx.globalAlpha = 0.55;
  ctx.strokeStyle = theme.sound;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.globalAlpha = 1;
}
