/** The offset over time: single votes, what they add up to with its band, and what the profile tolerates. */
import type { Profile } from '../../../core/sync/profiles';
import type { Measurement, WindowVote } from '../../../core/sync/types';
import { drawLevel, drawTag, xOf } from './drawTools';
import { linearScale } from './scale';
import { visibleStretches } from './series';
import type { PlotFrame } from './usePlot';
import { offsetWords } from './words';

/** Highest and lowest offset shown, ms: thresholds, segments and agreeing votes; votes beyond stick to the edge. */
export function offsetRange(measurement: Measurement, profile: Profile): [number, number] {
  let low = -profile.acceptableMs.early;
  let high = profile.acceptableMs.late;
  const include = (ms: number) => {
    if (!Number.isFinite(ms)) return;
    low = Math.min(low, ms);
    high = Math.max(high, ms);
  };
  for (const s of measurement.segments) {
    include(s.offsetMs - Math.min(s.ci95Ms, 250));
    include(s.offsetMs + Math.min(s.ci95Ms, 250));
  }
  if (measurement.offsetMs !== null) include(measurement.offsetMs);
  for (const vote of measurement.votes) if (vote.agrees) include(vote.offsetMs);
  const margin = 0.18 * (high - low);
  return [low - margin, high + margin];
}

export function drawOffset(frame: PlotFrame, measurement: Measurement, profile: Profile): void {
  const { ctx, widthPx, heightPx, theme } = frame;
  const [lowMs, highMs] = offsetRange(measurement, profile);
  const y = linearScale(highMs, lowMs, 0, heightPx);
  drawLevel(frame, y.toPx(0), theme.line, [], 1);
  drawSegments(frame, measurement, y.toPx);
  drawVotes(frame, measurement.votes, (ms) => Math.min(heightPx - 5, Math.max(5, y.toPx(ms))), [
    lowMs,
    highMs,
  ]);
  drawTolerances(frame, profile, y.toPx);
  drawTag(ctx, theme, '↑ sound late', 4, 11);
  drawTag(ctx, theme, 'in sync', 4, y.toPx(0));
  drawTag(ctx, theme, '↓ sound early', 4, heightPx - 11);
  if (measurement.offsetMs !== null && measurement.segments.length === 0) {
    drawTag(ctx, theme, offsetWords(measurement.offsetMs), widthPx / 2, y.toPx(measurement.offsetMs));
  }
}

function drawTolerances(frame: PlotFrame, profile: Profile, y: (ms: number) => number): void {
  const { ctx, widthPx, theme } = frame;
  const { unnoticeableMs: notice, acceptableMs: accept } = profile;
  const narrow = widthPx < 480;
  const limit = (ms: number, color: string, dash: number[], text: string) => {
    drawLevel(frame, y(ms), color, dash);
    drawTag(
      ctx,
      theme,
      `${offsetWords(ms)}${narrow ? '' : `: ${text}`}`,
      widthPx - 4,
      y(ms),
      'right',
      theme.muted,
    );
  };
  const same = notice.early === accept.early && notice.late === accept.late;
  if (!same) {
    limit(notice.late, theme.warn, [6, 4], 'noticeable beyond');
    limit(-notice.early, theme.warn, [6, 4], 'noticeable beyond');
  }
  limit(accept.late, theme.bad, [2, 3], same ? 'limit' : 'unacceptable beyond');
  limit(-accept.early, theme.bad, [2, 3], same ? 'limit' : 'unacceptable beyond');
}

function drawSegments(frame: PlotFrame, measurement: Measurement, y: (ms: number) => number): void {
  const { ctx, theme, startS, endS } = frame;
  const x = xOf(frame);
  const { pattern, segments } = measurement;
  const first = segments[0];
  const last = segments[segments.length - 1];
  const drift = pattern.kind === 'drift' && first && last ? pattern : null;
  for (const s of visibleStretches(segments, startS, endS)) {
    const at = (timeS: number) =>
      drift
        ? drift.startMs +
          ((drift.endMs - drift.startMs) * (timeS - first!.startS)) / (last!.endS - first!.startS || 1)
        : s.offsetMs;
    const [x0, x1] = [x(s.startS), x(s.endS)];
    ctx.beginPath();
    ctx.moveTo(x0, y(at(s.startS) + s.ci95Ms));
    ctx.lineTo(x1, y(at(s.endS) + s.ci95Ms));
    ctx.lineTo(x1, y(at(s.endS) - s.ci95Ms));
    ctx.lineTo(x0, y(at(s.startS) - s.ci95Ms));
    ctx.closePath();
    ctx.globalAlpha = 0.2;
    ctx.fillStyle = theme.accent;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.beginPath();
    ctx.moveTo(x0, y(at(s.startS)));
    ctx.lineTo(x1, y(at(s.endS)));
    ctx.strokeStyle = theme.accent;
    ctx.lineWidth = 2;
    ctx.setLineDash(s.probability < 0.5 ? [6, 5] : []);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

/** Filled when it agrees, hollow when not, an arrow head when it lies outside. At most one mark per 3 x 3 pixels. */
function drawVotes(
  frame: PlotFrame,
  votes: readonly WindowVote[],
  y: (ms: number) => number,
  [lowMs, highMs]: readonly [number, number],
): void {
  const { ctx, theme, widthPx } = frame;
  const x = xOf(frame);
  const seen = new Set<number>();
  const columns = Math.ceil(widthPx / 3) + 1;
  ctx.lineWidth = 1.25;
  for (const vote of votes) {
    if (vote.timeS < frame.startS || vote.timeS > frame.endS || !Number.isFinite(vote.offsetMs)) continue;
    const [px, py] = [x(vote.timeS), y(vote.offsetMs)];
    const cell = Math.floor(py / 3) * columns + Math.floor(px / 3);
    if (seen.has(cell)) continue;
    seen.add(cell);
    const radius = 2 + 2 * Math.min(1, Math.max(0, vote.weight));
    ctx.beginPath();
    if (vote.offsetMs > highMs || vote.offsetMs < lowMs) {
      const tip = vote.offsetMs > highMs ? -radius : radius;
      ctx.moveTo(px, py + tip);
      ctx.lineTo(px + radius, py - tip);
      ctx.lineTo(px - radius, py - tip);
      ctx.closePath();
    } else ctx.arc(px, py, radius, 0, 2 * Math.PI);
    if (vote.agrees) {
      ctx.fillStyle = theme.accent;
      ctx.fill();
    } else {
      ctx.strokeStyle = theme.muted;
      ctx.stroke();
    }
  }
}
