/** Linear equations of a Hermitian matrix, by Cholesky's decomposition. */

/** Of the mean of the diagonal, added to it: a matrix that is nearly singular has no sensible solution. */
const LOADING = 1e-6;

/**
 * @param matrix [row][column][re, im], its lower half; changed
 * @param side [row][re, im]; changed
 * @returns the solution, in `side`; null where there is none
 */
export function solveHermitian(matrix: Float64Array, side: Float64Array, size: number): Float64Array | null {
  const at = (row: number, column: number) => 2 * (row * size + column);
  let trace = 0;
  for (let p = 0; p < size; p++) trace += matrix[at(p, p)] as number;
  for (let p = 0; p < size; p++) matrix[at(p, p)]! += (LOADING * trace) / size;
  for (let p = 0; p < size; p++)
    for (let q = 0; q <= p; q++) {
      let [re, im] = [matrix[at(p, q)] as number, matrix[at(p, q) + 1] as number];
      for (let m = 0; m < q; m++) {
        const [a, b] = [matrix[at(p, m)] as number, matrix[at(p, m) + 1] as number];
        const [c, d] = [matrix[at(q, m)] as number, matrix[at(q, m) + 1] as number];
        re -= a * c + b * d;
        im -= b * c - a * d;
      }
      if (p === q && !(re > 0)) return null;
      const scale = p === q ? Math.sqrt(re) : (matrix[at(q, q)] as number);
      matrix[at(p, q)] = re / scale;
      matrix[at(p, q) + 1] = im / scale;
    }
  for (let p = 0; p < size; p++)
    eliminate(
      side,
      p,
      0,
      p,
      (m) => [matrix[at(p, m)] as number, matrix[at(p, m) + 1] as number],
      matrix[at(p, p)] as number,
    );
  for (let p = size - 1; p >= 0; p--)
    eliminate(
      side,
      p,
      p + 1,
      size,
      (m) => [matrix[at(m, p)] as number, -(matrix[at(m, p) + 1] as number)],
      matrix[at(p, p)] as number,
    );
  return side;
}

function eliminate(
  side: Float64Array,
  row: number,
  from: number,
  to: number,
  entry: (column: number) => [number, number],
  diagonal: number,
): void {
  let [re, im] = [side[2 * row] as number, side[2 * row + 1] as number];
  for (let m = from; m < to; m++) {
    const [a, b] = entry(m);
    const [c, d] = [side[2 * m] as number, side[2 * m + 1] as number];
    re -= a * c - b * d;
    im -= a * d + b * c;
  }
  side[2 * row] = re / diagonal;
  side[2 * row + 1] = im / diagonal;
}
