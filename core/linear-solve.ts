/** Systems of linear equations, of a size at which nothing better than elimination is worth its lines. */

/**
 * Gaussian elimination with the largest pivot of each column, in place.
 * @param rows Float64Array [size, width]: the matrix, then `width - size` right sides, which become the solutions
 * @returns false where there is no one solution
 */
export function solveLinear(rows: Float64Array, size: number, width: number): boolean {
  for (let column = 0; column < size; column++) {
    let best = column;
    for (let r = column + 1; r < size; r++)
      if (Math.abs(rows[r * width + column]!) > Math.abs(rows[best * width + column]!)) best = r;
    const pivot = rows[best * width + column]!;
    if (!(Math.abs(pivot) > 1e-10)) return false;
    if (best !== column) swap(rows, best * width, column * width, width);
    for (let r = column + 1; r < size; r++) {
      const factor = rows[r * width + column]! / pivot;
      if (factor === 0) continue;
      for (let c = column; c < width; c++) rows[r * width + c]! -= factor * rows[column * width + c]!;
    }
  }
  for (let r = size - 1; r >= 0; r--) {
    for (let side = size; side < width; side++) {
      let value = rows[r * width + side]!;
      for (let c = r + 1; c < size; c++) value -= rows[r * width + c]! * rows[c * width + side]!;
      rows[r * width + side] = value / rows[r * width + r]!;
    }
  }
  return true;
}

function swap(values: Float64Array, a: number, b: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const kept = values[a + i]!;
    values[a + i] = values[b + i]!;
    values[b + i] = kept;
  }
}
