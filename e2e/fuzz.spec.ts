/**
 * Damaged copies of the clips: every one ends, with the right value, with "not sure", or with a code that says what is
 * wrong; none is sure of a wrong value. 50 here and those that once hung, 500 with `npm run test:fuzz`;
 * LIPSLATE_FUZZ_SEEDS=130-139 looks at some of them once more.
 */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { mutate } from '../core/testing/mutate';
import { type Checked, checkFiles } from './support/automation';
import { CODECS, clip, SOUNDS, scratchFile, TIMELINES, truthOf } from './support/fixtures';

/** Matroska with damage behind its last cluster, a picture 35 hours behind the others, and tables of two billion samples. */
const ONCE_HUNG = [63, 136, 153, 198, 256];
const SEEDS = seeds();
const AT_ONCE = 10;
/** A whole clip takes a second or two. */
const HANG_MS = 120_000;
const WRONG_MS = 80;

const NAMES = ['late-200', 'early-200', ...CODECS, ...TIMELINES, ...SOUNDS];

test.setTimeout(Math.ceil(SEEDS.length / AT_ONCE) * HANG_MS + 30_000);

test(`${SEEDS.length} damaged copies end rightly: measured, not sure, or told what is wrong`, async ({
  page,
}) => {
  await page.goto('./');
  const faults: string[] = [];
  const outcomes: Record<string, number> = {};
  for (let first = 0; first < SEEDS.length; first += AT_ONCE) {
    const copies = SEEDS.slice(first, first + AT_ONCE).map(damaged);
    const checked = await within(
      page,
      copies.map(({ path }) => path),
    );
    if (checked === null) {
      const fault = `one of these hangs: ${copies.map(({ what }) => what).join(' | ')}`;
      console.log(fault);
      faults.push(fault);
      await page.reload();
      continue;
    }
    for (const [i, { record }] of checked.entries()) {
      const fault = faultOf(record, copies[i]!.offsetMs);
      if (fault !== null) faults.push(`${fault}: ${copies[i]!.what}`);
      const outcome = record.ok ? record.verdict : record.error.code;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  }
  console.log(outcomes);
  expect(faults).toEqual([]);
});

function seeds(): number[] {
  const asked = process.env['LIPSLATE_FUZZ_SEEDS']?.match(/^(\d+)-(\d+)$/);
  if (asked) return fromTo(Number(asked[1]), Number(asked[2]));
  return process.env['LIPSLATE_FUZZ'] ? fromTo(0, 499) : [...fromTo(0, 49), ...ONCE_HUNG];
}

function fromTo(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** @returns null when not all of them end in time */
async function within(page: Page, paths: string[]): Promise<Checked[] | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), HANG_MS).unref());
  return Promise.race([checkFiles(page, paths), late]);
}

function damaged(seed: number) {
  const name = NAMES[seed % NAMES.length]!;
  const original = clip(name);
  const { bytes, damage } = mutate(readFileSync(original), seed);
  const file = original.split(/[\\/]/).at(-1)!;
  return {
    path: scratchFile(`fuzz-${seed % AT_ONCE}-${file}`, bytes),
    offsetMs: truthOf(name).truth!.offsetMs!,
    what: `seed ${seed}, ${file}: ${damage.join(', ')}`,
  };
}

/** What is wrong about an outcome; null when nothing is. */
function faultOf(record: Checked['record'], truthMs: number): string | null {
  if (!record.ok)
    return ['internal', 'worker-died'].includes(record.error.code) ? record.error.message : null;
  if (record.verdict === 'unsure' || record.offsetMs === null) return null;
  const errorMs = record.offsetMs - truthMs;
  return Math.abs(errorMs) > WRONG_MS ? `sure of ${record.offsetMs} ms instead of ${truthMs} ms` : null;
}
