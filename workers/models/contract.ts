/** The models worker: takes the checkpoints that visitors have, keeps their weights, and gives them to sessions. */
import type { StoredTensor } from '../../core/checkpoint/import';
import type { KnownFile } from '../../core/checkpoint/official-hashes';
import type { ModelKind } from '../../core/checkpoint/signatures';
import type { CheckpointContainer } from '../../core/checkpoint/types';

/** A stored model, as the Models room lists it. */
export interface ModelInfo {
  id: string;
  network: ModelKind;
  /** 'SyncNet v2', 'Wav2Lip', … */
  name: string;
  /** As the visitor's file was called: text, never markup. */
  fileName: string;
  /** Of the visitor's file, and the sum of all of it. */
  sizeBytes: number;
  sha256: string;
  /** The official file with this sum; null: unknown, which need not be bad. */
  known: KnownFile | null;
  container: CheckpointContainer;
  /** What it takes in storage. */
  weightsBytes: number;
  importedAt: string;
  licence: {
    text: string;
    /** `open` refuses until `acceptLicence`. */
    mustAccept: boolean;
    /** ISO date; null: not yet. */
    acceptedAt: string | null;
  };
}

/** Rises monotonely; bytes of the sum and of the weights together. */
export interface ImportProgress {
  stage: 'recognise' | 'hash' | 'store';
  doneBytes: number;
  totalBytes: number;
}

export interface ImportOptions {
  /** Networks that are of use here: any other is refused by its name. Any when left out. */
  wanted?: readonly ModelKind[];
}

/** The weights of a model, which nobody can remove until they are closed. */
export interface OpenModel {
  info: ModelInfo;
  /**
   * float32, little-endian. Stays on disk: `storedWeights(tensors, blobSource(weights))` reads it by name.
   * Of a separator: the visitor's ONNX file as it is.
   */
  weights: Blob;
  /** None of a separator. */
  tensors: StoredTensor[];
  /** For `close`. */
  ticket: number;
}

export interface ModelsWorkerApi {
  /**
   * Recognises the file by content, checks it, stores its weights. The same file twice is stored once.
   * Ask for `navigator.storage.persist()` in the page, where alone it can be asked for. To cancel, end the worker:
   * what it had written is cleared at the next start.
   * @throws LipslateError `checkpoint-*`, `empty-file`, `file-changed`, `storage-full`, `storage-missing`
   */
  importCheckpoint(
    file: File,
    options: ImportOptions,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ModelInfo>;
  /** Oldest first. Clears what broken-off imports left behind. */
  list(): Promise<ModelInfo[]>;
  /** @throws LipslateError `model-missing` */
  acceptLicence(id: string): Promise<ModelInfo>;
  /** Removing what is not there is no error. @throws LipslateError `model-in-use`, in this tab or another */
  remove(id: string): Promise<void>;
  /** @throws LipslateError `model-missing`, `licence-not-accepted` */
  open(id: string): Promise<OpenModel>;
  close(ticket: number): Promise<void>;
}
