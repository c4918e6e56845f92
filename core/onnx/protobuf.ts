/**
 * Writes the protobuf wire format, as much of it as an ONNX graph needs. protobufjs with the ONNX schema would do it
 * too, at 50 times the size; the wire format has four kinds of field and we need three.
 */

import { concat } from '../concat';

/** One encoded field: tag and content. */
export type Field = Uint8Array;

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;
const utf8 = new TextEncoder();

/** An int32, int64 or enum field; any safe integer, negative ones as 64-bit two's complement. */
export function int(number: number, value: number): Field {
  return concat([varint((number << 3) | VARINT), varint(value)]);
}

/** A float field. */
export function float(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concat([varint((number << 3) | FIXED32), bytes]);
}

/** A string field, UTF-8. */
export function text(number: number, value: string): Field {
  return delimited(number, utf8.encode(value));
}

/** A repeated int64 field, packed. */
export function packedInts(number: number, values: readonly number[]): Field {
  return delimited(number, concat(values.map(varint)));
}

/** A field that is itself a message. */
export function message(number: number, fields: readonly Field[]): Field {
  return delimited(number, concat(fields));
}

function delimited(number: number, content: Uint8Array): Field {
  return concat([varint((number << 3) | LENGTH_DELIMITED), varint(content.length), content]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}
