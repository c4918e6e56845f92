import { expect, test } from 'vitest';
import type { CheckJob } from '../check-types';
import { Ledger } from './ledger';
import { doneJob as job } from './testing/done-job';
import { unkeptOf } from './unkept';

const FULL = new DOMException('full', 'QuotaExceededError');
const told = (ledger: Ledger) => unkeptOf(ledger.all, ledger.letGo, FULL);

/** Restored from an earlier visit, as `doneJob` has it. */
function restored(): { ledger: Ledger; stored: CheckJob } {
  const ledger = new Ledger();
  const stored = job();
  ledger.wasStored(ledger.note(stored, 4));
  return { ledger, stored };
}

test('a check that never was written is lost with the page', () => {
  const ledger = new Ledger();
  ledger.note(job());
  expect(told(ledger)).toMatchObject({ failed: 1, changed: 0 });
});

test('of a stored check whose later nudge cannot be written the nudge alone is lost', () => {
  const { ledger, stored } = restored();
  expect(ledger.isDue(stored)).toBe(false);
  const nudged = { ...stored, nudgeMs: 10 };
  expect(ledger.isDue(nudged)).toBe(true);
  ledger.note(nudged);
  expect(told(ledger)).toMatchObject({ failed: 0, changed: 1 });
  // Taken back, it is as it is stored.
  ledger.note(stored);
  expect(told(ledger)).toMatchObject({ failed: 0, changed: 0 });
});

test('a video that is found again, and another profile, are written but would not be missed', () => {
  const { ledger, stored } = restored();
  ledger.note({ ...stored, file: new File(['found'], 'found.mp4') });
  const { measurement } = stored.evidence!;
  ledger.note({
    ...stored,
    evidence: { ...stored.evidence!, measurement: { ...measurement, profile: 'atsc' } },
  });
  expect(told(ledger)).toMatchObject({ failed: 0, changed: 0 });
  ledger.note({ ...stored, evidence: { ...stored.evidence!, lagMaps: [] } });
  expect(told(ledger)).toMatchObject({ failed: 0, changed: 1 });
});

test('what changes while it is written stays due', () => {
  const { ledger, stored } = restored();
  const line = ledger.note({ ...stored, nudgeMs: 10 });
  const later = { ...stored, nudgeMs: 20 };
  ledger.note(later);
  ledger.wasStored(line);
  expect(ledger.isDue(later)).toBe(true);
  expect(told(ledger)).toMatchObject({ failed: 0, changed: 1 });
});

test('new checks stand behind what is kept; one let go for them is counted, in the list or not', () => {
  const { ledger, stored } = restored();
  expect(ledger.note(job({ id: 'b' })).order).toBe(5);
  ledger.wasLetGo('of an earlier visit');
  ledger.wasLetGo(stored.id);
  expect(unkeptOf(ledger.all, ledger.letGo, null)).toMatchObject({ beyond: 1, letGo: 1 });
  expect(ledger.takeOut(() => true)).toEqual([
    { id: 'a', hasResult: false },
    { id: 'b', hasResult: false },
  ]);
  expect(ledger.all).toEqual([]);
});

test('of what is taken out, a result counts that is stored or being stored, not one that could not be', () => {
  const open = job({ status: 'cancelled', evidence: null });
  const out = (change: (ledger: Ledger) => void) => {
    const ledger = new Ledger();
    ledger.wasStored(ledger.note(open));
    change(ledger);
    return ledger.takeOut(() => true)[0]!.hasResult;
  };
  expect(out(() => {})).toBe(false);
  expect(out((ledger) => ledger.note(job()))).toBe(false);
  expect(out((ledger) => ledger.writingBegan(ledger.note(job())))).toBe(true);
  expect(
    out((ledger) => {
      const line = ledger.note(job());
      ledger.writingBegan(line);
      ledger.writingEnded(line);
    }),
  ).toBe(false);
  expect(out((ledger) => ledger.wasStored(ledger.note(job({ status: 'failed' }))))).toBe(true);
  // Checked again: what was found before lies there until then.
  expect(
    out((ledger) => {
      ledger.wasStored(ledger.note(job()));
      ledger.note(job({ status: 'working' }));
    }),
  ).toBe(true);
});

test('a check that is put back from the earlier ones is stored, but not at its place', () => {
  const ledger = new Ledger();
  ledger.startAt(7);
  const back = job();
  ledger.wasPutBack(back);
  expect([ledger.isDue(back), told(ledger), ledger.all[0]!.order]).toMatchObject([
    true,
    { failed: 0, changed: 0 },
    7,
  ]);
  ledger.note({ ...back, nudgeMs: 10 });
  expect(told(ledger)).toMatchObject({ failed: 0, changed: 1 });
  expect(ledger.takeOut(() => true)).toEqual([{ id: 'a', hasResult: true }]);
});
