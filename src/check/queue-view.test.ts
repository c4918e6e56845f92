import { describe, expect, it } from 'vitest';
import { steady } from '../../core/report/testing/facts';
import { applyProfile } from '../../core/sync/profiles';
import type { CheckJob } from '../engine/check-types';
import { arranged, countGroups, nameParts, summaryWords, titleOf } from './queue-view';
import type { QueueNote } from './slots';

const FPS = 25;

/** A finished check; `null` for one that found nothing sure. */
function job(name: string, offsetMs: number | null, change: Partial<CheckJob> = {}): CheckJob {
  const found = { ...steady(offsetMs ?? 0).measurement, confidence: 0.99 };
  const measurement =
    offsetMs === null ? { ...found, offsetMs: null, verdict: 'unsure' } : applyProfile(found, 'itu', FPS);
  const media = { video: { fps: FPS } };
  const evidence = { measurement };
  const file = new File([], name);
  return {
    id: name,
    status: 'done',
    away: null,
    file,
    media,
    evidence,
    progress: null,
    ...change,
  } as unknown as CheckJob;
}

const JOBS = [
  job('take 10.mp4', 0),
  job('take 9.mp4', 480),
  job('noise.mp4', null),
  job('b.mp4', -700),
  job('fixed.mp4', 300),
  job('notes.txt', null, { status: 'failed', evidence: null }),
  job('next.mp4', null, { status: 'waiting', evidence: null }),
];
const NOTES = new Map<string, QueueNote>([['fixed.mp4', { words: 'Fixed', settled: true, work: null }]]);
const names = (jobs: readonly CheckJob[]) => jobs.map(({ file }) => file.name);

describe('the list of videos', () => {
  it('is summed up, each video counted once', () => {
    const counts = countGroups(JOBS, NOTES);
    expect(summaryWords(counts).replaceAll('\u00a0', ' ')).toBe(
      '2 off, 1 not sure, 1 failed, 1 not finished, 1 within limits, 1 fixed',
    );
    expect([...counts.values()].reduce((sum, count) => sum + count)).toBe(JOBS.length);
    expect(summaryWords(countGroups([JOBS[0]!], NOTES)).replaceAll('\u00a0', ' ')).toBe('1 within limits');
  });

  it('is sorted by name as people count, by offset and by what wants attention, and filtered', () => {
    expect(arranged(JOBS, NOTES, null, 'added')).toBe(JOBS);
    expect(names(arranged(JOBS, NOTES, null, 'name'))).toEqual([
      'b.mp4',
      'fixed.mp4',
      'next.mp4',
      'noise.mp4',
      'notes.txt',
      'take 9.mp4',
      'take 10.mp4',
    ]);
    expect(names(arranged(JOBS, NOTES, null, 'offset')).slice(0, 4)).toEqual([
      'b.mp4',
      'take 9.mp4',
      'fixed.mp4',
      'take 10.mp4',
    ]);
    expect(names(arranged(JOBS, NOTES, null, 'state'))).toEqual([
      'take 9.mp4',
      'b.mp4',
      'noise.mp4',
      'notes.txt',
      'next.mp4',
      'take 10.mp4',
      'fixed.mp4',
    ]);
    expect(names(arranged(JOBS, NOTES, 'off', 'name'))).toEqual(['b.mp4', 'take 9.mp4']);
  });

  it('parts a long name before its end, and leaves a short one whole', () => {
    expect(nameParts('short name.mp4')).toEqual({ head: 'short name.mp4', tail: '' });
    const { head, tail } = nameParts('2024-11-03 interview with the mayor camera B take 07.mov');
    expect(tail).toBe(' take 07.mov');
    expect(head + tail).toBe('2024-11-03 interview with the mayor camera B take 07.mov');
  });

  it('is told in the title: how far it is, then what was found', () => {
    expect(titleOf([], null)).toBe('Lipslate: is the sound in sync with the lips?');
    expect(titleOf(JOBS, JOBS[1]!)).toBe('6 of 7 checked – Lipslate');
    const working = job('a.mp4', null, { status: 'working', evidence: null });
    expect(titleOf([working], working)).toBe('Checking a.mp4 – Lipslate');
    expect(titleOf([JOBS[1]!], JOBS[1]!)).toBe('Out of sync: take 9.mp4 – Lipslate');
    expect(titleOf([JOBS[5]!], JOBS[5]!)).toBe('notes.txt – Lipslate');
  });
});
