/** Protocol buffers' wire format over a file: fields are walked, long ones stepped over without being read. */
import { damaged } from './failure';
import type { WindowedReader } from './source';

/** Where a message lies in the file. */
export interface ByteRange {
  start: number;
  end: number;
}

export type Field =
  | { number: number; type: 'varint'; value: bigint }
  | { number: number; type: 'bytes'; range: ByteRange }
  | { number: number; type: 'fixed'; range: ByteRange };

const MAX_VARINT_BYTES = 10;

/**
 * Every field of the message in `range`, in order.
 * @throws LipslateError `checkpoint-damaged` when a field leaves the range, `checkpoint-truncated` at the file's end
 */
export async function* fieldsOf(reader: WindowedReader, range: ByteRange): AsyncGenerator<Field> {
  for (let at = range.start; at < range.end; ) {
    const tag = await readVarint(reader, at, range.end);
    const number = Number(tag.value >> 3n);
    const wire = Number(tag.value & 7n);
    at = tag.end;
    if (number === 0) throw damaged('field 0');
    if (wire === 0) {
      const { value, end } = await readVarint(reader, at, range.end);
      at = end;
      yield { number, type: 'varint', value };
    } else if (wire === 2) {
      const length = await readVarint(reader, at, range.end);
      const end = length.end + Number(length.value);
      if (end > range.end) throw new FieldTooLong(end);
      at = end;
      yield { number, type: 'bytes', range: { start: length.end, end } };
    } else if (wire === 1 || wire === 5) {
      const end = at + (wire === 1 ? 8 : 4);
      if (end > range.end) throw damaged('a number is cut off');
      yield { number, type: 'fixed', range: { start: at, end } };
      at = end;
    } else {
      throw damaged(`wire type ${wire}`);
    }
  }
}

/** A field says that it is longer than what holds it: at the top level, the file is cut off. */
export class FieldTooLong extends Error {
  constructor(readonly neededEnd: number) {
    super('a field is longer than its message');
  }
}

/** Repeated integers: one value, or a packed run of them. */
export async function integersOf(reader: WindowedReader, field: Field, limit: number): Promise<bigint[]> {
  if (field.type === 'varint') return [field.value];
  if (field.type === 'fixed') throw damaged('a fixed number where a varint belongs');
  const values: bigint[] = [];
  for (let at = field.range.start; at < field.range.end; ) {
    const { value, end } = await readVarint(reader, at, field.range.end);
    if (values.length === limit) throw damaged(`more than ${limit} numbers`);
    values.push(value);
    at = end;
  }
  return values;
}

export async function textOf(reader: WindowedReader, field: Field, maxBytes = 4096): Promise<string> {
  if (field.type !== 'bytes') throw damaged('a number where text belongs');
  const { start, end } = field.range;
  if (end - start > maxBytes) throw damaged('a text longer than any name');
  return new TextDecoder().decode(await reader.bytes(start, end - start));
}

async function readVarint(
  reader: WindowedReader,
  at: number,
  end: number,
): Promise<{ value: bigint; end: number }> {
  const bytes = await reader.bytes(at, Math.min(MAX_VARINT_BYTES, end - at));
  let value = 0n;
  for (let i = 0; i < bytes.length; i++) {
    value |= BigInt(bytes[i]! & 0x7f) << BigInt(7 * i);
    if (bytes[i]! < 0x80) return { value: BigInt.asUintN(64, value), end: at + i + 1 };
  }
  throw damaged('a number without an end');
}
