/** Any number of channels to one: the usual downmix, one channel alone, or the difference of two. */

/** What a mono sound is made of. Channels are counted from 0, in the order of WAVE and WebCodecs. */
export type Mix =
  | { kind: 'downmix' }
  | { kind: 'channel'; channel: number }
  /** Half of the first less the second: where one is the other turned upside down, their sum is silence. */
  | { kind: 'difference'; channels: [number, number] };

export const DOWNMIX: Mix = { kind: 'downmix' };

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

/** Weights per channel; those of the downmix where a channel of the mix is not there. */
export function mixWeights(mix: Mix, channels: number): Float32Array {
  const wanted: [channel: number, weight: number][] =
    mix.kind === 'channel'
      ? [[mix.channel, 1]]
      : mix.kind === 'difference'
        ? mix.channels.map((channel, i) => [channel, i === 0 ? 0.5 : -0.5])
        : [];
  if (wanted.length === 0 || wanted.some(([channel]) => channel >= channels)) return monoWeights(channels);
  const weights = new Float32Array(channels);
  for (const [channel, weight] of wanted) weights[channel] = weight;
  return weights;
}

/**
 * @param planes one Float32Array [N] per channel
 * @returns Float32Array [N]
 */
export function toMono(planes: Float32Array[], mix: Mix = DOWNMIX): Float32Array<ArrayBuffer> {
  const weights = mixWeights(mix, planes.length);
  const mono = new Float32Array(planes[0]?.length ?? 0);
  planes.forEach((plane, channel) => {
    const weight = weights[channel] as number;
    if (weight === 0) return;
    for (let i = 0; i < mono.length; i++) mono[i] = (mono[i] as number) + weight * (plane[i] as number);
  });
  return mono;
}

const NAMES: Record<number, string[]> = {
  2: ['left', 'right'],
  6: ['front left', 'front right', 'centre', 'bass (LFE)', 'surround left', 'surround right'],
  8: [
    ...['front left', 'front right', 'centre', 'bass (LFE)'],
    ...['back left', 'back right', 'side left', 'side right'],
  ],
};

/** `channel 4, bass (LFE)`, `channel 11` */
export function channelName(channel: number, channels: number): string {
  const name = NAMES[channels]?.[channel];
  return `channel ${channel + 1}${name ? `, ${name}` : ''}`;
}
