/** The offset over time: single votes, what they add up to with its band, and what the profile tolerates. */
import { measuredWords } from '../../../core/report/format';
import type { Profile } from '../../../core/sync/profiles';
import type { Measurement, Segment, WindowVote } from '../../../core/sync/types';
import { drawLevel, drawTag, xOf } from './drawTools';
import { linearScale } from './scale';
import { visibleStretches } from './series';
import type { PlotFrame } from './usePlot';

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
  drawTolerances(frame, profile, y.toPx);
  drawSegments(frame, measurement, y.toPx, 'band');
  drawVotes(frame, measurement.votes, (ms) => Math.min(heightPx - 5, Math.max(5, y.toPx(ms))), [
    lowMs,
    highMs,
  ]);
  drawSegments(frame, measurement, y.toPx, 'line');
  if (measurement.offsetMs !== null && measurement.segments.length === 0) {
    const words = measuredWords(measurement.offsetMs, measurement.ci95Ms);
    drawTag(ctx, theme, words, widthPx / 2, y.toPx(measurement.offsetMs));
  }
}

/** The limits; the legend says what they are. */
function drawTolerances(frame: PlotFrame, profile: Profile, y: (ms: number) => number): void {
  const { theme } = frame;
  const { unnoticeableMs: notice, acceptableMs: accept } = profile;
  if (hasTwoLimits(profile))
    for (const ms of [notice.late, -notice.early]) drawLevel(frame, y(ms), theme.warn, [6, 4]);
  for (const ms of [accept.late, -accept.early]) drawLevel(frame, y(ms), theme.bad, [2, 3]);
}

/** Whether what is noticed and what is refused are not the same. */
export function hasTwoLimits({ unnoticeableMs: notice, acceptableMs: accept }: Profile): boolean {
  return notice.early !== accept.early || notice.late !== accept.late;
}

function drawSegments(
  frame: PlotFrame,
  measurement: Measurement,
  y: (ms: number) => number,
  part: 'band' | 'line',
): void {
  const { ctx, theme, startS, endS } = frame;
  const x = xOf(frame);
  for (const segment of visibleStretches(measurement.segments, startS, endS)) {
    const { startMs, endMs } = endsOf(measurement, segment);
    const [x0, x1, ciMs] = [x(segment.startS), x(segment.endS), segment.ci95Ms];
    ctx.beginPath();
    if (part === 'band') {
      ctx.moveTo(x0, y(startMs + ciMs));
      ctx.lineTo(x1, y(endMs + ciMs));
      ctx.lineTo(x1, y(endMs - ciMs));
      ctx.lineTo(x0, y(startMs - ciMs));
      ctx.globalAlpha = 0.2;
      ctx.fillStyle = theme.accent;
      ctx.fill();
      ctx.globalAlpha = 1;
    } else {
      ctx.moveTo(x0, y(startMs));
      ctx.lineTo(x1, y(endMs));
      ctx.setLineDash(segment.confidence < 0.5 ? [6, 5] : []);
      ctx.strokeStyle = theme.surface;
      ctx.lineWidth = 3;
      ctx.globalAlpha = 0.6;
      ctx.stroke();
      ctx.globalAlpha = 1;
      ctx.strokeStyle = theme.accent;
      ctx.lineWidth = 2;
      ctx.stroke();
      ctx.setLineDash([]);
    }
  }
}

/** A drift goes through its segments as one slope; any other segment is level. */
function endsOf({ pattern, segments }: Measurement, segment: Segment): { startMs: number; endMs: number } {
  if (pattern.kind !== 'drift') return { startMs: segment.offsetMs, endMs: segment.offsetMs };
  const firstS = segments[0]!.startS;
  const spanS = segments[segments.length - 1]!.endS - firstS || 1;
  const at = (timeS: number) =>
    pattern.startMs + ((pattern.endMs - pattern.startMs) * (timeS - firstS)) / spanS;
  return { startMs: at(segment.startS), endMs: at(segment.endS) };
}

/**
 * Filled when it agrees, hollow when not, an arrow head when it lies outside. Small where there are many, and at
 * most one per 2 x 2 pixels.
 */
function drawVotes(
  frame: PlotFrame,
  votes: readonly WindowVote[],
  y: (ms: number) => number,
  [lowMs, highMs]: readonly [number, number],
): void {
  const { ctx, theme, widthPx } = frame;
  const x = xOf(frame);
  const seen = new Set<number>();
  const columns = Math.ceil(widthPx / 2) + 1;
  const visible = votes.filter(
    (vote) => vote.timeS >= frame.startS && vote.timeS <= frame.endS && Number.isFinite(vote.offsetMs),
  );
  const size = Math.min(1, Math.max(0.4, (0.25 * widthPx) / (visible.length || 1)));
  const agreeing = new Path2D();
  const others = new Path2D();
  for (const vote of visible) {
    const [px, py] = [x(vote.timeS), y(vote.offsetMs)];
    const cell = Math.floor(py / 2) * columns + Math.floor(px / 2);
    if (seen.has(cell)) continue;
    seen.add(cell);
    const radius = size * (2 + 2 * Math.min(1, Math.max(0, vote.weight)));
    const side = vote.offsetMs > highMs ? 1 : vote.offsetMs < lowMs ? -1 : 0;
    addMark(vote.agrees ? agreeing : others, px, py, radius, side);
  }
  ctx.fillStyle = theme.accent;
  ctx.fill(agreeing);
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1.25 * Math.max(0.7, size);
  ctx.stroke(others);
}

/** @param side 1 = lies above the plot, -1 = below, 0 = inside */
function addMark(path: Path2D, x: number, y: number, radius: number, side: number): void {
  if (side !== 0) {
    path.moveTo(x, y - side * radius);
    path.lineTo(x + radius, y + side * radius);
    path.lineTo(x - radius, y + side * radius);
    path.closePath();
  } else if (radius < 1.8) path.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  else {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
  }
}
