/** Number types of checkpoints, and their way to float32. */
import type { Bytes, DType } from './types';

export const BYTES_PER_ITEM: Readonly<Record<DType, number>> = {
  float32: 4,
  float16: 2,
  bfloat16: 2,
  float64: 8,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};

/**
 * Little-endian items as float32, rounded to nearest where float32 holds fewer digits.
 * @param bytes [count * bytes per item]; its buffer may be shared by the result
 */
export function toFloat32(bytes: Bytes, dtype: DType): Float32Array<ArrayBuffer> {
  if (dtype === 'float32') return float32View(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const item = BYTES_PER_ITEM[dtype];
  const out = new Float32Array(Math.floor(bytes.length / item));
  const read = READERS[dtype];
  for (let i = 0; i < out.length; i++) out[i] = read(view, i * item);
  return out;
}

const READERS: Readonly<Record<DType, (view: DataView, at: number) => number>> = {
  float32: (view, at) => view.getFloat32(at, true),
  float16: (view, at) => halfToNumber(view.getUint16(at, true)),
  bfloat16: (view, at) => bfloatToNumber(view.getUint16(at, true)),
  float64: (view, at) => view.getFloat64(at, true),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
  int32: (view, at) => view.getInt32(at, true),
  int16: (view, at) => view.getInt16(at, true),
  int8: (view, at) => view.getInt8(at),
  uint8: (view, at) => view.getUint8(at),
  bool: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
};

/** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function bfloatToNumber(upper: number): number {
  scratch.setUint32(0, upper << 16);
  return scratch.getFloat32(0);
}

/** Every browser and Node run little-endian machines only, as the file is. */
function float32View(bytes: Bytes): Float32Array<ArrayBuffer> {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.byteLength / 4));
}
