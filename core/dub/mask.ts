/** How much of a generated mouth is seen where: it ends softly at the face's own outline, never on what is around. */
import type { Box } from '../lips/geometry';
import { FACE_SIZE } from '../lips/wav2lip';
import { rise } from '../rise';

export interface MaskShape {
  /** Width of the soft edge as a share of the face box, 0..0.4; 0: a hard edge. */
  feather: number;
  /** 1: all of the generated mouth; 0: none. */
  strength: number;
  /** The lower half alone, which is what the generator invents: the upper one it copies, blurred. */
  mouthOnly: boolean;
}

/** The soft upper edge lies above the middle: what is below was hidden from the generator, and all of it must change. */
const MIDDLE = 0.5;
/**
 * The edge along the jaw is narrower than the one across the cheeks: skin goes on above, but below the chin a wide one
 * would show the old chin through the new.
 */
const JAW_EDGE = 1 / 3;

/**
 * Laid over the face box at whatever size that has.
 * @param box pixels of the picture
 * @param outline Float32Array [N, 2], the face in the same pixels: corners of a convex figure as convexHull gives them;
 *   null: the box alone. Counts for the mouth only: the whole square is the original's
 * @returns Uint8ClampedArray [96, 96], 0: the picture as it was, 255: the generated mouth
 */
export function mouthMask(
  { feather, strength, mouthOnly }: MaskShape,
  box: Box,
  outline: Float32Array | null,
): Uint8ClampedArray<ArrayBuffer> {
  const mask = new Uint8ClampedArray(FACE_SIZE * FACE_SIZE);
  const full = 255 * Math.max(0, Math.min(1, strength));
  const jaw = mouthOnly && outline !== null ? edgesOf(outline) : null;
  const edgePx = JAW_EDGE * feather * box.width;
  for (let j = 0; j < FACE_SIZE; j++) {
    const down = centre(j);
    const top = mouthOnly ? riseFrom(down - (MIDDLE - feather), feather) : riseFrom(down, feather);
    if (top === 0) continue;
    for (let i = 0; i < FACE_SIZE; i++) {
      const across = centre(i);
      const rest =
        jaw === null
          ? riseFrom(across, feather) * riseFrom(1 - across, feather) * riseFrom(1 - down, feather)
          : riseFrom(Math.min(inside(jaw, box, across, down), toBoxEdge(box, across, down)), edgePx);
      mask[j * FACE_SIZE + i] = full * top * rest;
    }
  }
  return mask;
}

/** Float64Array [N, 3] of every edge: nx, ny, c with nx x + ny y + c = distance from the edge, positive inside. */
function edgesOf(outline: Float32Array): Float64Array {
  const count = outline.length / 2;
  const edges = new Float64Array(3 * count);
  for (let n = 0; n < count; n++) {
    const next = (n + 1) % count;
    const [x, y] = [outline[2 * n]!, outline[2 * n + 1]!];
    const [dx, dy] = [outline[2 * next]! - x, outline[2 * next + 1]! - y];
    const length = Math.hypot(dx, dy) || 1;
    edges.set([-dy / length, dx / length, (dy * x - dx * y) / length], 3 * n);
  }
  return edges;
}

/** Pixels to the outline, negative outside. */
function inside(edges: Float64Array, box: Box, across: number, down: number): number {
  const x = box.x + across * box.width;
  const y = box.y + down * box.height;
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < edges.length; n += 3)
    least = Math.min(least, edges[n]! * x + edges[n + 1]! * y + edges[n + 2]!);
  return least;
}

/** Pixels to the nearest side of the box or its bottom: what was generated ends there. */
function toBoxEdge({ width, height }: Box, across: number, down: number): number {
  return Math.min(across * width, (1 - across) * width, (1 - down) * height);
}

function centre(pixel: number): number {
  return (pixel + 0.5) / FACE_SIZE;
}

/** From 0 at the edge to 1 at `width`, which may be 0. */
function riseFrom(distance: number, width: number): number {
  return distance <= 0 ? 0 : rise(distance / width);
}
