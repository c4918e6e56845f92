/**
 * Python's pickle format, read as data. An allow-list of opcodes; the names a pickle mentions and what is made of
 * them are the host's business (torch-pickle.ts). Nothing is ever executed.
 * Source: the format's description in CPython's Lib/pickletools.py.
 */
import { LipslateError } from '../errors';
import { damaged, unreadable } from './failure';
import { OutOfBytes, PickleCursor } from './pickle-cursor';

export { OutOfBytes };

/** A Python name that passed the host's allow-list. */
export class Global<Kind = unknown> {
  constructor(
    readonly module: string,
    readonly name: string,
    readonly kind: Kind,
  ) {}
}

/** Lists, tuples and sets are arrays; dicts are Maps, whose keys may be any value. Hosts add objects of their own. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | object
  | PickleValue[]
  | Map<PickleValue, PickleValue>;

export interface PickleHost {
  /** @throws LipslateError for every name that is not on the list */
  findGlobal(module: string, name: string): Global;
  /** What PyTorch would get by calling `callee`; the host builds it without calling anything. */
  construct(callee: Global, args: readonly PickleValue[]): PickleValue;
  /** What Python's BUILD does: gives an object its attributes. */
  setState(target: PickleValue, state: PickleValue): void;
  persistentLoad(id: PickleValue): PickleValue;
}

/** @returns the value, and the offset one past its STOP @throws OutOfBytes, LipslateError */
export function unpickle(
  bytes: Uint8Array,
  start: number,
  host: PickleHost,
): { value: PickleValue; end: number } {
  return new Machine(bytes, start, host).run();
}

const text = new TextDecoder();

class Machine {
  readonly #cursor: PickleCursor;
  readonly #host: PickleHost;
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(bytes: Uint8Array, start: number, host: PickleHost) {
    this.#cursor = new PickleCursor(bytes, start);
    this.#host = host;
  }

  run(): { value: PickleValue; end: number } {
    for (;;) {
      const op = this.#cursor.u8();
      if (op === 0x2e) return { value: this.#pop(), end: this.#cursor.at }; // STOP
      this.#step(op);
    }
  }

  #step(op: number): void {
    const stack = this.#stack;
    switch (op) {
      case 0x80: // PROTO
        if (this.#cursor.u8() > 5) throw unreadable('a pickle newer than protocol 5');
        return;
      case 0x95: // FRAME: only a hint how much to read ahead
        this.#cursor.skip(8);
        return;

      case 0x4e: // NONE
        stack.push(null);
        return;
      case 0x88: // NEWTRUE
        stack.push(true);
        return;
      case 0x89: // NEWFALSE
        stack.push(false);
        return;
      case 0x4a: // BININT
        stack.push(this.#cursor.i32());
        return;
      case 0x4b: // BININT1
        stack.push(this.#cursor.u8());
        return;
      case 0x4d: // BININT2
        stack.push(this.#cursor.u16());
        return;
      case 0x8a: // LONG1
        stack.push(this.#cursor.integer(this.#cursor.u8()));
        return;
      case 0x8b: // LONG4
        stack.push(this.#cursor.integer(this.#cursor.u32()));
        return;
      case 0x47: // BINFLOAT
        stack.push(this.#cursor.f64());
        return;
      case 0x49: // INT
        stack.push(this.#cursor.decimal());
        return;
      case 0x4c: // LONG
        stack.push(this.#cursor.decimal());
        return;
      case 0x46: // FLOAT
        stack.push(Number(this.#cursor.line()));
        return;

      case 0x8c: // SHORT_BINUNICODE
      case 0x55: // SHORT_BINSTRING
        stack.push(text.decode(this.#cursor.slice(this.#cursor.u8())));
        return;
      case 0x58: // BINUNICODE
      case 0x54: // BINSTRING
        stack.push(text.decode(this.#cursor.slice(this.#cursor.u32())));
        return;
      case 0x8d: // BINUNICODE8
        stack.push(text.decode(this.#cursor.slice(this.#cursor.u64())));
        return;
      case 0x56: // UNICODE
        stack.push(this.#cursor.line());
        return;
      case 0x53: // STRING
        stack.push(this.#cursor.line().replace(/^(['"])(.*)\1$/s, '$2'));
        return;
      case 0x43: // SHORT_BINBYTES
        stack.push(this.#cursor.slice(this.#cursor.u8()));
        return;
      case 0x42: // BINBYTES
        stack.push(this.#cursor.slice(this.#cursor.u32()));
        return;
      case 0x8e: // BINBYTES8
        stack.push(this.#cursor.slice(this.#cursor.u64()));
        return;

      case 0x28: // MARK
        this.#marks.push(stack.length);
        return;
      case 0x30: // POP
        if (stack.length === this.#floor()) this.#marks.pop();
        else this.#pop();
        return;
      case 0x31: // POP_MARK
        this.#popToMark();
        return;
      case 0x32: // DUP
        stack.push(this.#top());
        return;

      case 0x7d: // EMPTY_DICT
        stack.push(new Map());
        return;
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
      case 0x8f: // EMPTY_SET
        stack.push([]);
        return;
      case 0x64: // DICT
        stack.push(fill(new Map(), this.#popToMark()));
        return;
      case 0x6c: // LIST
      case 0x74: // TUPLE
      case 0x91: // FROZENSET
        stack.push(this.#popToMark());
        return;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        stack.push(this.#popMany(op - 0x84));
        return;
      case 0x61: {
        // APPEND
        const item = this.#pop();
        this.#list().push(item);
        return;
      }
      case 0x65: // APPENDS
      case 0x90: {
        // ADDITEMS
        const items = this.#popToMark();
        const list = this.#list();
        for (const item of items) list.push(item);
        return;
      }
      case 0x73: {
        // SETITEM
        const pair = this.#popMany(2);
        fill(this.#dict(), pair);
        return;
      }
      case 0x75: {
        // SETITEMS
        const pairs = this.#popToMark();
        fill(this.#dict(), pairs);
        return;
      }

      case 0x71: // BINPUT
        this.#memo.set(this.#cursor.u8(), this.#top());
        return;
      case 0x72: // LONG_BINPUT
        this.#memo.set(this.#cursor.u32(), this.#top());
        return;
      case 0x70: // PUT
        this.#memo.set(Number(this.#cursor.line()), this.#top());
        return;
      case 0x94: // MEMOIZE
        this.#memo.set(this.#memo.size, this.#top());
        return;
      case 0x68: // BINGET
        stack.push(this.#recall(this.#cursor.u8()));
        return;
      case 0x6a: // LONG_BINGET
        stack.push(this.#recall(this.#cursor.u32()));
        return;
      case 0x67: // GET
        stack.push(this.#recall(Number(this.#cursor.line())));
        return;

      case 0x63: {
        // GLOBAL
        const module = this.#cursor.line();
        stack.push(this.#host.findGlobal(module, this.#cursor.line()));
        return;
      }
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = this.#popMany(2);
        if (typeof module !== 'string' || typeof name !== 'string') throw damaged('a name is not text');
        stack.push(this.#host.findGlobal(module, name));
        return;
      }
      case 0x69: {
        // INST: a name and a call in one
        const module = this.#cursor.line();
        const callee = this.#host.findGlobal(module, this.#cursor.line());
        stack.push(this.#host.construct(callee, this.#popToMark()));
        return;
      }
      case 0x52: // REDUCE
      case 0x81: {
        // NEWOBJ
        const [callee, args] = this.#popMany(2);
        if (!(callee instanceof Global) || !Array.isArray(args)) throw damaged('a call of no function');
        stack.push(this.#host.construct(callee, args));
        return;
      }
      case 0x62: {
        // BUILD
        const state = this.#pop();
        this.#host.setState(this.#top(), state);
        return;
      }
      case 0x51: // BINPERSID
        stack.push(this.#host.persistentLoad(this.#pop()));
        return;
      default:
        throw new LipslateError(
          'checkpoint-refused',
          `pickle opcode 0x${op.toString(16)} at ${this.#cursor.at - 1}`,
          `This file uses a part of Python's format (opcode 0x${op.toString(16)}) that no weights need.`,
        );
    }
  }

  #floor(): number {
    return this.#marks.at(-1) ?? 0;
  }

  #top(): PickleValue {
    if (this.#stack.length <= this.#floor()) throw damaged('the pickle asks for a value that is not there');
    return this.#stack.at(-1)!;
  }

  #pop(): PickleValue {
    const value = this.#top();
    this.#stack.pop();
    return value;
  }

  #popMany(count: number): PickleValue[] {
    if (this.#stack.length - count < this.#floor())
      throw damaged('the pickle asks for values that are not there');
    return this.#stack.splice(-count);
  }

  #popToMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw damaged('the pickle ends a group that it never began');
    return this.#stack.splice(mark);
  }

  #list(): PickleValue[] {
    const list = this.#top();
    if (!Array.isArray(list)) throw damaged('the pickle adds to something that is no list');
    return list;
  }

  #dict(): Map<PickleValue, PickleValue> {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw damaged('the pickle sets an item of something that is no dict');
    return dict;
  }

  #recall(index: number): PickleValue {
    const value = this.#memo.get(index);
    if (value === undefined) throw damaged(`the pickle recalls value ${index}, which it never kept`);
    return value;
  }
}

function fill(dict: Map<PickleValue, PickleValue>, flat: PickleValue[]): Map<PickleValue, PickleValue> {
  if (flat.length % 2 !== 0) throw damaged('a dict has a key without a value');
  for (let i = 0; i < flat.length; i += 2) dict.set(flat[i]!, flat[i + 1]!);
  return dict;
}
