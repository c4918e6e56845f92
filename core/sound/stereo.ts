/** Sound of many channels on two, as browsers and ffmpeg mix it: centre and surrounds at -3 dB, without the bass channel. */

const S = Math.SQRT1_2;
/** What left and right get of each channel, in the order of WAVE and WebCodecs, by the number of channels. */
const MIXES: Record<number, { left: number[]; right: number[] }> = {
  3: { left: [1, 0, S], right: [0, 1, S] },
  4: { left: [1, 0, S, 0], right: [0, 1, 0, S] },
  5: { left: [1, 0, S, S, 0], right: [0, 1, S, 0, S] },
  6: { left: [1, 0, S, 0, S, 0], right: [0, 1, S, 0, 0, S] },
  7: { left: [1, 0, S, 0, 0.5, S, 0], right: [0, 1, S, 0, 0.5, 0, S] },
  8: { left: [1, 0, S, 0, S, 0, S, 0], right: [0, 1, S, 0, 0, S, 0, S] },
};

/**
 * @param planes Float32Array [N] per channel
 * @returns mono and stereo as they are; of channels in nobody's order left is the mean of every other one, right of the rest
 */
export function atMostStereo(planes: Float32Array[]): Float32Array[] {
  if (planes.length <= 2) return planes;
  const { left, right } = MIXES[planes.length] ?? means(planes.length);
  return [mixed(planes, left), mixed(planes, right)];
}

function means(channels: number): { left: number[]; right: number[] } {
  const side = (first: number) => {
    const share = 1 / Math.ceil((channels - first) / 2);
    return Array.from({ length: channels }, (_, i) => (i % 2 === first ? share : 0));
  };
  return { left: side(0), right: side(1) };
}

function mixed(planes: Float32Array[], shares: number[]): Float32Array {
  const sum = new Float32Array(planes[0]?.length ?? 0);
  planes.forEach((plane, channel) => {
    const share = shares[channel] as number;
    if (share === 0) return;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + share * (plane[i] as number);
  });
  return sum;
}
