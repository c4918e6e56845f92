import { describe, expect, test } from 'vitest';
import type { CheckJob } from '../check-types';
import { fromKept, nextOrderOf, toKept, tooMany } from './kept-checks';
import { doneJob as job } from './testing/done-job';

/** What the database does with an entry; a File is no plain value in Node, so it is not among them. */
const stored = (of: CheckJob) => fromKept(structuredClone(toKept(of, 7, 'abc')));

describe('a check that is kept', () => {
  test('comes back with all that was found, its file away', () => {
    const { file: empty, away, ...back } = stored(job());
    const { file: _, away: __, ...before } = job();
    expect(back).toEqual(before);
    expect(away).toEqual({ size: 4, fingerprint: 'abc', handle: null });
    expect([empty.name, empty.type, empty.lastModified]).toEqual(['Ünterwegs.mp4', 'video/mp4', 1234]);
  });

  test('and again after another visit in which the file was not found', () => {
    const twice = fromKept(toKept(stored(job()), 7, null));
    expect(twice.away).toEqual({ size: 4, fingerprint: 'abc', handle: null });
    expect(twice.evidence).toEqual(job().evidence);
  });

  test('that failed comes back with its error', () => {
    const error = {
      code: 'not-a-video',
      message: 'This file is not a video.',
      hint: 'Choose another.',
      detail: '',
    };
    const back = stored(job({ status: 'failed', error, evidence: null } as Partial<CheckJob>));
    expect(back).toMatchObject({ status: 'failed', error, evidence: null });
  });

  test.each(['waiting', 'working', 'cancelled'] as const)(
    'that was %s stands as not finished, without what was found on the way',
    (status) => {
      expect(stored(job({ status }))).toMatchObject({
        status: 'cancelled',
        evidence: null,
        wallS: null,
        nudgeMs: -40,
        mix: { kind: 'channel', channel: 2 },
      });
    },
  );
});

describe('of more checks than are kept', () => {
  const ids = Array.from({ length: 103 }, (_, i) => `check ${i}`);

  test('the oldest are let go, what is in the list last', () => {
    expect(tooMany(ids, () => false)).toEqual(['check 0', 'check 1', 'check 2']);
    const listed = ['check 0', 'check 2'];
    expect(tooMany(ids, (id) => listed.includes(id))).toEqual(['check 1', 'check 3', 'check 4']);
    expect(tooMany(ids, () => true)).toEqual(['check 0', 'check 1', 'check 2']);
    expect(tooMany(ids.slice(3), () => false)).toEqual([]);
  });

  test('a new one is the newest, whatever was taken out of the list before', () => {
    expect(nextOrderOf([])).toBe(0);
    // The list was emptied, so the highest place is that of an earlier check.
    expect(nextOrderOf([{ order: 7 }, { order: 41 }, { order: 3 }])).toBe(42);
  });
});
