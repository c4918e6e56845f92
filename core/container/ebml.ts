/** EBML elements (RFC 8794), read and written: the bricks of Matroska and WebM. */
import { concat } from '../concat';
import { ContainerError } from './container-error';
import type { Read } from './read';

export interface Element {
  id: number;
  /** Of the whole element, its header included. */
  startByte: number;
  contentByte: number;
  /** null: of unknown size, as streams write it. */
  endByte: number | null;
}

/** @returns null when there is no element here @param offset added to the places in the result */
export function readElement(bytes: Uint8Array, at: number, offset = 0): Element | null {
  const idBytes = vintLength(bytes[at]);
  if (idBytes > 4 || at + idBytes >= bytes.length) return null;
  const sizeBytes = vintLength(bytes[at + idBytes]);
  if (sizeBytes > 8 || at + idBytes + sizeBytes > bytes.length) return null;
  let id = 0;
  for (let i = 0; i < idBytes; i++) id = id * 256 + (bytes[at + i] as number);
  const size = readVint(bytes, at + idBytes, sizeBytes);
  const contentByte = offset + at + idBytes + sizeBytes;
  return { id, startByte: offset + at, contentByte, endByte: size === null ? null : contentByte + size };
}

/** The longest head of an element: four bytes of id, eight of size. */
const MAX_HEAD_BYTES = 12;

/** @returns null when there is no element at this place of a file */
export async function elementAt(read: Read, at: number, endByte: number): Promise<Element | null> {
  return readElement(await read(at, Math.min(at + MAX_HEAD_BYTES, endByte)), 0, at);
}

/** Elements in the content of another. `upTo`: what does not fit ends the list. @throws ContainerError otherwise */
export function readElements(
  bytes: Uint8Array,
  damage: 'refuse' | 'upTo' = 'refuse',
): { id: number; content: Uint8Array; whole: Uint8Array }[] {
  const elements = [];
  for (let at = 0; at < bytes.length; ) {
    const element = readElement(bytes, at);
    if (element === null || element.endByte === null || element.endByte > bytes.length) {
      if (damage === 'upTo') break;
      throw new ContainerError(`A damaged element at ${at} of ${bytes.length}`);
    }
    const { id, startByte, contentByte, endByte } = element;
    elements.push({
      id,
      content: bytes.subarray(contentByte, endByte),
      whole: bytes.subarray(startByte, endByte),
    });
    at = endByte;
  }
  return elements;
}

/** @returns null for "unknown" @param length of the vint, when known */
export function readVint(bytes: Uint8Array, at: number, length = vintLength(bytes[at])): number | null {
  let value = (bytes[at] as number) & (0xff >> length);
  let isUnknown = value === 0xff >> length;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] as number;
    isUnknown &&= byte === 0xff;
    value = value * 256 + byte;
  }
  return isUnknown ? null : value;
}

/** Bytes of a vint, by its first; 9 when it is none. */
export function vintLength(first: number | undefined): number {
  return first === undefined || first === 0 ? 9 : Math.clz32(first) - 23;
}

export function readUint(content: Uint8Array): number {
  let value = 0;
  for (const byte of content) value = value * 256 + byte;
  return value;
}

export function readFloat(content: Uint8Array): number {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  return content.length === 4 ? view.getFloat32(0) : content.length === 8 ? view.getFloat64(0) : 0;
}

export function element(id: number, ...content: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return concat([idBytes(id), sizeVint(length), ...content]);
}

export function uintElement(id: number, value: number, length = 0): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (let rest = value; rest > 0 || bytes.length < Math.max(1, length); rest = Math.floor(rest / 256))
    bytes.unshift(rest % 256);
  return element(id, Uint8Array.from(bytes));
}

export function floatElement(id: number, value: number): Uint8Array<ArrayBuffer> {
  const content = new Uint8Array(8);
  new DataView(content.buffer).setFloat64(0, value);
  return element(id, content);
}

export function textElement(id: number, text: string): Uint8Array<ArrayBuffer> {
  return element(id, new TextEncoder().encode(text));
}

/** A size of eight bytes, so that it can be filled in later. */
export function wideSize(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(size));
  bytes[0] = 0x01;
  return bytes;
}

export function idBytes(id: number): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (let rest = id; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

function sizeVint(size: number): Uint8Array {
  for (let length = 1; length < 8; length++) {
    if (size >= 2 ** (7 * length) - 1) continue;
    const bytes = new Uint8Array(length);
    let rest = size;
    for (let i = length - 1; i >= 0; i--) {
      bytes[i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    bytes[0] = (bytes[0] as number) | (0x80 >> (length - 1));
    return bytes;
  }
  return wideSize(size);
}
