import { describe, expect, it } from 'vitest';
import type { CheckState } from '../check-types';
import { guardedOf } from './guarded';
import type { BatchState, FixJob, FixState, SoundJob } from './types';

const NOTHING = { working: false, wouldLose: false };
const UNSAVED = { working: false, wouldLose: true };
const WORKING = { working: true, wouldLose: true };

const checks = (status: string, paused = false) =>
  ({ jobs: [{ status: 'done' }, { status }], paused }) as unknown as CheckState;
const DONE = checks('done');

function fixesOf(copy: object | null, more: Partial<FixState> = {}): FixState {
  const fixes = new Map(copy ? [['a', copy as FixJob]] : []);
  return { fixes, plans: new Map(), sounds: new Map(), batch: null, ...more };
}

const copyOf = (kind: string, outcome: string, isTaken: boolean) => ({
  status: 'done',
  result: { place: { kind }, judgement: { outcome } },
  isTaken,
});

describe('leaving the page is asked about', () => {
  it.each([
    ['nothing but results, which are kept', DONE, fixesOf(null), NOTHING],
    ['a video that is checked', checks('working'), fixesOf(null), WORKING],
    ['one that waits', checks('waiting'), fixesOf(null), WORKING],
    ['one that waits while all is paused', checks('waiting', true), fixesOf(null), NOTHING],
    ['a copy in the making', DONE, fixesOf({ status: 'working', result: null, isTaken: false }), WORKING],
    ['a sound alone in the making', DONE, fixesOf(null, { sounds: soundsOf('working') }), WORKING],
    ['a copy that nobody has taken', DONE, fixesOf(copyOf('browser', 'good', false)), UNSAVED],
    ['one that is not sure', DONE, fixesOf(copyOf('browser', 'unknown', false)), UNSAVED],
    ['one that is not good', DONE, fixesOf(copyOf('browser', 'off', false)), NOTHING],
    ['one that was downloaded', DONE, fixesOf(copyOf('browser', 'good', true)), NOTHING],
    ['one on the disk', DONE, fixesOf(copyOf('disk', 'good', false)), NOTHING],
    ['all that are made at once', DONE, fixesOf(null, { batch: batchOf('working', null, false) }), WORKING],
    ['their zip', DONE, fixesOf(null, { batch: batchOf('done', 'a.zip', false) }), UNSAVED],
    ['their zip, downloaded', DONE, fixesOf(null, { batch: batchOf('done', 'a.zip', true) }), NOTHING],
  ])('%s', (_what, check, fix, guarded) => {
    expect(guardedOf(check, fix)).toEqual(guarded);
  });
});

function soundsOf(status: string): FixState['sounds'] {
  return new Map([['a', { status } as SoundJob]]);
}

function batchOf(status: string, zip: string | null, isTaken: boolean): BatchState {
  return { status, zip: zip && new File([], zip), isTaken } as BatchState;
}
