import { describe, expect, it } from 'vitest';
import { isAtWork, piecesLeft } from './at-work';

const NOTHING = { work: null, copy: null, encoded: null, queue: null, mixing: null };
const working = { status: 'working' } as never;

describe('the Sound room', () => {
  it.each(['work', 'copy', 'encoded', 'mixing'] as const)(
    'is at work, on one piece, while there is %s',
    (what) => {
      expect([
        isAtWork({ ...NOTHING, [what]: working }),
        piecesLeft({ ...NOTHING, [what]: working }),
      ]).toEqual([true, 1]);
      const failed = { ...NOTHING, [what]: { status: 'failed' } as never };
      expect([isAtWork(failed), piecesLeft(failed)]).toEqual([false, 0]);
    },
  );

  it('has as many pieces left as files of a running queue wait or are worked on', () => {
    const jobs = ['done', 'working', 'waiting', 'failed'].map((status) => ({ status }));
    const queue = (status: string) => ({ ...NOTHING, queue: { status, jobs } as never });
    expect([piecesLeft(queue('working')), piecesLeft(queue('ended')), piecesLeft(NOTHING)]).toEqual([
      2, 0, 0,
    ]);
  });
});
