import { expect, it } from 'vitest';
import { steady } from '../../../core/report/testing/facts';
import type { CheckJob } from '../check-types';
import { isOfNow, isSoundOf } from './of-now';

it('a copy is made of what its file measures now until that is measured again, and when it comes out the same', () => {
  const made = { audioIndex: 0, before: steady(198).measurement };
  const job = (status: CheckJob['status'], audioIndex: number, offsetMs: number | null) => {
    const evidence = offsetMs === null ? null : { measurement: steady(offsetMs).measurement };
    return { status, audioIndex, evidence } as unknown as CheckJob;
  };
  expect(isOfNow(made, job('done', 0, 198))).toBe(true);
  expect(isOfNow(made, job('working', 0, null))).toBe(false);
  expect(isOfNow(made, job('working', 0, 198))).toBe(false);
  expect(isOfNow(made, job('cancelled', 0, null))).toBe(false);
  expect(isOfNow(made, job('done', 0, -80))).toBe(false);
  expect(isOfNow(made, job('done', 1, 198))).toBe(false);
});

it('a sound alone is offered again for the same correction of the same track only', () => {
  const shift = (offsetMs: number) => ({ kind: 'shift', offsetMs }) as const;
  const made = { correction: shift(198), audioIndex: 0 };
  expect(isSoundOf(made, shift(198), 0)).toBe(true);
  expect(isSoundOf(made, shift(188), 0)).toBe(false);
  expect(isSoundOf(made, shift(198), 1)).toBe(false);
  expect(isSoundOf(made, { kind: 'drift', startMs: 198, endMs: 198 }, 0)).toBe(false);
});
