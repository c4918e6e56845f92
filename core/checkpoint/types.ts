/** What every part of the importer speaks of: sources, tensors, readers. */

/** Bytes that own an ordinary buffer, so that they can be written to files and blobs. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A file of any size, read piece by piece: it is never held in memory whole. */
export interface RandomAccessSource {
  readonly size: number;
  /** @returns exactly `length` bytes; the caller keeps offset + length within `size`. */
  read(offset: number, length: number): Promise<Bytes>;
}

/** How the weights are packed, told by content and never by name. */
export type CheckpointContainer = 'torch-legacy' | 'torch-zip' | 'torchscript' | 'onnx';

export type DType =
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'float64'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint8'
  | 'bool';

export interface CheckpointTensor {
  /** As in the file, without a `module.` in front. */
  name: string;
  shape: readonly number[];
  dtype: DType;
}

/** Where the numbers of named tensors come from. */
export interface TensorReader {
  /** In file order. */
  readonly tensors: readonly CheckpointTensor[];
  /**
   * @returns Float32Array [product of shape], row-major, whatever layout and type the file has
   * @throws LipslateError `checkpoint-truncated`, `checkpoint-damaged`, `checkpoint-incomplete` (no such tensor)
   */
  readFloat32(name: string): Promise<Float32Array<ArrayBuffer>>;
}

export interface Checkpoint extends TensorReader {
  readonly container: CheckpointContainer;
  /** The picture size a graph (ONNX) asks for where it is fixed; null when the file does not say. */
  readonly graphInputs: readonly GraphInput[] | null;
}

export interface GraphInput {
  name: string;
  /** null: any size. */
  shape: readonly (number | null)[];
}
