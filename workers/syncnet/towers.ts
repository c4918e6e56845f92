/** Both towers of SyncNet as sessions, and the sound's embeddings, each computed once. */
import { blobSource } from '../../core/checkpoint/source';
import { storedWeights } from '../../core/checkpoint/stored';
import { CROP_SIZE, fillLipWindow } from '../../core/lips/crop';
import type { NetworkName } from '../../core/onnx/network';
import { networkNamed } from '../../core/onnx/networks';
import { EMBEDDING_SIZE, LIP_CHANNELS } from '../../core/onnx/syncnet';
import { weightBlob } from '../../core/onnx/weights';
import { COLUMNS_PER_FRAME, soundWindowCount, soundWindows } from '../../core/sync/syncnet';
import { type ModelSession, openSession, type SessionOptions } from '../lib/ort/sessions';
import type { StoredModel } from '../lib/ort/stored-model';
import type { SyncnetRuntime } from './contract';

/** Windows of sound per run of the tower: little is gained beyond, and memory grows. */
const SOUND_BATCH = 16;

export interface Towers {
  runtime: SyncnetRuntime;
  /** @param pictures five Uint8Arrays [3, 224, 224] @returns Float32Array [1024] */
  seeLips(pictures: readonly Uint8Array[]): Promise<Float32Array>;
  /** @param windows Float32Array [count, 1, 13, 20] @returns Float32Array [count, 1024] */
  hear(windows: Float32Array<ArrayBuffer>, count: number): Promise<Float32Array>;
  release(): Promise<void>;
}

/** @throws LipslateError model-load-failed, checkpoint-damaged, file-changed */
export async function openTowers(model: StoredModel, options?: SessionOptions): Promise<Towers> {
  const open = async (name: NetworkName): Promise<ModelSession> => {
    const network = networkNamed(name);
    const reader = storedWeights(model.tensors, blobSource(model.weights));
    return openSession(network, await weightBlob(network, reader), options);
  };
  const ears = await open('syncnet-audio');
  const eyes = await open('syncnet-lips');
  const input = new Float32Array(LIP_CHANNELS * CROP_SIZE * CROP_SIZE);
  const { provider, threads } = eyes;
  const reason = eyes.reason ?? ears.reason;
  return {
    runtime: { provider, threads, reason, failedCheck: eyes.failedCheck || ears.failedCheck },
    async seeLips(pictures) {
      fillLipWindow(pictures, input);
      const { embedding } = await eyes.run({
        frames: { data: input, dims: [1, LIP_CHANNELS, CROP_SIZE, CROP_SIZE] },
      });
      return embedding!;
    },
    async hear(windows, count) {
      const { embedding } = await ears.run({ mfcc: { data: windows, dims: [count, 1, 13, 20] } });
      return embedding!;
    },
    async release() {
      await Promise.all([ears.release(), eyes.release()]);
    },
  };
}

/** Embeddings of the sound windows, one per picture, kept only while they may be needed again. */
export class SoundMemory {
  /** Windows that the sound has. */
  readonly count: number;
  readonly #towers: Towers;
  readonly #mfcc: Float32Array;
  readonly #known = new Map<number, Float32Array>();

  constructor(towers: Towers, mfcc: Float32Array) {
    this.#towers = towers;
    this.#mfcc = mfcc;
    this.count = soundWindowCount(mfcc.length / 13);
  }

  /** Windows [from, to), which must exist; those before `from` are forgotten. Float32Array [to - from, 1024] */
  async range(from: number, to: number): Promise<Float32Array> {
    for (const n of this.#known.keys()) if (n < from || n >= to) this.#known.delete(n);
    const missing: number[] = [];
    for (let n = from; n < to; n++) if (!this.#known.has(n)) missing.push(n);
    for (let at = 0; at < missing.length; at += SOUND_BATCH) {
      const part = missing.slice(at, at + SOUND_BATCH);
      const windows = soundWindows(
        this.#mfcc,
        part.map((n) => COLUMNS_PER_FRAME * n),
      );
      const embeddings = await this.#towers.hear(windows, part.length);
      part.forEach((n, i) => {
        this.#known.set(n, embeddings.slice(i * EMBEDDING_SIZE, (i + 1) * EMBEDDING_SIZE));
      });
    }
    const out = new Float32Array((to - from) * EMBEDDING_SIZE);
    for (let n = from; n < to; n++) out.set(this.#known.get(n)!, (n - from) * EMBEDDING_SIZE);
    return out;
  }
}
