/** Boxes and squares in picture pixels (or any one unit). */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** @param boxes Float32Array [N, 4]: x, y, width, height */
export function boxAt(boxes: Float32Array, row: number): Box {
  const [x, y, width, height] = boxes.subarray(4 * row, 4 * row + 4);
  return { x: x!, y: y!, width: width!, height: height! };
}

/** A square that may be turned: rollRad > 0 turns it clockwise. */
export interface Square {
  centreX: number;
  centreY: number;
  size: number;
  rollRad: number;
}

/** Intersection over union, 0..1. */
export function overlap(a: Box, b: Box): number {
  const shared = sharedArea(a, b);
  const union = a.width * a.height + b.width * b.height - shared;
  return union > 0 ? shared / union : 0;
}

/** Share of the smaller box that lies in the other, 0..1. */
export function containment(a: Box, b: Box): number {
  const smaller = Math.min(a.width * a.height, b.width * b.height);
  return smaller > 0 ? sharedArea(a, b) / smaller : 0;
}

/** Distance of the centres over the mean size of the two boxes. */
export function centreDistance(a: Box, b: Box): number {
  const dx = a.x + a.width / 2 - b.x - b.width / 2;
  const dy = a.y + a.height / 2 - b.y - b.height / 2;
  const size = (a.width + a.height + b.width + b.height) / 4;
  return size > 0 ? Math.hypot(dx, dy) / size : Infinity;
}

export function shifted(box: Box, dx: number, dy: number): Box {
  return { ...box, x: box.x + dx, y: box.y + dy };
}

function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
