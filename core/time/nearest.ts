/** @returns index of the time nearest to one, in a rising array that is not empty; of two as near the earlier */
export function nearest(timesS: Float64Array, timeS: number): number {
  let low = 0;
  let high = timesS.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timesS[middle]! + timesS[middle + 1]!) / 2 < timeS) low = middle + 1;
    else high = middle;
  }
  return low;
}
