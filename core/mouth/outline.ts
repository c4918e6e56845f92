/** How far out of the face's outline a pixel lies. */
import { rise } from '../rise';
import type { HeadFrame } from './points';

/** Outside the face's outline movement dies away: a little at the cheeks, more on the neck, which gives way to the chin. */
const BAND = { side: 0.1, below: 0.34 } as const;

/** 1 inside the outline, 0 a band outside of it. */
export function withinOutline(
  outline: Float32Array,
  x: number,
  y: number,
  scale: number,
  frame: HeadFrame,
): number {
  const corners = outline.length / 2;
  if (corners < 3 || isInside(outline, x, y)) return 1;
  let least = Number.POSITIVE_INFINITY;
  let awayX = 0;
  let awayY = 0;
  for (let n = 0; n < corners; n++) {
    const next = 2 * ((n + 1) % corners);
    const toX = x - outline[2 * n]!;
    const toY = y - outline[2 * n + 1]!;
    const edgeX = outline[next]! - outline[2 * n]!;
    const edgeY = outline[next + 1]! - outline[2 * n + 1]!;
    const along = (toX * edgeX + toY * edgeY) / (edgeX * edgeX + edgeY * edgeY || 1);
    const t = Math.min(1, Math.max(0, along));
    const dx = toX - t * edgeX;
    const dy = toY - t * edgeY;
    const squared = dx * dx + dy * dy;
    if (squared >= least) continue;
    least = squared;
    awayX = dx;
    awayY = dy;
  }
  const distance = Math.sqrt(least) || 1;
  const down = Math.max(
    0,
    (awayX * frame.yx + awayY * frame.yy) / (distance * Math.hypot(frame.yx, frame.yy)),
  );
  return 1 - rise(distance / scale / (BAND.side + (BAND.below - BAND.side) * down));
}

/** Corners as convexHull gives them. */
function isInside(outline: Float32Array, x: number, y: number): boolean {
  let fromX = outline[outline.length - 2]!;
  let fromY = outline[outline.length - 1]!;
  for (let n = 0; n < outline.length; n += 2) {
    const toX = outline[n]!;
    const toY = outline[n + 1]!;
    if ((toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX) < 0) return false;
    fromX = toX;
    fromY = toY;
  }
  return true;
}
