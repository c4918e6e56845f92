/** Plain samples in QuickTime's own words: its description of the format stays, rate and channels may be others. */
import { viewOf } from '../../container/view';

/** In the content of stsd, whose first entry begins at 8. */
const AT = { version: 24, channels: 32, rate: 40, packetBytes: 48, frameBytes: 52 };
/** Of version 2 (QuickTime File Format, "Sound Sample Description (Version 2)"). */
const WIDE = { rate: 48, channels: 56, bits: 64, packetBytes: 72 };
const V1_BYTES = 60;
const V2_BYTES = 80;

/** @param content of stsd, changed in place where it is long enough to say so */
export function describePcm(content: Uint8Array, rateHz: number, channels: number): void {
  if (content.length < 44) return;
  const view = viewOf(content);
  const version = view.getUint16(AT.version);
  if (version === 2) {
    if (content.length < V2_BYTES) return;
    const bytes = view.getUint32(WIDE.bits) / 8;
    view.setFloat64(WIDE.rate, rateHz);
    view.setUint32(WIDE.channels, channels);
    view.setUint32(WIDE.packetBytes, channels * bytes);
    return;
  }
  view.setUint16(AT.channels, channels);
  view.setUint16(AT.rate, rateHz <= 0xffff ? rateHz : 0);
  if (version !== 1 || content.length < V1_BYTES) return;
  // A packet is of one channel, a frame of all.
  view.setUint32(AT.frameBytes, channels * view.getUint32(AT.packetBytes));
}
