/** Sound of some channels as sound of others: what is said in the centre is heard however few there are. */
import { toMono } from './downmix';
import { atMostStereo } from './stereo';

/**
 * @param planes Float32Array [N] per channel, in the order of WAVE and WebCodecs
 * @returns as they are where they are as many; channels that sound of fewer does not have are silent
 */
export function withChannels(planes: Float32Array[], channels: number): Float32Array[] {
  if (planes.length === channels) return planes;
  if (channels === 1) return [toMono(planes)];
  if (channels === 2 && planes.length > 2) return atMostStereo(planes);
  const [left = new Float32Array(0), right = left.slice(), ...others] = planes;
  const silence = () => new Float32Array(left.length);
  return [left, right, ...Array.from({ length: channels - 2 }, (_, i) => others[i] ?? silence())];
}
