/** `lipslate.check` and `lipslate.importModel`: checks for scripts, by the same session as the page's. */
import * as Comlink from 'comlink';
import { SPLEETER_IDS } from '../../core/checkpoint/separators';
import { LipslateError } from '../../core/errors';
import { evidenceToJson } from '../../core/report/evidence';
import { type CheckRecord, toFailedRecord } from '../../core/report/record';
import type { ReportFile } from '../../core/report/reports';
import { figuresRecord } from '../../core/report/sound';
import { parseSound } from '../../core/sound/heard';
import type { ProfileName } from '../../core/sync/types';
import type { ModelInfo } from '../../workers/models/contract';
import type { SoundFigures } from '../../workers/sound/contract';
import { createCheckSession } from '../engine/check-session';
import type { CheckJob, CheckSession, CheckSettings, SoundChoice } from '../engine/check-types';
import { type Checked, checkedOf, recordOf } from '../engine/checked';
import { FixEngine } from '../engine/fix/engine';
import { type FixRecord, fixOf } from '../engine/fix/headless-fix';
import { factsOf } from '../engine/fix/report-data';
import { download } from '../engine/fix/save-copies';
import type { FixMode, FixResult } from '../engine/fix/types';
import { until } from '../engine/store';
import { newModelsBridge, newSoundBridge } from '../engine/workers';

export interface AutomationOptions {
  engine?: CheckSettings['engine'];
  profile?: ProfileName;
  syncnetWindows?: CheckSettings['syncnetWindows'];
  /** First search range, +- seconds. */
  searchS?: number;
  /** Sound track and what of it, as the command's `--audio` takes it: `2`, `1:4`, `1:1-2`, `1:all`. */
  audio?: string;
  /** Only this part of each picture, seconds. */
  part?: { startS: number; endS: number };
  /** Measured by this face alone, by the number that records give it; by all where there is none such, with a warning. */
  face?: number;
  /** What to call each file in its record; its own name when absent. Same order as `files`. */
  names?: readonly string[];
  /** Also measures how loud the sound is. */
  loudness?: boolean;
  /** Makes a corrected copy of every file that is off for sure, and measures it again. */
  fix?: FixMode;
  /**
   * Called in the order of the files, as each is done. `evidenceJson` makes the whole evidence as one JSON text; it is
   * null when the file could not be measured.
   */
  onRecord?(
    record: AutomationRecord,
    evidenceJson: (() => string) | null,
    more: AutomationExtras | null,
  ): void | Promise<void>;
  /** Called with each provisional result while a file is still being read. */
  onEarly?(index: number, record: CheckRecord): void;
  onProgress?(index: number, stage: string, doneS: number, totalS: number): void;
}

/** With `fix`: null when nothing is to be fixed, or when it is not sure. With `loudness`: null of what has none. */
export type AutomationRecord = CheckRecord & { fix?: FixRecord | null; loudness?: SoundFigures | null };

export interface AutomationExtras {
  /** All reports of the file. @param base name them by this */
  reports(base: string): Promise<ReportFile[]>;
  /** Hands the corrected copy to the browser's downloads; false when there is none. It is gone after onRecord. */
  downloadFix(): boolean;
}

export async function check(
  files: Iterable<File> | AsyncIterable<File>,
  options: AutomationOptions = {},
): Promise<AutomationRecord[]> {
  const { audio, part, face, names, onRecord, onEarly, onProgress, ...whatElse } = options;
  const { loudness, fix: mode, ...settings } = whatElse;
  const sound = audio === undefined ? undefined : soundChoice(audio);
  const session = createCheckSession(settings);
  const fixes = new FixEngine();
  const meter = newSoundBridge();
  const records: AutomationRecord[] = [];
  try {
    for await (const file of files) {
      const index = records.length;
      session.add([file], sound, part, face);
      const name = names?.[index] ?? file.name;
      let seen: CheckJob['evidence'] = null;
      const job = await finished(session, (working) => {
        const { progress, evidence } = working;
        if (progress) onProgress?.(index, progress.stage, progress.doneS, progress.totalS);
        const early = evidence !== seen ? measuredRecord(working, name) : null;
        if (early) onEarly?.(index, early);
        seen = evidence;
      });
      const plain = recordOfJob(job, name);
      const checked = plain.ok ? checkedOf(job, name) : null;
      const tell = (stage: string, doneS: number, totalS: number) =>
        onProgress?.(index, stage, doneS, totalS);
      const fixed =
        mode && checked
          ? await fixOf(fixes, file, checked, job.onlyFace, mode, session.get().settings, tell)
          : null;
      const record: AutomationRecord = {
        ...plain,
        ...(mode && plain.ok ? { fix: fixed?.record ?? null } : {}),
        ...(loudness && checked ? { loudness: await loudnessOf(meter, file, checked.audioIndex) } : {}),
      };
      records.push(record);
      const { evidence } = job;
      await onRecord?.(
        record,
        record.ok && evidence ? () => evidenceToJson(evidence) : null,
        checked && extrasOf(checked, fixed?.result ?? null),
      );
      if (fixed?.result) await fixes.drop(fixed.result.rewritten.file);
      // Its frames' worth of features would otherwise pile up over a folder of files.
      session.remove(job.id);
    }
  } finally {
    session.dispose();
    fixes.dispose();
    meter.dispose();
  }
  return records;
}

/** @returns null where it cannot be measured; what else was measured holds all the same */
async function loudnessOf(meter: ReturnType<typeof newSoundBridge>, file: File, audioIndex: number) {
  try {
    return figuresRecord(
      await meter.call(new AbortController().signal, (api) => api.measure(file, audioIndex)),
    );
  } catch (cause) {
    const { message, detail } = LipslateError.from(cause).toData();
    console.warn(`lipslate: ${file.name}: ${detail ?? message}`);
    return null;
  }
}

function soundChoice(audio: string): SoundChoice {
  const parsed = parseSound(audio);
  if (parsed === null) throw new TypeError(`audio: ${audio} is none of 2, 1:4, 1:1-2, 1:all.`);
  return { audioIndex: parsed.track, mix: parsed.mix };
}

export async function importModel(
  file: File,
  wanted: 'syncnet-v2' | 'wav2lip-96' | 'spleeter' | 'htdemucs' = 'syncnet-v2',
): Promise<ModelInfo> {
  const models = newModelsBridge();
  try {
    const ignore = Comlink.proxy(() => {});
    return await models.call(new AbortController().signal, async (api) => {
      const info = await api.importCheckpoint(
        file,
        { wanted: wanted === 'spleeter' ? SPLEETER_IDS : [wanted] },
        ignore,
      );
      return info.licence.mustAccept ? api.acceptLicence(info.id) : info;
    });
  } finally {
    models.dispose();
  }
}

/** The newest job of the session, once nothing more will happen to it. */
async function finished(session: CheckSession, onChange: (job: CheckJob) => void): Promise<CheckJob> {
  const job = await until(session, ({ jobs }) => {
    const newest = jobs.at(-1);
    if (newest?.status !== 'waiting' && newest?.status !== 'working') return newest;
    onChange(newest);
    return undefined;
  });
  return job!;
}

function recordOfJob(job: CheckJob, file: string): CheckRecord {
  const measured = job.status === 'done' ? measuredRecord(job, file) : null;
  if (measured) return measured;
  const error = job.error ?? new LipslateError('cancelled').toData();
  // The record holds the sentence alone; whoever looks for the cause finds it in the console.
  if (error.detail) console.warn(`lipslate: ${file}: ${error.detail}`);
  return toFailedRecord(file, error);
}

function measuredRecord(job: CheckJob, file: string): CheckRecord | null {
  const checked = checkedOf(job, file);
  return checked && recordOf(checked);
}

function extrasOf(checked: Checked, fix: FixResult | null): AutomationExtras {
  return {
    async reports(base) {
      const { writeReports } = await import('../../core/report/reports');
      return writeReports(factsOf(checked, fix), base);
    },
    downloadFix() {
      if (fix) download(fix.rewritten.file, fix.rewritten.suggestedName);
      return fix !== null;
    },
  };
}
