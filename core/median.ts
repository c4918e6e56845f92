/** Medians as the libraries of the reference programs take them. */

/** The lower of the two middle ones when there are two, as torch.median. NaN of nothing. */
export function lowerMedian(values: ArrayLike<number>): number {
  return Float64Array.from(values).sort()[(values.length - 1) >> 1] ?? Number.NaN;
}

/** scipy.signal.medfilt: the median over `kernel` (odd) neighbours, zeros beyond the ends. Float64Array [N] */
export function medianFilter(values: ArrayLike<number>, kernel: number): Float64Array<ArrayBuffer> {
  const half = (kernel - 1) / 2;
  const around = new Float64Array(kernel);
  return Float64Array.from(values, (_, i) => {
    for (let k = 0; k < kernel; k++) around[k] = values[i + k - half] ?? 0;
    return lowerMedian(around);
  });
}
