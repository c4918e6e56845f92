/**
 * Zip archives by their central directory: entries are found without reading them, stored ones are read in pieces.
 * Zip64 and data descriptors included; checked against lies about sizes.
 * Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
 */
import { LipslateError } from '../errors';
import { damaged, printable, truncated, unreadable } from './failure';
import { readExactly, readUpTo } from './source';
import type { Bytes, RandomAccessSource } from './types';

export interface ZipEntry {
  name: string;
  method: number;
  encrypted: boolean;
  packedBytes: number;
  /** Unpacked size. */
  size: number;
  headerOffset: number;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END_SIGNATURE = 0x06064b50;
const ZIP64_END_BYTES = 56;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const ZIP64_EXTRA = 0x0001;
const U32_MAX = 0xffffffff;
const U16_MAX = 0xffff;

/** Wav2Lip with its optimiser has about 1,100 entries. */
const MAX_DIRECTORY_BYTES = 32 * 1024 * 1024;
const METHOD_STORED = 0;
const METHOD_DEFLATED = 8;
/** One entry is one tensor: unpacked in memory when it is packed at all, which PyTorch never does to weights. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

const text = new TextDecoder();

/** @throws LipslateError `checkpoint-truncated` (the directory is at the end of the file), `checkpoint-damaged` */
export async function readZipDirectory(source: RandomAccessSource): Promise<ZipEntry[]> {
  const { offset, size, count } = await findDirectory(source);
  if (size > MAX_DIRECTORY_BYTES) throw damaged(`a zip directory of ${size} bytes`);
  if (offset + size > source.size) throw truncated(source.size, offset + size);
  const bytes = await readExactly(source, offset, size);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    const { entry, end } = readCentral(bytes, at);
    entries.push(entry);
    at = end;
  }
  return entries;
}

/** Reads entries; remembers where stored ones start, and the last one that had to be unpacked. */
export class ZipReader {
  readonly #source: RandomAccessSource;
  readonly #starts = new Map<ZipEntry, number>();
  #unpacked: { entry: ZipEntry; bytes: Bytes } | null = null;

  constructor(source: RandomAccessSource) {
    this.#source = source;
  }

  /** @throws LipslateError `checkpoint-damaged` when the range is not within the entry; see also `readZipDirectory` */
  async read(entry: ZipEntry, offset: number, length: number): Promise<Bytes> {
    const name = printable(entry.name);
    if (offset + length > entry.size) throw damaged(`${name} is ${entry.size} bytes long`);
    if (entry.encrypted) throw unreadable('it is encrypted');
    if (entry.method === METHOD_STORED) {
      if (entry.packedBytes !== entry.size) throw damaged(`${name} has two sizes`);
      return readExactly(this.#source, (await this.#startOf(entry)) + offset, length);
    }
    if (entry.method !== METHOD_DEFLATED) throw unreadable(`zip method ${entry.method}`);
    if (this.#unpacked?.entry !== entry) this.#unpacked = { entry, bytes: await this.#inflate(entry) };
    return this.#unpacked.bytes.slice(offset, offset + length);
  }

  /** Names and extra fields may be longer in front of the data than in the directory: PyTorch aligns by them. */
  async #startOf(entry: ZipEntry): Promise<number> {
    const known = this.#starts.get(entry);
    if (known !== undefined) return known;
    const header = viewOf(await readExactly(this.#source, entry.headerOffset, LOCAL_BYTES));
    if (header.getUint32(0, true) !== LOCAL_SIGNATURE) throw damaged(`${printable(entry.name)} is not there`);
    const nameAndExtra = header.getUint16(26, true) + header.getUint16(28, true);
    const start = entry.headerOffset + LOCAL_BYTES + nameAndExtra;
    this.#starts.set(entry, start);
    return start;
  }

  async #inflate(entry: ZipEntry): Promise<Bytes> {
    if (entry.size > MAX_INFLATED_BYTES || entry.packedBytes > MAX_INFLATED_BYTES) {
      throw unreadable(`a packed part of ${entry.size} bytes`);
    }
    const packed = await readExactly(this.#source, await this.#startOf(entry), entry.packedBytes);
    const bytes = new Uint8Array(entry.size);
    let filled = 0;
    try {
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
      const reader = stream.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        if (filled + part.value.length > bytes.length) {
          await reader.cancel();
          throw damaged(`${printable(entry.name)} unpacks to more than it says`);
        }
        bytes.set(part.value, filled);
        filled += part.value.length;
      }
    } catch (cause) {
      throw LipslateError.from(cause, 'checkpoint-damaged');
    }
    if (filled !== bytes.length) throw damaged(`${printable(entry.name)} unpacks to less than it says`);
    return bytes;
  }
}

async function findDirectory(
  source: RandomAccessSource,
): Promise<{ offset: number; size: number; count: number }> {
  const tailStart = Math.max(0, source.size - END_BYTES - MAX_COMMENT_BYTES);
  const tail = viewOf(await readUpTo(source, tailStart, END_BYTES + MAX_COMMENT_BYTES));
  let at = tail.byteLength - END_BYTES;
  while (at >= 0 && !(tail.getUint32(at, true) === END_SIGNATURE && fits(tail, at))) at--;
  if (at < 0) throw truncated(source.size);

  const end = {
    count: tail.getUint16(at + 10, true),
    size: tail.getUint32(at + 12, true),
    offset: tail.getUint32(at + 16, true),
  };
  if (end.count !== U16_MAX && end.size !== U32_MAX && end.offset !== U32_MAX) return end;
  return (await zip64Directory(source, tailStart + at)) ?? end;
}

/** The comment that follows ends with the file. */
function fits(tail: DataView, at: number): boolean {
  return at + END_BYTES + tail.getUint16(at + 20, true) <= tail.byteLength;
}

async function zip64Directory(
  source: RandomAccessSource,
  endOffset: number,
): Promise<{ offset: number; size: number; count: number } | null> {
  const locatorOffset = endOffset - ZIP64_LOCATOR_BYTES;
  if (locatorOffset < 0) return null;
  const locator = viewOf(await readExactly(source, locatorOffset, ZIP64_LOCATOR_BYTES));
  if (locator.getUint32(0, true) !== ZIP64_LOCATOR_SIGNATURE) return null;
  const record = viewOf(await readExactly(source, u64(locator, 8), ZIP64_END_BYTES));
  if (record.getUint32(0, true) !== ZIP64_END_SIGNATURE) throw damaged('no Zip64 record where one should be');
  return { count: u64(record, 32), size: u64(record, 40), offset: u64(record, 48) };
}

function readCentral(bytes: Bytes, at: number): { entry: ZipEntry; end: number } {
  const view = viewOf(bytes);
  if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== CENTRAL_SIGNATURE) {
    throw damaged('the zip directory ends early');
  }
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const commentBytes = view.getUint16(at + 32, true);
  const nameAt = at + CENTRAL_BYTES;
  const extraAt = nameAt + nameBytes;
  const end = extraAt + extraBytes + commentBytes;
  if (end > bytes.length) throw damaged('the zip directory ends early');
  const entry: ZipEntry = {
    name: text.decode(bytes.subarray(nameAt, extraAt)),
    method: view.getUint16(at + 10, true),
    encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
    packedBytes: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    headerOffset: view.getUint32(at + 42, true),
  };
  applyZip64(entry, view, extraAt, extraAt + extraBytes);
  return { entry, end };
}

/** 64-bit values stand in the extra field for those that are all ones, in this order. */
function applyZip64(entry: ZipEntry, view: DataView, start: number, end: number): void {
  for (let at = start; at + 4 <= end; ) {
    const id = view.getUint16(at, true);
    const fieldEnd = at + 4 + view.getUint16(at + 2, true);
    let value = at + 4;
    at = fieldEnd;
    if (id !== ZIP64_EXTRA || fieldEnd > end) continue;
    for (const key of ['size', 'packedBytes', 'headerOffset'] as const) {
      if (entry[key] !== U32_MAX) continue;
      if (value + 8 > fieldEnd) throw damaged('a Zip64 size is missing');
      entry[key] = u64(view, value);
      value += 8;
    }
  }
}

function u64(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged('an offset beyond any file');
  return Number(value);
}

function viewOf(bytes: Bytes): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
