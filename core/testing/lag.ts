/**
 * Samples by which `later` is behind `sound`, where they go together best (cross-correlation).
 * @param sound, later Float32Array [N] @param most looked for to either side
 * @returns NaN where they cannot be compared
 */
export function lagOf(sound: Float32Array, later: Float32Array, most: number): number {
  let [best, bestLag] = [Number.NEGATIVE_INFINITY, Number.NaN];
  for (let lag = -most; lag <= most; lag++) {
    let sum = 0;
    for (let i = most; i < sound.length - most; i++) sum += sound[i]! * later[i + lag]!;
    if (sum > best) [best, bestLag] = [sum, lag];
  }
  return bestLag;
}
