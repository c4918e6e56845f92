/**
 * From a checkpoint to one raw blob: float32, little-endian, the network's tensors in order, each at a multiple of
 * 64 bytes. At most one tensor is in memory at a time.
 */
import { createSHA256 } from 'hash-wasm';
import { damaged, printable } from './failure';
import { type Identified, identify, refuseUnwanted } from './identify';
import { openCheckpoint } from './open';
import { recogniseSeparator, type SeparatorId } from './separators';
import { type ModelKind, type NetworkId, weightSpecs } from './signatures';
import { readExactly } from './source';
import { itemCount } from './strided';
import type { Bytes, Checkpoint, CheckpointContainer, RandomAccessSource } from './types';

/** Graphs with external data may be mapped: 64 bytes suit every vector unit. */
export const WEIGHT_ALIGNMENT_BYTES = 64;
const CHUNK_BYTES = 4 * 1024 * 1024;
const FLOAT_BYTES = 4;

/** Where one tensor lies in the blob. */
export interface StoredTensor {
  name: string;
  shape: number[];
  offset: number;
  byteLength: number;
}

interface Plan {
  container: CheckpointContainer;
  /** None of a file that is stored as it is. */
  tensors: readonly StoredTensor[];
  /** Size of the blob. */
  weightsBytes: number;
}

export interface WeightsPlan extends Plan {
  network: NetworkId;
  checkpoint: Checkpoint;
  prefix: string;
}

/** Graph and weights are in one file, which is run as it is. */
export interface WholeFilePlan extends Plan {
  network: SeparatorId;
  whole: RandomAccessSource;
}

export type ImportPlan = WeightsPlan | WholeFilePlan;

/** Where the blob goes. Offsets rise; gaps between tensors are written as zeros. */
export interface WeightSink {
  /** @throws LipslateError `storage-full` */
  write(bytes: Bytes, offset: number): void | Promise<void>;
}

/** Bytes done so far, called often. */
export type OnBytes = (doneBytes: number) => void;

/**
 * Recognises the file and checks that every weight is there, before anything is written.
 * @param wanted the networks that are of use here, any when empty
 * @param fileName for what does not say itself which it is
 * @throws LipslateError what `openCheckpoint`, `identify` and `recogniseSeparator` throw
 */
export async function planImport(
  source: RandomAccessSource,
  wanted: readonly ModelKind[] = [],
  fileName = '',
): Promise<ImportPlan> {
  const separator = await recogniseSeparator(source, fileName);
  if (separator) {
    refuseUnwanted(separator, wanted);
    const { size: weightsBytes } = source;
    return { network: separator, container: 'onnx', tensors: [], weightsBytes, whole: source };
  }
  const checkpoint = await openCheckpoint(source);
  const { network, prefix }: Identified = identify(checkpoint, wanted);
  const { tensors, totalBytes } = layOut(network);
  return { network, container: checkpoint.container, tensors, weightsBytes: totalBytes, checkpoint, prefix };
}

/** @returns the place of every weight of `network` in its blob, and the blob's size */
export function layOut(network: NetworkId): { tensors: StoredTensor[]; totalBytes: number } {
  let end = 0;
  const tensors = weightSpecs(network).map(({ name, shape }) => {
    const offset = Math.ceil(end / WEIGHT_ALIGNMENT_BYTES) * WEIGHT_ALIGNMENT_BYTES;
    const byteLength = itemCount(shape) * FLOAT_BYTES;
    end = offset + byteLength;
    return { name, shape: [...shape], offset, byteLength };
  });
  return { tensors, totalBytes: end };
}

/**
 * Copies the weights tensor by tensor, or the file as it is.
 * @throws LipslateError `checkpoint-damaged` for weights that are no finite numbers; `checkpoint-truncated`,
 *   `file-changed`, and what the sink throws
 */
export async function writeWeights(plan: ImportPlan, sink: WeightSink, onBytes: OnBytes): Promise<void> {
  if ('whole' in plan) return writeWhole(plan.whole, sink, onBytes);
  let end = 0;
  for (const { name, offset, byteLength } of plan.tensors) {
    const values = await plan.checkpoint.readFloat32(plan.prefix + name);
    checkValues(name, values, byteLength / FLOAT_BYTES);
    if (offset > end) await sink.write(new Uint8Array(offset - end), end);
    await sink.write(new Uint8Array(values.buffer, values.byteOffset, byteLength), offset);
    end = offset + byteLength;
    onBytes(end);
  }
}

async function writeWhole(source: RandomAccessSource, sink: WeightSink, onBytes: OnBytes): Promise<void> {
  for (let at = 0; at < source.size; at += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, source.size - at);
    await sink.write(await readExactly(source, at, length), at);
    onBytes(at + length);
  }
}

/** @returns lower-case hex of the whole file, read in pieces; WebCrypto would want it in memory at once */
export async function sha256Of(source: RandomAccessSource, onBytes: OnBytes): Promise<string> {
  const hash = await createSHA256();
  for (let at = 0; at < source.size; at += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, source.size - at);
    hash.update(await readExactly(source, at, length));
    onBytes(at + length);
  }
  return hash.digest('hex');
}

/** A legacy file has no check sums: numbers that cannot be weights are the sign of damage there is. */
function checkValues(name: string, values: Float32Array, expectedCount: number): void {
  if (values.length !== expectedCount) throw damaged(`${printable(name)}: ${values.length} numbers`);
  const isVariance = name.endsWith('.running_var');
  for (const value of values) {
    if (!Number.isFinite(value))
      throw damaged(
        `${printable(name)} holds numbers that are not finite`,
        'The weights in this file hold numbers that are not finite (NaN or infinite): no network can run on them.',
      );
    if (isVariance && value < 0)
      throw damaged(
        `${printable(name)} holds a negative variance`,
        'The weights in this file hold a variance below zero: no network can run on them.',
      );
  }
}
