/** Builds tiny checkpoints for tests, in every container. */
import { deflateRawSync } from 'node:zlib';
import { concat } from '../../concat';
import type { Bytes } from '../types';
import { Call, Name, Persistent, pickle, Tuple } from './pickle-writer';

export interface Storage {
  key: string;
  type: string;
  itemCount: number;
  bytes: Bytes;
}

export function floats(key: string, values: readonly number[]): Storage {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  return { key, type: 'FloatStorage', itemCount: values.length, bytes };
}

/** A tensor as PyTorch pickles it; strides of a contiguous one when none are given. */
export function tensor(
  storage: Pick<Storage, 'key' | 'type' | 'itemCount'>,
  shape: readonly number[],
  { strides, offset = 0 }: { strides?: readonly number[]; offset?: number } = {},
): Call {
  const id = new Tuple([
    'storage',
    new Name('torch', storage.type),
    storage.key,
    'cpu',
    storage.itemCount,
    null,
  ]);
  const rowMajor = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  return new Call(new Name('torch._utils', '_rebuild_tensor_v2'), [
    new Persistent(id),
    offset,
    new Tuple(shape),
    new Tuple(strides ?? rowMajor),
    false,
    orderedDict(),
  ]);
}

export function orderedDict(): Call {
  return new Call(new Name('collections', 'OrderedDict'), []);
}

export function legacy(root: unknown, storages: readonly Storage[], { littleEndian = true } = {}): Bytes {
  const magic = new Uint8Array([
    0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
  ]);
  const parts: Bytes[] = [
    magic,
    pickle(1001),
    pickle(new Map([['little_endian', littleEndian]])),
    pickle(root),
    pickle(storages.map(({ key }) => key)),
  ];
  for (const { itemCount, bytes } of storages) {
    const count = new Uint8Array(8);
    new DataView(count.buffer).setBigInt64(0, BigInt(itemCount), true);
    parts.push(count, bytes);
  }
  return concat(parts);
}

export function torchZip(root: unknown, storages: readonly Storage[], more: readonly ZipPart[] = []): Bytes {
  return zip([
    { name: 'model/data.pkl', bytes: pickle(root) },
    ...more,
    ...storages.map(({ key, bytes }) => ({ name: `model/data/${key}`, bytes, alignTo: 64 })),
    { name: 'model/version', bytes: new TextEncoder().encode('3\n') },
  ]);
}

export interface ZipPart {
  name: string;
  bytes: Bytes;
  deflate?: boolean;
  /** Pads the local header so that the data starts at a multiple, as PyTorch does. */
  alignTo?: number;
  /** Sizes follow the data instead of standing before it. */
  descriptor?: boolean;
  zip64?: boolean;
}

export function zip(parts: readonly ZipPart[], { zip64 = false } = {}): Bytes {
  const out: Bytes[] = [];
  const central: Bytes[] = [];
  let at = 0;
  const push = (bytes: Bytes) => {
    out.push(bytes);
    at += bytes.length;
  };
  for (const part of parts) {
    const name = new TextEncoder().encode(part.name);
    const packed = part.deflate ? new Uint8Array(deflateRawSync(part.bytes)) : part.bytes;
    const start = at + 30 + name.length;
    const padding = part.alignTo ? 4 + ((part.alignTo - ((start + 4) % part.alignTo)) % part.alignTo) : 0;
    const common = { part, packed, nameBytes: name.length };
    const headerOffset = at;
    push(concat([localHeader(common, padding), name, paddingField(padding), packed]));
    if (part.descriptor) push(new Uint8Array(16));
    central.push(concat([centralHeader(common, headerOffset), name, zip64Field(common, headerOffset)]));
  }
  const offset = at;
  for (const entry of central) push(entry);
  if (zip64 || parts.some((part) => part.zip64)) push(zip64End(parts.length, at - offset, offset, at));
  const isLarge = zip64 || parts.some((part) => part.zip64);
  push(end(isLarge ? 0xffff : parts.length, at - offset, isLarge ? 0xffffffff : offset));
  return concat(out);
}

interface Packed {
  part: ZipPart;
  packed: Bytes;
  nameBytes: number;
}

function localHeader({ part, packed, nameBytes }: Packed, padding: number): Bytes {
  return record(30, (view) => {
    view.setUint32(0, 0x04034b50, true);
    view.setUint16(6, part.descriptor ? 8 : 0, true);
    view.setUint16(8, part.deflate ? 8 : 0, true);
    if (!part.descriptor) {
      view.setUint32(18, packed.length, true);
      view.setUint32(22, part.bytes.length, true);
    }
    view.setUint16(26, nameBytes, true);
    view.setUint16(28, padding, true);
  });
}

function centralHeader({ part, packed, nameBytes }: Packed, headerOffset: number): Bytes {
  return record(46, (view) => {
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(8, part.descriptor ? 8 : 0, true);
    view.setUint16(10, part.deflate ? 8 : 0, true);
    view.setUint32(20, part.zip64 ? 0xffffffff : packed.length, true);
    view.setUint32(24, part.zip64 ? 0xffffffff : part.bytes.length, true);
    view.setUint16(28, nameBytes, true);
    view.setUint16(30, part.zip64 ? 28 : 0, true);
    view.setUint32(42, part.zip64 ? 0xffffffff : headerOffset, true);
  });
}

function zip64Field({ part, packed }: Packed, headerOffset: number): Bytes {
  if (!part.zip64) return new Uint8Array(0);
  return record(28, (view) => {
    view.setUint16(0, 1, true);
    view.setUint16(2, 24, true);
    view.setBigUint64(4, BigInt(part.bytes.length), true);
    view.setBigUint64(12, BigInt(packed.length), true);
    view.setBigUint64(20, BigInt(headerOffset), true);
  });
}

function paddingField(bytes: number): Bytes {
  if (bytes === 0) return new Uint8Array(0);
  return record(bytes, (view) => {
    view.setUint16(0, 0x4246, true);
    view.setUint16(2, bytes - 4, true);
  });
}

function zip64End(count: number, size: number, offset: number, at: number): Bytes {
  const main = record(56, (view) => {
    view.setUint32(0, 0x06064b50, true);
    view.setBigUint64(24, BigInt(count), true);
    view.setBigUint64(32, BigInt(count), true);
    view.setBigUint64(40, BigInt(size), true);
    view.setBigUint64(48, BigInt(offset), true);
  });
  const locator = record(20, (view) => {
    view.setUint32(0, 0x07064b50, true);
    view.setBigUint64(8, BigInt(at), true);
  });
  return concat([main, locator]);
}

function end(count: number, size: number, offset: number): Bytes {
  return record(22, (view) => {
    view.setUint32(0, 0x06054b50, true);
    view.setUint16(8, count, true);
    view.setUint16(10, count, true);
    view.setUint32(12, size, true);
    view.setUint32(16, offset, true);
  });
}

function record(bytes: number, fill: (view: DataView) => void): Bytes {
  const out = new Uint8Array(bytes);
  fill(new DataView(out.buffer));
  return out;
}
