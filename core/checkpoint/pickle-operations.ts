/** The opcodes of Python's pickle that weights need, as data: what is not in this table is refused. */
import { damaged, unreadable } from './failure';
import type { PickleCursor } from './pickle-cursor';
import type { PickleStack } from './pickle-stack';
import { Global, type PickleHost, type PickleValue } from './pickle-types';

export interface PickleState {
  cursor: PickleCursor;
  stack: PickleStack;
  host: PickleHost;
}

type Operation = (state: PickleState) => void;

const text = new TextDecoder();

/** An operation that puts a value on the stack. */
function pushes(value: (state: PickleState) => PickleValue): Operation {
  return (state) => state.stack.push(value(state));
}

function fill(dict: Map<PickleValue, PickleValue>, flat: PickleValue[]): Map<PickleValue, PickleValue> {
  if (flat.length % 2 !== 0) throw damaged('a dict has a key without a value');
  for (let i = 0; i < flat.length; i += 2) dict.set(flat[i]!, flat[i + 1]!);
  return dict;
}

function proto({ cursor }: PickleState): void {
  if (cursor.u8() > 5) throw unreadable('a pickle newer than protocol 5');
}

function append({ stack }: PickleState): void {
  const item = stack.pop();
  stack.list().push(item);
}

function appendAll({ stack }: PickleState): void {
  const items = stack.popToMark();
  const list = stack.list();
  for (const item of items) list.push(item);
}

function setItem({ stack }: PickleState): void {
  const pair = stack.popMany(2);
  fill(stack.dict(), pair);
}

function setItems({ stack }: PickleState): void {
  const pairs = stack.popToMark();
  fill(stack.dict(), pairs);
}

function namedGlobal({ cursor, host }: PickleState): Global {
  const module = cursor.line();
  return host.findGlobal(module, cursor.line());
}

function stackGlobal({ stack, host }: PickleState): Global {
  const [module, name] = stack.popMany(2);
  if (typeof module !== 'string' || typeof name !== 'string') throw damaged('a name is not text');
  return host.findGlobal(module, name);
}

/** A name and a call in one. */
function instance(state: PickleState): PickleValue {
  const callee = namedGlobal(state);
  return state.host.construct(callee, state.stack.popToMark());
}

function call({ stack, host }: PickleState): PickleValue {
  const [callee, args] = stack.popMany(2);
  if (!(callee instanceof Global) || !Array.isArray(args)) throw damaged('a call of no function');
  return host.construct(callee, args);
}

function build({ stack, host }: PickleState): void {
  const state = stack.pop();
  host.setState(stack.top(), state);
}

/** STOP is not among them: it ends the pickle. */
export const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [0x80, proto], // PROTO
  [0x95, ({ cursor }) => cursor.skip(8)], // FRAME: only a hint how much to read ahead

  [0x4e, pushes(() => null)], // NONE
  [0x88, pushes(() => true)], // NEWTRUE
  [0x89, pushes(() => false)], // NEWFALSE
  [0x4a, pushes(({ cursor }) => cursor.i32())], // BININT
  [0x4b, pushes(({ cursor }) => cursor.u8())], // BININT1
  [0x4d, pushes(({ cursor }) => cursor.u16())], // BININT2
  [0x8a, pushes(({ cursor }) => cursor.integer(cursor.u8()))], // LONG1
  [0x8b, pushes(({ cursor }) => cursor.integer(cursor.u32()))], // LONG4
  [0x47, pushes(({ cursor }) => cursor.f64())], // BINFLOAT
  [0x49, pushes(({ cursor }) => cursor.decimal())], // INT
  [0x4c, pushes(({ cursor }) => cursor.decimal())], // LONG
  [0x46, pushes(({ cursor }) => Number(cursor.line()))], // FLOAT

  [0x8c, pushes(({ cursor }) => text.decode(cursor.slice(cursor.u8())))], // SHORT_BINUNICODE
  [0x55, pushes(({ cursor }) => text.decode(cursor.slice(cursor.u8())))], // SHORT_BINSTRING
  [0x58, pushes(({ cursor }) => text.decode(cursor.slice(cursor.u32())))], // BINUNICODE
  [0x54, pushes(({ cursor }) => text.decode(cursor.slice(cursor.u32())))], // BINSTRING
  [0x8d, pushes(({ cursor }) => text.decode(cursor.slice(cursor.u64())))], // BINUNICODE8
  [0x56, pushes(({ cursor }) => cursor.line())], // UNICODE
  [0x53, pushes(({ cursor }) => cursor.line().replace(/^(['"])(.*)\1$/s, '$2'))], // STRING
  [0x43, pushes(({ cursor }) => cursor.slice(cursor.u8()))], // SHORT_BINBYTES
  [0x42, pushes(({ cursor }) => cursor.slice(cursor.u32()))], // BINBYTES
  [0x8e, pushes(({ cursor }) => cursor.slice(cursor.u64()))], // BINBYTES8

  [0x28, ({ stack }) => stack.mark()], // MARK
  [0x30, ({ stack }) => stack.drop()], // POP
  [0x31, ({ stack }) => void stack.popToMark()], // POP_MARK
  [0x32, pushes(({ stack }) => stack.top())], // DUP

  [0x7d, pushes(() => new Map())], // EMPTY_DICT
  [0x5d, pushes(() => [])], // EMPTY_LIST
  [0x29, pushes(() => [])], // EMPTY_TUPLE
  [0x8f, pushes(() => [])], // EMPTY_SET
  [0x64, pushes(({ stack }) => fill(new Map(), stack.popToMark()))], // DICT
  [0x6c, pushes(({ stack }) => stack.popToMark())], // LIST
  [0x74, pushes(({ stack }) => stack.popToMark())], // TUPLE
  [0x91, pushes(({ stack }) => stack.popToMark())], // FROZENSET
  [0x85, pushes(({ stack }) => stack.popMany(1))], // TUPLE1
  [0x86, pushes(({ stack }) => stack.popMany(2))], // TUPLE2
  [0x87, pushes(({ stack }) => stack.popMany(3))], // TUPLE3
  [0x61, append], // APPEND
  [0x65, appendAll], // APPENDS
  [0x90, appendAll], // ADDITEMS
  [0x73, setItem], // SETITEM
  [0x75, setItems], // SETITEMS

  [0x71, ({ cursor, stack }) => stack.keep(cursor.u8())], // BINPUT
  [0x72, ({ cursor, stack }) => stack.keep(cursor.u32())], // LONG_BINPUT
  [0x70, ({ cursor, stack }) => stack.keep(Number(cursor.line()))], // PUT
  [0x94, ({ stack }) => stack.keep()], // MEMOIZE
  [0x68, pushes(({ cursor, stack }) => stack.recall(cursor.u8()))], // BINGET
  [0x6a, pushes(({ cursor, stack }) => stack.recall(cursor.u32()))], // LONG_BINGET
  [0x67, pushes(({ cursor, stack }) => stack.recall(Number(cursor.line())))], // GET

  [0x63, pushes(namedGlobal)], // GLOBAL
  [0x93, pushes(stackGlobal)], // STACK_GLOBAL
  [0x69, pushes(instance)], // INST
  [0x52, pushes(call)], // REDUCE
  [0x81, pushes(call)], // NEWOBJ
  [0x62, build], // BUILD
  [0x51, pushes(({ stack, host }) => host.persistentLoad(stack.pop()))], // BINPERSID
]);
