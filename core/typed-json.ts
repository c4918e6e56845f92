/** JSON that may hold typed arrays, as one block of bytes: text first, then the numbers as they are. */

const KINDS = { Float32Array, Float64Array, Int32Array, Uint8Array, Uint8ClampedArray };
type Kind = keyof typeof KINDS;
type Numbers = InstanceType<(typeof KINDS)[Kind]>;

/** Stands in the text for an array. */
interface ArrayReference {
  typedArray: Kind;
  byteOffset: number;
  length: number;
}

const ALIGNMENT = 8;
const HEAD_BYTES = 8;

/** @param value as JSON.stringify takes it; typed arrays of the kinds above may stand anywhere */
export function packTypedJson(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: { array: Numbers; byteOffset: number }[] = [];
  let numberBytes = 0;
  const text = JSON.stringify(value, (_, item: unknown) => {
    const kind = kindOf(item);
    if (kind === null) return item;
    const array = item as Numbers;
    const reference: ArrayReference = { typedArray: kind, byteOffset: numberBytes, length: array.length };
    arrays.push({ array, byteOffset: numberBytes });
    numberBytes = aligned(numberBytes + array.byteLength);
    return reference;
  });
  const words = new TextEncoder().encode(text);
  const numbersAt = aligned(HEAD_BYTES + words.length);
  const out = new Uint8Array(numbersAt + numberBytes);
  new DataView(out.buffer).setUint32(0, words.length, true);
  out.set(words, HEAD_BYTES);
  for (const { array, byteOffset } of arrays)
    out.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), numbersAt + byteOffset);
  return out;
}

/** @throws RangeError or SyntaxError when the bytes are not what `packTypedJson` made */
export function unpackTypedJson(bytes: Uint8Array): unknown {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + length));
  const numbers = bytes.slice(aligned(HEAD_BYTES + length)).buffer;
  return JSON.parse(text, (_, item: unknown) => {
    if (!isReference(item)) return item;
    return new KINDS[item.typedArray](numbers, item.byteOffset, item.length).slice();
  });
}

function kindOf(item: unknown): Kind | null {
  if (!ArrayBuffer.isView(item)) return null;
  const name = item.constructor.name;
  return name in KINDS ? (name as Kind) : null;
}

function isReference(item: unknown): item is ArrayReference {
  return typeof item === 'object' && item !== null && 'typedArray' in item;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
