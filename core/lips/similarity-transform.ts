/** Best similarity transform between two sets of 3-D points (Procrustes analysis; Kabsch 1976, Umeyama 1991). */

/** target = scale * rotation * (source - sourceCentre) + targetCentre */
export interface SimilarityFit {
  scale: number;
  /** Row-major 3 x 3, a proper rotation. */
  rotation: Float64Array;
  sourceCentre: Float64Array;
  targetCentre: Float64Array;
  /** Root mean square distance left, in units of the target. */
  residual: number;
}

/**
 * Fits picked source points to target points of the same order.
 * @param source Float32Array [*, 3]
 * @param indices rows of source to use
 * @param target Float64Array [indices.length, 3]
 * @returns null when the points are degenerate or a mirror image would fit better (then it is no such object)
 */
export function fitSimilarity(
  source: Float32Array,
  indices: readonly number[],
  target: Float64Array,
): SimilarityFit | null {
  const n = indices.length;
  const sourceCentre = new Float64Array(3);
  const targetCentre = new Float64Array(3);
  for (let k = 0; k < n; k++) {
    for (let c = 0; c < 3; c++) {
      sourceCentre[c]! += source[indices[k]! * 3 + c]! / n;
      targetCentre[c]! += target[k * 3 + c]! / n;
    }
  }
  const moment = new Float64Array(9);
  let sourceSquares = 0;
  let targetSquares = 0;
  for (let k = 0; k < n; k++) {
    for (let r = 0; r < 3; r++) {
      const t = target[k * 3 + r]! - targetCentre[r]!;
      targetSquares += t * t;
      for (let c = 0; c < 3; c++) {
        const s = source[indices[k]! * 3 + c]! - sourceCentre[c]!;
        moment[r * 3 + c]! += t * s;
        if (r === 0) sourceSquares += s * s;
      }
    }
  }
  const rotation = nearestRotation(moment);
  if (!rotation || !(sourceSquares > 0)) return null;
  let trace = 0;
  for (let i = 0; i < 9; i++) trace += rotation[i]! * moment[i]!;
  const scale = trace / sourceSquares;
  if (!(scale > 0)) return null;
  const squares = Math.max(0, targetSquares - scale * trace);
  return { scale, rotation, sourceCentre, targetCentre, residual: Math.sqrt(squares / n) };
}

/** Maps source row `index` to the target's frame; writes x, y, z to out. */
export function applyFit(fit: SimilarityFit, source: Float32Array, index: number, out: Float64Array): void {
  const { scale, rotation: m, sourceCentre, targetCentre } = fit;
  const x = source[index * 3]! - sourceCentre[0]!;
  const y = source[index * 3 + 1]! - sourceCentre[1]!;
  const z = source[index * 3 + 2]! - sourceCentre[2]!;
  out[0] = scale * (m[0]! * x + m[1]! * y + m[2]! * z) + targetCentre[0]!;
  out[1] = scale * (m[3]! * x + m[4]! * y + m[5]! * z) + targetCentre[1]!;
  out[2] = scale * (m[6]! * x + m[7]! * y + m[8]! * z) + targetCentre[2]!;
}

/** The other way: where a point of the target's frame lies among the source. */
export function applyInverse(
  fit: SimilarityFit,
  point: readonly [number, number, number],
): [number, number, number] {
  const { scale, rotation: m, sourceCentre, targetCentre } = fit;
  const x = (point[0] - targetCentre[0]!) / scale;
  const y = (point[1] - targetCentre[1]!) / scale;
  const z = (point[2] - targetCentre[2]!) / scale;
  return [
    m[0]! * x + m[3]! * y + m[6]! * z + sourceCentre[0]!,
    m[1]! * x + m[4]! * y + m[7]! * z + sourceCentre[1]!,
    m[2]! * x + m[5]! * y + m[8]! * z + sourceCentre[2]!,
  ];
}

/** Polar factor of a 3 x 3 matrix by Newton's iteration (Higham 1986); null unless the determinant is positive. */
function nearestRotation(matrix: Float64Array): Float64Array | null {
  let size = 0;
  for (const value of matrix) size = Math.max(size, Math.abs(value));
  if (!(size > 0) || !Number.isFinite(size)) return null;
  let x = matrix.map((value) => value / size);
  for (let step = 0; step < 60; step++) {
    const cofactor = cofactors(x);
    const determinant = x[0]! * cofactor[0]! + x[1]! * cofactor[1]! + x[2]! * cofactor[2]!;
    if (!(determinant > 1e-12)) return null;
    let change = 0;
    const next = new Float64Array(9);
    for (let i = 0; i < 9; i++) {
      next[i] = (x[i]! + cofactor[i]! / determinant) / 2;
      change = Math.max(change, Math.abs(next[i]! - x[i]!));
    }
    x = next;
    if (change < 1e-12) break;
  }
  return x;
}

function cofactors(m: Float64Array): Float64Array {
  const [a, b, c, d, e, f, g, h, i] = m as unknown as number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Float64Array.of(
    e * i - f * h,
    f * g - d * i,
    d * h - e * g,
    c * h - b * i,
    a * i - c * g,
    b * g - a * h,
    b * f - c * e,
    c * d - a * f,
    a * e - b * d,
  );
}
