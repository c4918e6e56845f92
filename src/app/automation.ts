/**
 * `globalThis.lipslate`: the documented surface for scripts (docs/headless.md). The headless command drives the page
 * through it, so that it runs the very same code as a visitor does.
 */
import { LipslateError } from '../../core/errors';
import { evidenceToJson } from '../../core/report/evidence';
import { REASON_TEXTS } from '../../core/report/reasons';
import { type CheckRecord, toFailedRecord, toRecord } from '../../core/report/record';
import type { ProfileName } from '../../core/sync/types';
import { createCheckSession } from '../check/session/session';
import type { CheckJob, CheckSettings } from '../check/session/types';

export interface AutomationOptions {
  engine?: CheckSettings['engine'];
  profile?: ProfileName;
  /** First search range, +- seconds. */
  searchS?: number;
  /** What to call each file in its record; its own name when absent. Same order as `files`. */
  names?: readonly string[];
  /**
   * Called in the order of the files, as each is done. `evidenceJson` makes the whole evidence as one JSON text; it is
   * null when the file could not be measured.
   */
  onRecord?(record: CheckRecord, evidenceJson: (() => string) | null): void | Promise<void>;
  onProgress?(index: number, stage: string, doneS: number, totalS: number): void;
}

export interface Automation {
  readonly version: string;
  /** Checks the files one after the other. A file that cannot be measured gives a record with `ok: false`. */
  check(files: Iterable<File>, options?: AutomationOptions): Promise<CheckRecord[]>;
}

declare const __APP_VERSION__: string;

declare global {
  var lipslate: Automation;
}

export function installAutomation(): void {
  globalThis.lipslate = { version: __APP_VERSION__, check };
}

async function check(files: Iterable<File>, options: AutomationOptions = {}): Promise<CheckRecord[]> {
  const { names, onRecord, onProgress, ...settings } = options;
  const session = createCheckSession(settings);
  const records: CheckRecord[] = [];
  const list = [...files];
  try {
    for (const [index, file] of list.entries()) {
      session.add([file]);
      const job = await finished(session, onProgress ? (...args) => onProgress(index, ...args) : undefined);
      const record = recordOf(job, names?.[index] ?? file.name);
      records.push(record);
      const { evidence } = job;
      await onRecord?.(record, record.ok && evidence ? () => evidenceToJson(evidence) : null);
      // Its frames' worth of features would otherwise pile up over a folder of files.
      session.remove(job.id);
    }
  } finally {
    session.dispose();
  }
  return records;
}

/** The newest job of the session, once nothing more will happen to it. */
function finished(
  session: ReturnType<typeof createCheckSession>,
  onProgress: ((stage: string, doneS: number, totalS: number) => void) | undefined,
): Promise<CheckJob> {
  return new Promise((resolve) => {
    const look = () => {
      const job = session.jobs.at(-1);
      if (!job) return;
      if (job.progress) onProgress?.(job.progress.stage, job.progress.doneS, job.progress.totalS);
      if (job.status === 'waiting' || job.status === 'working') return;
      stop();
      resolve(job);
    };
    const stop = session.subscribe(look);
    look();
  });
}

function recordOf(job: CheckJob, file: string): CheckRecord {
  if (job.status !== 'done' || !job.evidence || !job.media) {
    const error = job.error ?? new LipslateError('cancelled').toData();
    // The record holds the sentence alone; whoever looks for the cause finds it in the console.
    if (error.detail) console.warn(`lipslate: ${file}: ${error.detail}`);
    return toFailedRecord(file, error);
  }
  return toRecord({
    file,
    durationS: job.media.durationS,
    measurement: job.evidence.measurement,
    warnings: [
      ...job.media.warnings,
      ...job.evidence.measurement.reasons.map((reason) => REASON_TEXTS[reason].seen),
    ],
    wallS: job.wallS ?? 0,
  });
}
