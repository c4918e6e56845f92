/**
 * `globalThis.lipslate`: the documented surface for scripts (docs/headless.md). The headless command drives the page
 * through it, so that it runs the very same code as a visitor does.
 */
import type { ModelInfo } from '../../workers/models/contract';
import type { SoundChain } from '../../workers/sound/contract';
import type { AutomationOptions, AutomationRecord } from './headless-check';
import type { dub } from './headless-dub';
import type { sound } from './headless-sound';

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
  soundChain(text: string): Promise<SoundChain>;
  /**
   * Stores the weights of SyncNet from a checkpoint, for every check after, or those of Wav2Lip for `dub`, or one of
   * Spleeter's two networks or HTDemucs for `sound`; a licence is accepted with it.
   * @throws LipslateError saying what the file is instead
   */
  importModel(file: File, wanted?: 'syncnet-v2' | 'wav2lip-96' | 'spleeter' | 'htdemucs'): Promise<ModelInfo>;
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
    soundChain: async (text) => (await import('../engine/sound/chain-file')).readChain(text).chain,
    importModel: async (...given) => (await import('./headless-check')).importModel(...given),
  };
}
