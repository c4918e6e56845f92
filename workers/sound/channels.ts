/** Channels of a sound, and what RNNoise says of them. */
import { HOP_S } from '../../core/loudness/figures';
import type { SourceSound } from '../lib/sound/source';

export function isSame(a: Float32Array, b: Float32Array): boolean {
  if (a === b) return true;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function mono(planes: readonly Float32Array[]): Float32Array {
  const [first, ...others] = planes as [Float32Array, ...Float32Array[]];
  const sum = first.slice();
  for (const plane of others) for (let i = 0; i < sum.length; i++) sum[i]! += plane[i] as number;
  return sum;
}

/** The difference of two, as loud as `mono` is of two that are alike. */
export function difference([left, right]: readonly Float32Array[]): Float32Array {
  return left!.map((sample, i) => sample - right![i]!);
}

/** Some planes upside down, the others as they are. */
function turnedPlanes(planes: readonly Float32Array[], channels: readonly number[]): Float32Array[] {
  return planes.map((plane, i) => (channels.includes(i) ? plane.map((sample) => -sample) : plane));
}

/** A sound with some of its channels upside down. */
export function turned(sound: SourceSound, channels: readonly number[]): SourceSound {
  return {
    codec: sound.codec,
    rateHz: sound.rateHz,
    channels: sound.channels,
    async *blocks() {
      for await (const block of sound.blocks())
        yield { ...block, planes: turnedPlanes(block.planes, channels) };
    },
  };
}

/** @param frames per channel, how surely each frame of RNNoise is speech @returns the surest channel's mean per hop */
export function perHop(frames: readonly (readonly number[])[], hops: number): Float32Array {
  const perHop = Math.round(HOP_S / 0.01);
  return Float32Array.from({ length: hops }, (_, hop) => {
    const means = frames.map((channel) => {
      // What a frame says is of the sound one frame before.
      const own = channel.slice(hop * perHop + 1, (hop + 1) * perHop + 1);
      return own.reduce((sum, share) => sum + share, 0) / Math.max(1, own.length);
    });
    return Math.max(...means);
  });
}
