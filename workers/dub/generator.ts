/** Wav2Lip as a session: windows of sound and faces in, faces with the fitting mouth out. */
import { blobSource } from '../../core/checkpoint/source';
import { storedWeights } from '../../core/checkpoint/stored';
import { FACE_SIZE, MEL_COLUMNS } from '../../core/lips/wav2lip';
import { networkNamed } from '../../core/onnx/networks';
import { FACE_CHANNELS } from '../../core/onnx/wav2lip';
import { weightBlob } from '../../core/onnx/weights';
import { MEL_BANDS } from '../../core/sound/mel';
import { openSession, type SessionOptions } from '../lib/ort/sessions';
import type { StoredModel } from '../lib/ort/stored-model';
import type { DubRuntime } from './contract';

/** Floats of one item. */
export const MEL_ITEM = MEL_BANDS * MEL_COLUMNS;
export const FACE_ITEM = FACE_CHANNELS * FACE_SIZE * FACE_SIZE;
export const DRAWN_ITEM = 3 * FACE_SIZE * FACE_SIZE;

/**
 * A batch brings nothing in WASM, and one picture at a time can be stopped at any time. A graphics processor is kept
 * busy by some.
 */
const BATCH = { wasm: 1, webgpu: 8 } as const;

export interface Generator {
  readonly runtime: DubRuntime;
  /** Items per call; a call of fewer is as dear. */
  readonly batch: number;
  /**
   * @param mels Float32Array [batch, 1, 80, 16]
   * @param faces Float32Array [batch, 8, 96, 96] of fillFace
   * @returns Float32Array [batch, 3, 96, 96]: B, G, R in 0..1; rows that were not filled mean nothing
   */
  generate(mels: Float32Array<ArrayBuffer>, faces: Float32Array<ArrayBuffer>): Promise<Float32Array>;
  release(): Promise<void>;
}

/** @throws LipslateError model-load-failed, checkpoint-damaged, file-changed */
export async function openGenerator(model: StoredModel, options?: SessionOptions): Promise<Generator> {
  const network = networkNamed('wav2lip');
  const reader = storedWeights(model.tensors, blobSource(model.weights));
  const session = await openSession(network, await weightBlob(network, reader), options);
  const { provider, threads, reason, failedCheck } = session;
  const batch = BATCH[provider];
  return {
    runtime: { provider, threads, reason, failedCheck },
    batch,
    async generate(mels, faces) {
      // Always full batches: WebGPU would compile its programs anew for another size.
      const { picture } = await session.run({
        mel: { data: mels, dims: [batch, 1, MEL_BANDS, MEL_COLUMNS] },
        face: { data: faces, dims: [batch, FACE_CHANNELS, FACE_SIZE, FACE_SIZE] },
      });
      return picture!;
    },
    release: () => session.release(),
  };
}
