/**
 * `globalThis.lipslate`: the documented surface for scripts (docs/headless.md). The headless command drives the page
 * through it, so that it runs the very same code as a visitor does.
 */
import type { CheckRecord } from '../../core/report/record';
import type { ReportFile } from '../../core/report/reports';
import type { ProfileName } from '../../core/sync/types';
import type { ModelInfo } from '../../workers/models/contract';
import type { SoundChain, SoundFigures } from '../../workers/sound/contract';
import type { CheckSettings } from '../engine/check-types';
import type { FixRecord } from '../engine/fix/headless-fix';
import type { FixMode } from '../engine/fix/types';
import { readChain } from '../engine/sound/chain-file';
import type { dub } from './headless-dub';
import type { sound } from './headless-sound';

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

export interface Automation {
  readonly version: string;
  /**
   * Checks the files one after the other. A file that cannot be measured gives a record with `ok: false`. Whoever has files
   * now and then hands them out of an async iterable: the workers stay warm between them.
   */
  check(
    files: Iterable<File> | AsyncIterable<File>,
    options?: AutomationOptions,
  ): Promise<AutomationRecord[]>;
  /** Gives the face new speech, as the Dub room does. Never rejects: what went wrong is in the record. */
  dub: typeof dub;
  /** Prepares the sound of a file, as the Sound room does. Never rejects: what went wrong is in the record. */
  sound: typeof sound;
  /** What a file with a chain of the Sound room holds, for `sound`. @throws LipslateError that says what is wrong with it */
  soundChain(text: string): SoundChain;
  /**
   * Stores the weights of SyncNet from a checkpoint, for every check after, or those of Wav2Lip for `dub`, whose licence
   * is accepted with it, or one of Spleeter's two networks for `sound`.
   * @throws LipslateError saying what the file is instead
   */
  importModel(file: File, wanted?: 'syncnet-v2' | 'wav2lip-96' | 'spleeter'): Promise<ModelInfo>;
}

declare const __APP_VERSION__: string;

declare global {
  var lipslate: Automation;
}

/** Who only visits the page never loads what scripts use. */
export function installAutomation(): void {
  globalThis.lipslate = {
    version: __APP_VERSION__,
    check: async (...given) => (await import('./headless-check')).check(...given),
    dub: async (...given) => (await import('./headless-dub')).dub(...given),
    sound: async (...given) => (await import('./headless-sound')).sound(...given),
    soundChain: (text) => readChain(text).chain,
    importModel: async (...given) => (await import('./headless-check')).importModel(...given),
  };
}
