/** What changes slowly along a curve, taken out of it. */

/**
 * Subtracts the mean over +-radius values, at the ends over those there are, in place.
 * @param sums Float64Array [values + 1], overwritten: room that is used again for the next curve
 */
export function takeOutSlowPart(
  values: Float32Array,
  radius: number,
  sums = new Float64Array(values.length + 1),
): void {
  const n = values.length;
  sums[0] = 0;
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i]! + values[i]!;
  for (let i = 0; i < n; i++) {
    const from = Math.max(0, i - radius);
    const to = Math.min(n, i + radius + 1);
    values[i]! -= (sums[to]! - sums[from]!) / (to - from);
  }
}
