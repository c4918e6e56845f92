/**
 * Python's pickle format, read as data. An allow-list of opcodes; the names a pickle mentions and what is made of
 * them are the host's business (torch-pickle.ts). Nothing is ever executed.
 * Source: the format's description in CPython's Lib/pickletools.py.
 */
import { LipslateError } from '../errors';
import { PickleCursor } from './pickle-cursor';
import { OPERATIONS } from './pickle-operations';
import { PickleStack } from './pickle-stack';
import type { PickleHost, PickleValue } from './pickle-types';

const STOP = 0x2e;

/** @returns the value, and the offset one past its STOP @throws OutOfBytes, LipslateError */
export function unpickle(
  bytes: Uint8Array,
  start: number,
  host: PickleHost,
): { value: PickleValue; end: number } {
  const [cursor, stack] = [new PickleCursor(bytes, start), new PickleStack()];
  for (;;) {
    const op = cursor.u8();
    if (op === STOP) return { value: stack.pop(), end: cursor.at };
    const operation = OPERATIONS.get(op);
    if (operation === undefined)
      throw new LipslateError(
        'checkpoint-refused',
        `pickle opcode 0x${op.toString(16)} at ${cursor.at - 1}`,
        `This file uses a part of Python's format (opcode 0x${op.toString(16)}) that no weights need.`,
      );
    operation({ cursor, stack, host });
  }
}
