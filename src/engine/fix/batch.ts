/** Fixes all sure files of a queue, one after the other; a failure stays with its file. */
import { LipslateError } from '../../../core/errors';
import { type CorrectionInUse, correctionInUse, isMadeAs, type Measured } from '../../../core/fix/in-use';
import { sizeWords } from '../../../core/report/format';
import type { CheckJob, CheckSession } from '../check-types';
import { until } from '../store';
import type { FixEngine } from './engine';
import { type Delivery, openDelivery } from './save-copies';
import type { BatchDestination, BatchItem, BatchState, FixJob, FixSession, FixState } from './types';
import { whyLeftAlone } from './verify-copy';

interface BatchRun {
  engine: FixEngine;
  check: CheckSession;
  session: FixSession;
  destination: BatchDestination;
  /** Ids of the jobs that the visitor chose. */
  chosen: ReadonlySet<string>;
  signal: AbortSignal;
}

export interface Sorted {
  /** Off by the profile, surely so; or set by hand. */
  off: readonly CheckJob[];
  leftAlone: BatchState['leftAlone'];
}

/** Which files would be fixed, and which not and why: together all of them. */
export function sortJobs(jobs: readonly CheckJob[]): Sorted {
  return {
    off: jobs.filter((job) => whyNotFixed(job) === null),
    leftAlone: jobs.flatMap((job) => {
      const why = whyNotFixed(job);
      return why === null ? [] : [{ jobId: job.id, name: job.file.name, why }];
    }),
  };
}

function whyNotFixed({ status, evidence, media, away, nudgeMs }: CheckJob): string | null {
  if (status === 'failed') return 'could not be checked';
  if (status === 'cancelled') return 'not checked to its end';
  if (status !== 'done' || !evidence) return 'still to be checked';
  if (away) return 'the video has to be chosen again first';
  // What somebody set by hand is wanted, however sure the measurement is.
  if (nudgeMs !== 0) {
    const { correction } = correctionInUse(evidence.measurement, nudgeMs);
    return correction === null ? 'set by hand to stay as it is' : null;
  }
  return whyLeftAlone(evidence.measurement, media?.video.fps ?? 0);
}

/** Never rejects: failures are reported through `update`. */
export async function runBatch(run: BatchRun, update: (batch: BatchState) => void): Promise<void> {
  const sorted = sortJobs(run.check.get().jobs);
  const chosen = sorted.off.filter(({ id }) => run.chosen.has(id));
  const notChosen = sorted.off.filter(({ id }) => !run.chosen.has(id));
  const leftAlone = [
    ...sorted.leftAlone,
    ...notChosen.map(({ id, file }) => ({ jobId: id, name: file.name, why: 'not chosen' })),
  ];
  const items = chosen.map(({ id, file }): BatchItem => {
    return { jobId: id, name: file.name, state: 'waiting', note: null };
  });
  let batch: BatchState = {
    status: 'working',
    destination: run.destination,
    items,
    leftAlone,
    zip: null,
    isTaken: false,
    error: null,
  };
  const set = (change: Partial<BatchState>) => {
    batch = { ...batch, ...change };
    update(batch);
  };
  const setItem = (jobId: string, change: Partial<BatchItem>) =>
    set({ items: batch.items.map((item) => (item.jobId === jobId ? { ...item, ...change } : item)) });
  set({});
  let delivery: Delivery | null = null;
  try {
    delivery = await openDelivery(run.destination, run.engine, 'lipslate-in-sync.zip');
    for (const { id } of chosen) {
      if (run.signal.aborted) break;
      setItem(id, { state: 'working' });
      setItem(id, await fixOne(run, id, delivery));
    }
    const isEmpty = !batch.items.some(({ state }) => state === 'delivered');
    if (isEmpty) await delivery.abort();
    const zip = isEmpty ? null : await delivery.finish();
    const rest = batch.items.map((item) =>
      item.state === 'waiting' ? { ...item, state: 'cancelled' as const } : item,
    );
    set({ status: run.signal.aborted ? 'cancelled' : 'done', items: rest, zip });
  } catch (cause) {
    await delivery?.abort();
    set({ status: 'failed', error: LipslateError.from(cause).toData() });
  }
}

async function fixOne(
  { session, check, destination, signal }: BatchRun,
  id: string,
  delivery: Delivery,
): Promise<Partial<BatchItem>> {
  const job = check.get().jobs.find((each) => each.id === id);
  if (!job) return { state: 'failed', note: 'It left the queue.' };
  const why = whyNotFixed(job);
  if (why !== null) return { state: 'failed', note: `It changed meanwhile: ${why}.` };
  const { measurement } = job.evidence!;
  const inUse = correctionInUse(measurement, job.nudgeMs);
  const correction = inUse.correction!;
  // What was made of the same correction before is delivered as it is.
  if (!isReady(session.get().fixes.get(id), { audioIndex: job.audioIndex, measurement }, inUse)) {
    session.plan(id, correction);
    const plans = await planned(session, id, signal);
    if (signal.aborted) return { state: 'cancelled' };
    const mode = correction.kind === 'shift' && plans?.lossless.lossless ? 'lossless' : 'baked';
    session.start(id, { mode, correction, by: inUse.by, targetMs: inUse.targetMs });
  }
  const fix = await finished(session, id, signal);
  if (!fix || fix.status === 'cancelled') return { state: 'cancelled' };
  const { result } = fix;
  if (!result) return { state: 'failed', note: fix.error ? `${fix.error.message} ${fix.error.hint}` : null };
  const { outcome, residualMs } = result.judgement;
  if (outcome === 'off') return { state: 'not-good', note: `${sizeWords(residualMs ?? 0)} would be left.` };
  if (outcome === 'unknown') return { state: 'not-good', note: 'The copy could not be measured for sure.' };
  try {
    const name = await delivery.deliver(result.rewritten, signal);
    if (destination.to === 'folder') session.moved(id, { kind: 'disk', name });
    if (destination.to === 'zip') session.moved(id, { kind: 'zip', name });
    if (destination.to === 'downloads') session.take(id);
    return { state: 'delivered', note: name };
  } catch (cause) {
    if (signal.aborted) return { state: 'cancelled' };
    const { message, hint } = LipslateError.from(cause);
    // A zip that cannot grow takes nothing more.
    if (destination.to === 'zip') throw cause;
    return { state: 'failed', note: `${message} ${hint}` };
  }
}

function isReady(made: FixJob | undefined, now: Measured, inUse: CorrectionInUse): boolean {
  const result = made?.result;
  if (result?.place.kind !== 'browser') return false;
  return result.judgement.outcome === 'good' && isMadeAs(result, now, inUse);
}

/** Null when it could not be found out; the fix itself then reports the reason. */
async function planned(session: FixSession, id: string, signal: AbortSignal) {
  const plan = await until(
    session,
    ({ plans }) => {
      const known = plans.get(id);
      return known?.status === 'working' ? undefined : (known ?? null);
    },
    signal,
  );
  return plan?.plans ?? null;
}

/** Null when it is gone. When the batch is cancelled, a fix that is under way is, too. */
async function finished(session: FixSession, id: string, signal: AbortSignal): Promise<FixJob | null> {
  const ended = ({ fixes }: FixState) => {
    const fix = fixes.get(id);
    return fix?.status === 'waiting' || fix?.status === 'working' ? undefined : (fix ?? null);
  };
  const fix = await until(session, ended, signal);
  if (signal.aborted) session.cancel(id);
  return signal.aborted ? null : (fix ?? null);
}
