/**
 * `globalThis.lipslate`: the documented surface for scripts (docs/headless.md). The headless command drives the page
 * through it, so that it runs the very same code as a visitor does.
 */
import * as Comlink from 'comlink';
import { LipslateError } from '../../core/errors';
import { evidenceToJson } from '../../core/report/evidence';
import { REASON_TEXTS } from '../../core/report/reasons';
import { type CheckRecord, toFailedRecord, toRecord } from '../../core/report/record';
import type { ProfileName } from '../../core/sync/types';
import type { ModelInfo } from '../../workers/models/contract';
import { createCheckSession } from '../check/session/session';
import type { CheckJob, CheckSettings } from '../check/session/types';
import { newModelsBridge } from '../check/session/workers';

export interface AutomationOptions {
  engine?: CheckSettings['engine'];
  profile?: ProfileName;
  syncnetWindows?: CheckSettings['syncnetWindows'];
  /** First search range, +- seconds. */
  searchS?: number;
  /** What to call each file in its record; its own name when absent. Same order as `files`. */
  names?: readonly string[];
  /**
   * Called in the order of the files, as each is done. `evidenceJson` makes the whole evidence as one JSON text; it is
   * null when the file could not be measured.
   */
  onRecord?(record: CheckRecord, evidenceJson: (() => string) | null): void | Promise<void>;
  /** Called with each provisional result while a file is still being read. */
  onEarly?(index: number, record: CheckRecord): void;
  onProgress?(index: number, stage: string, doneS: number, totalS: number): void;
}

export interface Automation {
  readonly version: string;
  /** Checks the files one after the other. A file that cannot be measured gives a record with `ok: false`. */
  check(files: Iterable<File>, options?: AutomationOptions): Promise<CheckRecord[]>;
  /**
   * Stores the weights of SyncNet from a checkpoint, for every check after.
   * @throws LipslateError saying what the file is instead
   */
  importModel(file: File): Promise<ModelInfo>;
}

declare const __APP_VERSION__: string;

declare global {
  var lipslate: Automation;
}

export function installAutomation(): void {
  globalThis.lipslate = { version: __APP_VERSION__, check, importModel };
}

async function check(files: Iterable<File>, options: AutomationOptions = {}): Promise<CheckRecord[]> {
  const { names, onRecord, onEarly, onProgress, ...settings } = options;
  const session = createCheckSession(settings);
  const records: CheckRecord[] = [];
  const list = [...files];
  try {
    for (const [index, file] of list.entries()) {
      session.add([file]);
      const name = names?.[index] ?? file.name;
      let seen: CheckJob['evidence'] = null;
      const job = await finished(session, (working) => {
        const { progress, evidence } = working;
        if (progress) onProgress?.(index, progress.stage, progress.doneS, progress.totalS);
        const early = evidence !== seen ? measuredRecord(working, name) : null;
        if (early) onEarly?.(index, early);
        seen = evidence;
      });
      const record = recordOf(job, name);
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

async function importModel(file: File): Promise<ModelInfo> {
  const models = newModelsBridge();
  try {
    const ignore = Comlink.proxy(() => {});
    return await models.call(new AbortController().signal, (api) =>
      api.importCheckpoint(file, { wanted: ['syncnet-v2'] }, ignore),
    );
  } finally {
    models.dispose();
  }
}

/** The newest job of the session, once nothing more will happen to it. */
function finished(
  session: ReturnType<typeof createCheckSession>,
  onChange: (job: CheckJob) => void,
): Promise<CheckJob> {
  return new Promise((resolve) => {
    const look = () => {
      const job = session.jobs.at(-1);
      if (!job) return;
      if (job.status === 'waiting' || job.status === 'working') {
        onChange(job);
        return;
      }
      stop();
      resolve(job);
    };
    const stop = session.subscribe(look);
    look();
  });
}

function recordOf(job: CheckJob, file: string): CheckRecord {
  const measured = job.status === 'done' ? measuredRecord(job, file) : null;
  if (measured) return measured;
  const error = job.error ?? new LipslateError('cancelled').toData();
  // The record holds the sentence alone; whoever looks for the cause finds it in the console.
  if (error.detail) console.warn(`lipslate: ${file}: ${error.detail}`);
  return toFailedRecord(file, error);
}

function measuredRecord(job: CheckJob, file: string): CheckRecord | null {
  if (!job.evidence || !job.media) return null;
  const { measurement, syncnet } = job.evidence;
  const { failedCheck, reason } = syncnet?.runtime ?? { failedCheck: false, reason: null };
  return toRecord({
    file,
    durationS: job.media.durationS,
    measurement,
    syncnet,
    warnings: [
      ...job.media.warnings,
      ...(failedCheck && reason ? [reason] : []),
      ...measurement.reasons.map((reason) => REASON_TEXTS[reason].seen),
    ],
    wallS: job.wallS ?? 0,
  });
}
