/** Writes pickles for tests, harmless and evil ones: protocol 2, without Python. */

/** A Python name, mentioned but not called. */
export class Name {
  constructor(
    readonly module: string,
    readonly name: string,
  ) {}
}
export class Tuple {
  constructor(readonly items: readonly unknown[]) {}
}
/** `callee(*args)`: REDUCE, or NEWOBJ with `state` given by BUILD. */
export class Call {
  constructor(
    readonly callee: Name,
    readonly args: readonly unknown[],
    readonly state?: unknown,
    readonly opcode: 'reduce' | 'newobj' = 'reduce',
  ) {}
}
export class Persistent {
  constructor(readonly id: unknown) {}
}
/** Bytes put into the pickle as they are. */
export class Raw {
  constructor(readonly bytes: readonly number[]) {}
}

export function pickle(value: unknown): Uint8Array<ArrayBuffer> {
  const out: number[] = [0x80, 2];
  write(out, value);
  out.push(0x2e);
  return new Uint8Array(out);
}

const encoder = new TextEncoder();

function write(out: number[], value: unknown): void {
  if (value === null) out.push(0x4e);
  else if (typeof value === 'boolean') out.push(value ? 0x88 : 0x89);
  else if (typeof value === 'number') writeNumber(out, value);
  else if (typeof value === 'bigint')
    out.push(0x8a, 8, ...bytesOf(8, (view) => view.setBigInt64(0, value, true)));
  else if (typeof value === 'string') writeText(out, value);
  else if (Array.isArray(value)) {
    out.push(0x5d, 0x28);
    for (const item of value) write(out, item);
    out.push(0x65);
  } else if (value instanceof Map) {
    out.push(0x7d, 0x28);
    for (const [key, item] of value) {
      write(out, key);
      write(out, item);
    }
    out.push(0x75);
  } else if (value instanceof Tuple) writeTuple(out, value.items);
  else if (value instanceof Name) out.push(0x63, ...encoder.encode(`${value.module}\n${value.name}\n`));
  else if (value instanceof Call) {
    write(out, value.callee);
    writeTuple(out, value.args);
    out.push(value.opcode === 'reduce' ? 0x52 : 0x81);
    if (value.state === undefined) return;
    write(out, value.state);
    out.push(0x62);
  } else if (value instanceof Persistent) {
    write(out, value.id);
    out.push(0x51);
  } else if (value instanceof Raw) out.push(...value.bytes);
  else throw new Error(`cannot pickle ${String(value)}`);
}

function writeNumber(out: number[], value: number): void {
  if (!Number.isInteger(value)) out.push(0x47, ...bytesOf(8, (view) => view.setFloat64(0, value, false)));
  else if (value >= 0 && value < 256) out.push(0x4b, value);
  else out.push(0x4a, ...bytesOf(4, (view) => view.setInt32(0, value, true)));
}

function writeText(out: number[], value: string): void {
  const bytes = encoder.encode(value);
  out.push(0x58, ...bytesOf(4, (view) => view.setUint32(0, bytes.length, true)), ...bytes);
}

function writeTuple(out: number[], items: readonly unknown[]): void {
  out.push(0x28);
  for (const item of items) write(out, item);
  out.push(0x74);
}

function bytesOf(count: number, set: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(count);
  set(new DataView(bytes.buffer));
  return bytes;
}
