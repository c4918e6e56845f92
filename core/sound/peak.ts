/** @returns the largest magnitude from one sample to before another, 0 where there is none @param samples Float32Array [N] */
export function peakOf(samples: Float32Array, from = 0, to = samples.length): number {
  let peak = 0;
  for (let i = from; i < to; i++) peak = Math.max(peak, Math.abs(samples[i] as number));
  return peak;
}
