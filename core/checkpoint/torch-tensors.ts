/** Tensors of a PyTorch file as float32, read from wherever the container keeps the storages. */
import { LipslateError } from '../errors';
import { BYTES_PER_ITEM, toFloat32 } from './dtype';
import { printable } from './failure';
import { extentOf, gather, isContiguous } from './strided';
import type { StorageRef, TensorRef } from './torch-pickle';
import type { Bytes, Checkpoint, CheckpointContainer, CheckpointTensor } from './types';

/** Reads bytes of one storage's block: `offset` and `length` lie within it. */
export type StorageReader = (storage: StorageRef, offset: number, length: number) => Promise<Bytes>;

export function torchCheckpoint(
  container: CheckpointContainer,
  named: ReadonlyMap<string, TensorRef>,
  readStorage: StorageReader,
): Checkpoint {
  const tensors: CheckpointTensor[] = [...named].map(([name, { shape, storage }]) => ({
    name,
    shape,
    dtype: storage.dtype,
  }));
  return {
    container,
    graphInputs: null,
    tensors,
    async readFloat32(name) {
      const tensor = named.get(name);
      if (!tensor) throw new LipslateError('checkpoint-incomplete', `no tensor ${printable(name)}`);
      const extent = extentOf(tensor);
      if (extent === 0) return new Float32Array(0);
      const item = BYTES_PER_ITEM[tensor.storage.dtype];
      const bytes = await readStorage(tensor.storage, tensor.offset * item, extent * item);
      const values = toFloat32(bytes, tensor.storage.dtype);
      return isContiguous(tensor) ? values : gather(values, tensor);
    },
  };
}
