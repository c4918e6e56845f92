import { expect, test } from 'vitest';
import { soundFigures } from '../../core/report/testing/sound-figures';
import type { SoundJob, SoundQueueState } from '../engine/sound/queue-types';
import { jobFigures, jobWords, queueCount, queueShare, queueSummary } from './queue-copy';

const JOB: SoundJob = {
  id: '1',
  file: new File([], 'a.wav'),
  status: 'waiting',
  progress: null,
  error: null,
  figures: null,
  missed: null,
  endsEarly: null,
  savedAs: null,
};
const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ');

test('each row says how far it is', () => {
  expect(jobWords(JOB, false)).toBe('Not started');
  expect(jobWords(JOB, true)).toBe('Waiting for its turn');
  const working: SoundJob = { ...JOB, status: 'working', progress: { stage: 'cleaning', share: 0.42 } };
  expect(plain(jobWords(working, true))).toBe('Cleaning the sound, 42 %');
  expect(jobWords({ ...working, progress: null }, true)).toBe('Opening the file');
  const done: SoundJob = {
    ...JOB,
    status: 'done',
    figures: { before: soundFigures(-23.52), after: soundFigures(-16) },
    savedAs: 'a.clear.wav',
  };
  expect(jobWords(done, true)).toBe('Saved as a.clear.wav');
  expect(plain(jobFigures(done))).toBe('−23.5 LUFS before, −16.0 LUFS after');
  expect(jobFigures(working)).toBeNull();
  const missed = {
    wantedLufs: -14,
    reachedLufs: -16,
    toleranceLu: 1,
    isOfSpeech: false,
    truePeakDb: -1,
    why: 'peaks',
  } as const;
  expect(plain(jobFigures({ ...done, missed }))).toContain(
    '−16.0 LUFS after. The loudness is −16.0 LUFS instead of −14',
  );
  expect(plain(jobFigures({ ...done, missed, endsEarly: { atS: 3, ofS: 7 } }))).toMatch(
    /takes that loudness away again\. The sound ends at 0:03 of 0:07\.$/,
  );
});

test('the list is summed up when it has ended', () => {
  const jobs = (['done', 'done', 'failed', 'cancelled'] as const).map((status) => ({ ...JOB, status }));
  const queue: SoundQueueState = { status: 'ended', jobs, zip: null, error: null };
  expect(queueSummary(queue)).toBe('2 prepared, 1 failed, 1 cancelled.');
  expect(queueSummary({ ...queue, status: 'working' })).toBe('');
  const half = { ...queue, jobs: [...jobs, JOB, JOB, JOB, JOB] };
  expect([queueShare(half), queueCount(half)]).toEqual([0.5, '4 of 8']);
});
