/** The AAC encoder (libavcodec's, as WASM) and what has to be known of it. A megabyte: loaded with its first use. */

import { CustomAudioEncoder, EncodedPacket, Logging, registerEncoder } from 'mediabunny';
import type { Given } from './given-mediabunny';

/** Samples of silence that it puts in front of the sound, and that no decoder takes away by itself. */
export const AAC_LEAD = 1024;
const AAC_BITRATE_PER_CHANNEL = 96_000;
export const AAC_RATES_HZ = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000,
];

/** Bits per second; AAC frames hold a limited number of them. */
export function aacBitrate(rateHz: number, channels: number): number {
  return channels * Math.min(AAC_BITRATE_PER_CHANNEL, 4 * rateHz);
}

/**
 * Makes mediabunny encode 'aac' by it, also where the browser has an encoder of its own: of this one we know by how
 * much it lags.
 * @returns false when it cannot be loaded, such as offline before its first use
 */
export async function loadAacEncoder(): Promise<boolean> {
  try {
    const given: Given = { CustomAudioEncoder, EncodedPacket, Logging, registerEncoder };
    Object.assign(globalThis, { lipslateGiven: given });
    const { registerAacEncoder } = await import('@mediabunny/aac-encoder');
    registerAacEncoder();
    return true;
  } catch {
    return false;
  }
}
