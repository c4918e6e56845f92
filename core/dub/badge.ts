/** Where the visible mark stands: in a corner where it hides no mouth. */
import type { Box } from '../lips/geometry';

export type Corner = 'bottom-right' | 'bottom-left' | 'top-right' | 'top-left';

/** In this order; the first that is free is taken. */
const CORNERS: Corner[] = ['bottom-right', 'bottom-left', 'top-right', 'top-left'];
/** The mouth is in the lower half of a face box. */
const MOUTH_TOP = 0.5;

/**
 * The mark stays in one place: a moving one would draw the eyes.
 * @param size of the mark with the space around it, pixels
 * @param picture pixels
 * @param faces boxes of all pictures
 */
export function freeCorner(
  size: { width: number; height: number },
  picture: { width: number; height: number },
  faces: Iterable<Box>,
): Corner {
  const hidden = new Map(CORNERS.map((corner) => [corner, 0]));
  for (const face of faces) {
    for (const corner of CORNERS)
      hidden.set(corner, hidden.get(corner)! + overlap(cornerBox(corner, size, picture), face));
  }
  // Sorting is stable: of several free corners the first one wins.
  return [...hidden].sort((a, b) => a[1] - b[1])[0]![0];
}

/** The box of this size in a corner of the picture. */
export function cornerBox(
  corner: Corner,
  { width, height }: { width: number; height: number },
  picture: { width: number; height: number },
): Box {
  return {
    x: corner.endsWith('left') ? 0 : picture.width - width,
    y: corner.startsWith('top') ? 0 : picture.height - height,
    width,
    height,
  };
}

function overlap(mark: Box, face: Box): number {
  const top = face.y + face.height * MOUTH_TOP;
  const across = Math.min(mark.x + mark.width, face.x + face.width) - Math.max(mark.x, face.x);
  const down = Math.min(mark.y + mark.height, face.y + face.height) - Math.max(mark.y, top);
  return Math.max(0, across) * Math.max(0, down);
}
