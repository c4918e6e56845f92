/** The convex outline of points in the plane. */

/**
 * Andrew's monotone chain (1979). Fewer than three points, or points on one line, have no inside: what is left of
 * them is returned.
 * @param points Float32Array [N, 2]
 * @returns Float32Array [M, 2], every corner once, the inside on the right of each edge when y points down
 */
export function convexHull(points: Float32Array): Float32Array<ArrayBuffer> {
  const order = Array.from({ length: points.length / 2 }, (_, i) => i).sort(
    (a, b) => points[2 * a]! - points[2 * b]! || points[2 * a + 1]! - points[2 * b + 1]!,
  );
  const corners = [...half(points, order), ...half(points, order.toReversed())];
  return Float32Array.from(corners.flatMap((i) => [points[2 * i]!, points[2 * i + 1]!]));
}

/** One side of the hull without its last point, which begins the other side. */
function half(points: Float32Array, order: readonly number[]): number[] {
  const chain: number[] = [];
  for (const i of order) {
    while (chain.length >= 2 && turn(points, chain.at(-2)!, chain.at(-1)!, i) <= 0) chain.pop();
    chain.push(i);
  }
  return chain.slice(0, -1);
}

function turn(p: Float32Array, a: number, b: number, c: number): number {
  const [ax, ay] = [p[2 * a]!, p[2 * a + 1]!];
  return (p[2 * b]! - ax) * (p[2 * c + 1]! - ay) - (p[2 * b + 1]! - ay) * (p[2 * c]! - ax);
}
