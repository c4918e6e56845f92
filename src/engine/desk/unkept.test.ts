import { expect, test } from 'vitest';
import { type Entry, type Fate, fitting, nextWaitMs, unkeptOf } from './unkept';

const FATES: Entry[] = [
  { fate: 'let go', loss: 'all' },
  { fate: 'let go', loss: 'all' },
  { fate: 'kept', loss: 'nothing' },
  { fate: 'due', loss: 'all' },
  { fate: 'due', loss: 'changes' },
  { fate: 'due', loss: 'nothing' },
];

test('what is due is only told as not kept when writing failed', () => {
  expect(unkeptOf(FATES, 4, null)).toEqual({ beyond: 2, failed: 0, changed: 0, why: null, letGo: 4 });
  const full = new DOMException('full', 'QuotaExceededError');
  expect(unkeptOf(FATES, 0, full)).toEqual({ beyond: 2, failed: 1, changed: 1, why: 'no room', letGo: 0 });
  const closed = new DOMException('closed', 'InvalidStateError');
  expect(unkeptOf(FATES, 0, closed, true).why).toBe('closed');
  // As when site data are cleared.
  expect(unkeptOf(FATES, 0, closed).why).toBe('refused');
  expect(unkeptOf(FATES, 0, 'whatever').why).toBe('refused');
});

test('of a hundred and three, one taken out makes room for the newest that was let go', () => {
  const list = Array.from({ length: 103 }, (_, order) => ({
    order,
    fate: (order < 3 ? 'let go' : 'kept') as Fate,
  }));
  expect(fitting(list)).toEqual([]);
  expect(fitting(list.toSpliced(50, 1))).toEqual([{ order: 2, fate: 'let go' }]);
  expect(fitting(list.slice(0, 20))).toHaveLength(3);
});

test('after a failure each try waits longer, at most five minutes', () => {
  const waits = [0];
  for (let i = 0; i < 8; i++) waits.push(nextWaitMs(waits.at(-1)!));
  expect(waits.slice(1)).toEqual([5, 10, 20, 40, 80, 160, 300, 300].map((s) => s * 1000));
});
