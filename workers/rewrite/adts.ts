/** The header before each frame of an AAC stream that has no container (ADTS, 14496-3 1.A.2). */

const HEADER_BYTES = 7;

/**
 * @param config AudioSpecificConfig of AAC LC: five bits of object type, four of rate, four of channels
 * @returns the frame behind its header
 */
export function withAdts(config: Uint8Array, frame: Uint8Array): Uint8Array {
  const [first = 0, second = 0] = config;
  const profile = (first >> 3) - 1;
  const rate = ((first & 7) << 1) | (second >> 7);
  const channels = (second >> 3) & 0xf;
  const length = frame.length + HEADER_BYTES;
  return Uint8Array.from([
    0xff,
    // MPEG-4, no check sum.
    0xf1,
    (profile << 6) | (rate << 2) | (channels >> 2),
    ((channels & 3) << 6) | (length >> 11),
    (length >> 3) & 0xff,
    // A buffer fullness of 0x7ff: variable rate.
    ((length & 7) << 5) | 0x1f,
    0xfc,
    ...frame,
  ]);
}
