/** Weights of a network as the models worker hands them out, to whichever worker runs it. */
import type { StoredTensor } from '../../../core/checkpoint/import';

export interface StoredModel {
  /** The same id, the same weights. */
  id: string;
  /** float32, little-endian; stays on disk. */
  weights: Blob;
  tensors: StoredTensor[];
}
