/** H.264 as mp4 holds it (ISO/IEC 14496-15): parameter sets of a track, and units with a length in front. */
import { concat } from '../concat';

export interface ParameterSets {
  /** profile_idc */
  profile: number;
  /** Sequence and picture parameter sets, in their order. */
  units: Uint8Array[];
}

const LENGTH_BYTES = 4;
const IDR = 5;

/** @param description avcC @returns null when it is none, or its units have lengths of fewer than 4 bytes */
export function parameterSets(
  description: ArrayBufferLike | ArrayBufferView | undefined,
): ParameterSets | null {
  if (!description) return null;
  const bytes = ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
  if (bytes[0] !== 1 || bytes.length < 7 || (bytes[4]! & 3) !== LENGTH_BYTES - 1) return null;
  const units: Uint8Array[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = bytes[at++]! & mask;
    for (let i = 0; i < count; i++) {
      const length = (bytes[at]! << 8) | bytes[at + 1]!;
      units.push(bytes.slice(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return at <= bytes.length && units.length > 1 ? { profile: bytes[1]!, units } : null;
}

/** A packet with these sets in front, which decoders take in place of those of the file's head. */
export function withParameterSets(packet: Uint8Array, { units }: ParameterSets): Uint8Array {
  const parts = units.flatMap((unit) => {
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, unit.length);
    return [length, unit];
  });
  return concat([...parts, packet]);
}

/** Whether nothing behind this packet needs anything before it: not so at the key pictures of open groups. */
export function beginsGroup(packet: Uint8Array): boolean {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  for (let at = 0; at + LENGTH_BYTES < packet.length; at += LENGTH_BYTES + view.getUint32(at))
    if ((packet[at + LENGTH_BYTES]! & 0x1f) === IDR) return true;
  return false;
}
