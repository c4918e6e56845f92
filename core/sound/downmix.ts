/** Any number of channels to one, weighted for speech. */

/**
 * Weights per channel in the order of WAVE and WebCodecs (front left, front right, centre, LFE, ...), after the
 * downmix of ITU-R BS.775: centre 1, fronts 0.7071, surrounds 0.5, LFE left out; scaled so that they add up to 1.
 * @param channels 1 or more; layouts beyond 7.1 are averaged
 */
export function monoWeights(channels: number): Float32Array {
  const F = Math.SQRT1_2;
  const S = 0.5;
  const layouts: Record<number, number[]> = {
    1: [1],
    2: [F, F],
    3: [F, F, 1],
    4: [F, F, S, S],
    5: [F, F, 1, S, S],
    6: [F, F, 1, 0, S, S],
    7: [F, F, 1, 0, S, S, S],
    8: [F, F, 1, 0, S, S, S, S],
  };
  const layout = layouts[channels] ?? new Array<number>(channels).fill(1);
  const sum = layout.reduce((total, weight) => total + weight, 0);
  return Float32Array.from(layout, (weight) => weight / sum);
}

/**
 * @param planes one Float32Array [N] per channel
 * @returns Float32Array [N]
 */
export function toMono(planes: Float32Array[]): Float32Array<ArrayBuffer> {
  const weights = monoWeights(planes.length);
  const mono = new Float32Array(planes[0]?.length ?? 0);
  planes.forEach((plane, channel) => {
    const weight = weights[channel] as number;
    if (weight === 0) return;
    for (let i = 0; i < mono.length; i++) mono[i] = (mono[i] as number) + weight * (plane[i] as number);
  });
  return mono;
}
