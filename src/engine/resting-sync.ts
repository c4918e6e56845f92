/**
 * The sync worker of a long film ends once first results are out, until all pictures are watched: what it heard lies
 * outside of memory meanwhile, which the lanes need.
 */
import * as Comlink from 'comlink';
import { LipslateError } from '../../core/errors';
import { packRows, unpackRows } from '../../core/sound/rows';
import type { LipsOfCheck } from './lips-of-check';
import type { CheckWorkers } from './workers';

interface KeptSound {
  startS: number;
  blob: Blob;
}

export class RestingSync {
  readonly #signal: AbortSignal;
  readonly #sync: CheckWorkers['sync'];
  readonly #lips: LipsOfCheck;
  #resting: Promise<KeptSound> | null = null;
  #isWanted = false;

  constructor(signal: AbortSignal, sync: CheckWorkers['sync'], lips: LipsOfCheck) {
    this.#signal = signal;
    this.#sync = sync;
    this.#lips = lips;
  }

  /** To be called when all sound is heard and nothing is measured any more; does nothing behind `wake`, which tells what fails. */
  async rest(): Promise<void> {
    if (this.#isWanted) return;
    this.#resting ??= this.#putAway();
    await this.#resting.catch(() => {});
  }

  /** The worker has all that it had, and from now on keeps it. @throws LipslateError 'storage-full' when the browser has lost it */
  async wake(): Promise<void> {
    this.#isWanted = true;
    const kept = await this.#resting;
    if (!kept) return;
    const bytes = await kept.blob.arrayBuffer().catch((cause: unknown) => {
      throw new LipslateError('storage-full', String(cause));
    });
    const rows = unpackRows(kept.startS, bytes);
    await this.#sync.call(this.#signal, (api) => api.giveSound(Comlink.transfer(rows, [bytes])));
  }

  async #putAway(): Promise<KeptSound> {
    await this.#lips.holdBack();
    const rows = await this.#sync.call(this.#signal, (api) => api.takeSound());
    const kept = { startS: rows.startS, blob: new Blob(packRows(rows)) };
    this.#sync.dispose();
    return kept;
  }
}
