/** Makes one corrected copy and measures it. The page's session and the headless command both run this. */
import type * as Comlink from 'comlink';
import { type ErrorData, LipslateError } from '../../../core/errors';
import type { Correction } from '../../../core/fix/correction';
import type { WantedLoudness } from '../../../core/loudness/kept-loudness';
import type {
  PartJob,
  RewriteJob,
  RewritePlan,
  RewriteProgress,
  RewriteWorkerApi,
  Rewritten,
  SoundGoes,
  WrittenPart,
} from '../../../workers/rewrite/contract';
import { runCheck } from '../check-file';
import type { KnownLips } from '../known-lips';
import type { Live } from '../live-callbacks';
import { ProgressMeter } from '../progress';
import { shareDone } from '../stages';
import { CheckWorkers } from '../workers';
import { lipsFor, newRewriteBridge, removeEmpty } from './copies';
import { CopyFolders, type HeldFolder } from './copy-folders';
import { starting } from './progress';
import type { FixInput, FixMode, FixProgress, FixResult, FixWish, Recheck } from './types';
import { judge } from './verify-copy';

type RewriteApi = Comlink.Remote<RewriteWorkerApi>;

export class FixEngine {
  /** Plans and clears; each copy is written by a worker of its own, so that cancelling one ends no other. */
  readonly #helper = newRewriteBridge();
  readonly #checkWorkers = new CheckWorkers();
  readonly #folders = new CopyFolders();

  /** @throws LipslateError as MediaWorkerApi.open does */
  async plan(
    signal: AbortSignal,
    file: File,
    correction: Correction,
    audioIndex: number,
  ): Promise<Record<FixMode, RewritePlan>> {
    const ask = (mode: FixMode) =>
      this.#helper.call(signal, (api) => api.plan(file, { mode, correction, audioIndex }));
    this.#helper.renew();
    return { lossless: await ask('lossless'), baked: await ask('baked') };
  }

  /**
   * Rewrites, then measures what came of it. A copy that cannot be measured is a result all the same.
   * @throws LipslateError; then nothing is left behind
   */
  async fix(
    signal: AbortSignal,
    input: FixInput,
    wish: FixWish,
    onProgress: (progress: FixProgress) => void,
  ): Promise<FixResult> {
    onProgress(starting());
    const rewritten = await this.#rewrite(signal, input, wish, onProgress);
    onProgress({ ...starting('measuring'), check: 'opening' });
    const lips = await lipsFor(signal, input.file, rewritten.file);
    const { recheck, error } = await this.#measure(signal, rewritten, input, lips, onProgress);
    if (signal.aborted && !wish.handle) {
      await this.drop(rewritten.file);
      throw new LipslateError('cancelled');
    }
    return {
      wish,
      rewritten,
      place: wish.handle ? { kind: 'disk', name: wish.handle.name } : { kind: 'browser' },
      audioIndex: input.audioIndex,
      before: input.before,
      recheck,
      recheckError: error,
      judgement: judge(input.before, recheck?.evidence.measurement ?? null, wish.targetMs),
    };
  }

  /**
   * Measures a copy from its own pictures.
   * @param first what the copy was found to be; it stands when this is cancelled
   */
  async recheck(
    signal: AbortSignal,
    input: FixInput,
    first: FixResult,
    onProgress: (progress: FixProgress) => void,
  ): Promise<FixResult> {
    const { recheck, error } = await this.#measure(signal, first.rewritten, input, null, onProgress);
    if (signal.aborted) return first;
    const judgement = judge(first.before, recheck?.evidence.measurement ?? null, first.wish.targetMs);
    return { ...first, recheck, recheckError: error, judgement };
  }

  /** @throws LipslateError; then nothing is left behind */
  soundAlone(
    signal: AbortSignal,
    file: File,
    correction: Correction,
    audioIndex: number,
    onShare: (share: number) => void,
  ): Promise<File> {
    const onProgress = (progress: RewriteProgress) => onShare(shareDone(progress) ?? 0);
    const job = { correction, audioIndex };
    return this.#write(
      signal,
      (api, output, live) => api.soundAlone(file, { ...job, output }, live(onProgress)),
      (made) => made,
    );
  }

  /**
   * A copy with another sound in place of one track, or beside it.
   * @param sound WAV, from time 0 on
   * @param wanted see ReplaceJob
   * @throws LipslateError; then nothing is left behind
   */
  withSound(
    signal: AbortSignal,
    file: File,
    audioIndex: number,
    sound: File,
    onShare: (share: number) => void,
    goes: SoundGoes = 'instead',
    wanted: WantedLoudness | null = null,
  ): Promise<Rewritten> {
    const onProgress = (progress: RewriteProgress) => onShare(shareDone(progress) ?? 0);
    return this.#write(
      signal,
      (api, output, live) =>
        api.replaceSound(file, { audioIndex, sound, goes, wanted, output }, live(onProgress)),
      (made) => made.file,
    );
  }

  /** A part of a file as a file of its own. @throws LipslateError; then nothing is left behind */
  writePart(
    signal: AbortSignal,
    file: File,
    part: Omit<PartJob, 'output'>,
    onShare: (share: number) => void,
  ): Promise<WrittenPart> {
    const onProgress = (progress: RewriteProgress) => onShare(shareDone(progress) ?? 0);
    return this.#write(
      signal,
      (api, output, live) => api.writePart(file, { ...part, output }, live(onProgress)),
      (made) => made.file,
    );
  }

  /** Frees the room of a result. What lies outside of the private storage stays. */
  async drop(file: File): Promise<void> {
    const folder = this.#folders.release(file);
    if (folder !== null) await this.#help((api) => api.remove(folder));
  }

  /** A held folder in private storage for something else that is offered, such as a zip. @throws LipslateError */
  newFolder(): Promise<HeldFolder> {
    return this.#folders.create();
  }

  /** Clears what a broken-off visit or fix left. Starts no worker when there is nothing. */
  clearLeftovers(): Promise<void> {
    return this.#folders.clearLeftovers(() => this.#help((api) => api.clearLeftovers()));
  }

  dispose(): void {
    this.#folders.dispose();
    this.#helper.dispose();
    this.#checkWorkers.dispose();
  }

  async #rewrite(
    signal: AbortSignal,
    { file, audioIndex }: FixInput,
    { mode, correction, handle }: FixWish,
    onProgress: (progress: FixProgress) => void,
  ): Promise<Rewritten> {
    const tell = ({ stage, doneS, totalS }: RewriteProgress) => {
      if (!signal.aborted) onProgress({ step: stage, doneS, totalS, check: null, remainingS: null });
    };
    const job = { mode, correction, audioIndex };
    return this.#write(
      signal,
      (api, output, live) => api.rewrite(file, { ...job, output }, live(tell)),
      (made) => made.file,
      handle,
    );
  }

  /** Runs a job that writes to the handle, or into a folder of its own, held as long as the result is offered. */
  async #write<T>(
    signal: AbortSignal,
    job: (api: RewriteApi, output: RewriteJob['output'], live: Live) => Promise<T>,
    fileOf: (made: T) => File,
    handle?: FileSystemFileHandle,
  ): Promise<T> {
    const bridge = newRewriteBridge();
    const folder = handle ? null : await this.#folders.hold();
    const output: RewriteJob['output'] =
      folder === null ? { to: 'handle', handle: handle! } : { to: 'opfs', folder };
    try {
      const made = await bridge.call(signal, (api, live) => job(api, output, live));
      if (folder !== null) this.#folders.keep(fileOf(made), folder);
      return made;
    } catch (cause) {
      if (folder !== null) this.#folders.letGo(folder);
      bridge.dispose();
      if (handle) await removeEmpty(handle);
      // The unfinished file is removed now rather than before the next fix; nothing waits for that.
      void this.clearLeftovers();
      throw cause;
    } finally {
      bridge.dispose();
    }
  }

  async #measure(
    signal: AbortSignal,
    { file, tracksKept }: Rewritten,
    { audioIndex, mix, part, onlyFace, settings }: FixInput,
    lips: KnownLips | null,
    onProgress: (progress: FixProgress) => void,
  ): Promise<{ recheck: Recheck | null; error: ErrorData | null }> {
    const meter = new ProgressMeter();
    const index = Math.min(audioIndex, Math.max(0, tracksKept.sound - 1));
    try {
      const copy = { file, audioIndex: index, mix, part, onlyFace, settings, lips };
      const recheck = await runCheck(signal, copy, this.#checkWorkers, {
        onProgress: (stage, doneS, totalS) => {
          if (signal.aborted) return;
          const { stage: check, ...rest } = meter.update(stage, doneS, totalS);
          onProgress({ step: 'measuring', check, ...rest });
        },
      });
      return { recheck, error: null };
    } catch (cause) {
      return { recheck: null, error: LipslateError.from(cause).toData() };
    }
  }

  /** Housekeeping fails silently: the next call of any such worker does it again. */
  #help(job: (api: RewriteApi) => Promise<void>): Promise<void> {
    return this.#helper.call(new AbortController().signal, job).catch(() => undefined);
  }
}
