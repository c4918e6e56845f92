/** H.264 as mp4 holds it (ISO/IEC 14496-15): parameter sets of a track, and units with a length in front. */
import { bufferBytes } from '../buffer-bytes';
import { concat } from '../concat';

export interface ParameterSets {
  /** profile_idc */
  profile: number;
  /** Sequence and picture parameter sets, in their order. */
  units: Uint8Array[];
}

const LENGTH_BYTES = 4;
const IDR = 5;
const SEQUENCE = 7;
const PICTURE = 8;
const DELIMITER = 9;

/** @param description avcC @returns null when it is none, or its units have lengths of fewer than 4 bytes */
export function parameterSets(
  description: ArrayBufferLike | ArrayBufferView | undefined,
): ParameterSets | null {
  if (!description) return null;
  const bytes = bufferBytes(description);
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

/**
 * A packet with these sets in front, which decoders take in place of those of the file's head. A delimiter stays the first
 * unit of its picture.
 */
export function withParameterSets(packet: Uint8Array, { units }: ParameterSets): Uint8Array {
  const parts = units.flatMap((unit) => {
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, unit.length);
    return [length, unit];
  });
  const [first] = unitsOf(packet);
  const at = first && typeOf(first) === DELIMITER ? LENGTH_BYTES + first.length : 0;
  return concat([packet.subarray(0, at), ...parts, packet.subarray(at)]);
}

/** Whether nothing behind this packet needs anything before it: not so at the key pictures of open groups. */
export function beginsGroup(packet: Uint8Array): boolean {
  return unitsOf(packet).some((unit) => typeOf(unit) === IDR);
}

/** Whether a packet brings parameter sets along that are none of these. */
export function hasOtherSets(packet: Uint8Array, { units }: ParameterSets): boolean {
  const isKnown = (unit: Uint8Array) =>
    units.some((known) => known.length === unit.length && known.every((byte, i) => byte === unit[i]));
  return unitsOf(packet).some((unit) => [SEQUENCE, PICTURE].includes(typeOf(unit)) && !isKnown(unit));
}

/** Sequence parameter sets among them: a stream may have several, and go over from one to another. */
export function sequenceSets({ units }: ParameterSets): Uint8Array[] {
  return units.filter((unit) => typeOf(unit) === SEQUENCE);
}

function unitsOf(packet: Uint8Array): Uint8Array[] {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const units: Uint8Array[] = [];
  for (let at = 0; at + LENGTH_BYTES < packet.length; at += LENGTH_BYTES + units.at(-1)!.length) {
    const start = at + LENGTH_BYTES;
    units.push(packet.subarray(start, start + view.getUint32(at)));
  }
  return units;
}

/** nal_unit_type */
function typeOf(unit: Uint8Array): number {
  return (unit[0] ?? 0) & 0x1f;
}
