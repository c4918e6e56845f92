/** Checks files through `globalThis.lipslate`, the page's surface for scripts: many files in one page, one after the other. */
import type { Page } from '@playwright/test';
import type { CheckRecord, MeasuredRecord } from '../../core/report/record';
import type { Measurement } from '../../core/sync/types';
import type {} from '../../src/app/automation';

/** What core/report/evidence.ts writes, as far as tests look at it. */
export interface EvidenceJson {
  measurement: Measurement;
  /** boxes: x, y, width, height per frame, as shares of the picture. */
  tracks: { id: number; timesS: number[]; boxes: number[] }[];
  cutsS: number[];
}

export interface Checked {
  record: CheckRecord;
  /** Null when the file could not be measured. */
  evidence: EvidenceJson | null;
}

/** @returns one entry per file, in their order */
export async function checkFiles(page: Page, paths: readonly string[]): Promise<Checked[]> {
  const chosen = await chooseFiles(page, paths);
  return chosen.evaluate(async (input: HTMLInputElement) => {
    const found: { record: CheckRecord; evidence: string | null }[] = [];
    await globalThis.lipslate.check([...(input.files ?? [])], {
      onRecord: (record, evidenceJson) => {
        found.push({ record, evidence: evidenceJson?.() ?? null });
      },
    });
    return found.map(({ record, evidence }) => ({
      record,
      evidence: evidence === null ? null : (JSON.parse(evidence) as EvidenceJson),
    }));
  });
}

/** A file input of the test's own, so that nothing joins the page's queue; opened by path, whatever their size. */
export async function chooseFiles(page: Page, paths: readonly string[]) {
  await page.waitForFunction(() => 'lipslate' in globalThis);
  const input = await page.evaluateHandle(() => {
    const element = Object.assign(document.createElement('input'), {
      type: 'file',
      multiple: true,
      hidden: true,
    });
    document.body.append(element);
    return element;
  });
  await input.asElement().setInputFiles([...paths]);
  return input;
}

/** @throws when the file could not be measured */
export function measured({ record }: Checked): MeasuredRecord {
  if (!record.ok) throw new Error(`${record.file}: ${record.error.message}`);
  return record;
}
