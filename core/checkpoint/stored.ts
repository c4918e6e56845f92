/** The blob that `import.ts` wrote, as a reader of tensors again. */
import { LipslateError } from '../errors';
import { toFloat32 } from './dtype';
import type { StoredTensor } from './import';
import { readExactly } from './source';
import type { RandomAccessSource, TensorReader } from './types';

/** `readFloat32` throws LipslateError `model-missing` when the blob has gone: the site's data may be cleared any time. */
export function storedWeights(tensors: readonly StoredTensor[], source: RandomAccessSource): TensorReader {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return {
    tensors: tensors.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
    async readFloat32(name) {
      const tensor = byName.get(name);
      if (!tensor) throw new LipslateError('checkpoint-incomplete', `no tensor ${name}`);
      const bytes = await readExactly(source, tensor.offset, tensor.byteLength).catch((cause: unknown) => {
        const error = LipslateError.from(cause);
        throw error.code === 'file-changed' ? new LipslateError('model-missing', error.detail) : error;
      });
      return toFloat32(bytes, 'float32');
    },
  };
}
