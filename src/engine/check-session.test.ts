/** Settings that change while a file is in work or measured again: what runCheck and the worker answer is held open here. */
import { expect, test, vi } from 'vitest';
import type { Measurement } from '../../core/sync/types';
import { createCheckSession } from './check-session';
import type { CheckSettings } from './check-types';

const MEDIA = { durationS: 10, video: { width: 640, fps: 25 }, audioTracks: [] };
/** 30 ms early, in sync by ITU and early by ATSC. */
const EARLY = {
  verdict: 'in-sync',
  offsetMs: -30,
  segments: [],
  profile: 'itu',
  pattern: { kind: 'constant' },
} as unknown as Measurement;
const EVIDENCE = { measurement: EARLY, syncnet: null };

interface Asked {
  settings: CheckSettings;
  answer(): void;
}

const held = vi.hoisted(() => ({ checks: [] as Asked[], measures: [] as ((offsetMs?: number) => void)[] }));

vi.mock('./check-file', () => ({
  measureOptionsOf: (settings: CheckSettings) => settings,
  runCheck: (
    _signal: AbortSignal,
    { settings }: { settings: CheckSettings },
    _workers: unknown,
    events: Events,
  ) =>
    new Promise((resolve) => {
      events.onMedia(MEDIA);
      held.checks.push({
        settings,
        answer: () => resolve({ media: MEDIA, evidence: EVIDENCE, heard: null }),
      });
    }),
}));
vi.mock('./workers', () => ({
  CheckWorkers: class {
    sync = {
      generation: 1,
      call: () =>
        new Promise((resolve) =>
          held.measures.push((offsetMs = -30) =>
            resolve({ ...EVIDENCE, measurement: { ...EARLY, offsetMs } }),
          ),
        ),
    };
    dispose() {}
  },
  newMediaBridge: () => null,
}));

interface Events {
  onMedia(media: unknown): void;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** One file that was checked; what was asked for before is forgotten. */
async function checkedOnce() {
  held.checks.length = 0;
  held.measures.length = 0;
  const session = createCheckSession({ engine: 'motion' });
  session.add([new File(['a'], 'a.mp4')]);
  await settled();
  held.checks[0]!.answer();
  await settled();
  return session;
}

test('a file in work is measured by the settings that were chosen meanwhile, once more and not for ever', async () => {
  held.checks.length = 0;
  const session = createCheckSession();
  session.add([new File(['a'], 'a.mp4')]);
  await settled();
  session.configure({ engine: 'motion' });
  await settled();
  held.checks[0]!.answer();
  await settled();
  expect(held.checks.map(({ settings: { engine } }) => engine)).toEqual(['auto', 'motion']);
  expect(session.get().jobs[0]!.status).toBe('working');
  held.checks[1]!.answer();
  await settled();
  expect(session.get().jobs[0]!.status).toBe('done');
  expect(held.checks).toHaveLength(2);
});

test('a change for the files to come leaves the one in work alone', async () => {
  held.checks.length = 0;
  const session = createCheckSession();
  session.add([new File(['a'], 'a.mp4')]);
  await settled();
  session.configure({ engine: 'motion' }, false);
  held.checks[0]!.answer();
  await settled();
  expect(held.checks).toHaveLength(1);
  expect(session.get().jobs[0]!.status).toBe('done');
});

test('what waits to be measured again has its result when that is cancelled', async () => {
  held.checks.length = 0;
  const session = createCheckSession();
  session.add([new File(['a'], 'a.mp4'), new File(['b'], 'b.mp4'), new File(['c'], 'c.mp4')]);
  for (const n of [0, 1, 2]) {
    await settled();
    held.checks[n]!.answer();
  }
  await settled();
  session.configure({ engine: 'motion' });
  await settled();
  const waiting = session.get().jobs.filter(({ status }) => status === 'waiting');
  expect(waiting.length).toBeGreaterThan(0);
  for (const { id } of waiting) session.cancel(id);
  const cancelled = session.get().jobs.filter(({ id }) => waiting.some((job) => job.id === id));
  for (const { status, evidence } of cancelled)
    expect([status, evidence?.measurement.offsetMs]).toEqual(['done', -30]);
});

test('three frames there and three back are no nudge', async () => {
  const session = createCheckSession();
  session.add([new File(['a'], 'a.mp4')]);
  const { id } = session.get().jobs[0]!;
  session.nudge(id, -1.42e-14);
  expect(session.get().jobs[0]!.nudgeMs).toBe(0);
});

test('of two engines that are asked one after the other, the later one has the last word, however long the first takes', async () => {
  const session = await checkedOnce();
  session.configure({ engine: 'lipslate' });
  await settled();
  session.configure({ engine: 'motion' });
  await settled();
  held.measures[1]!(10);
  await settled();
  held.measures[0]!(50);
  await settled();
  expect(session.get().jobs[0]!.evidence!.measurement.offsetMs).toBe(10);
});

test('what is measured again is judged by the profile of then', async () => {
  const session = await checkedOnce();
  session.configure({ searchS: 10 });
  await settled();
  session.configure({ profile: 'atsc' });
  held.measures[0]!();
  await settled();
  const { measurement } = session.get().jobs[0]!.evidence!;
  expect(measurement.profile).toBe('atsc');
  expect(measurement.verdict).toBe('early');
});
