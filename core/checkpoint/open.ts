/** Opens a checkpoint of any kind for reading; no byte of it is ever executed. */
import { LipslateError } from '../errors';
import { openOnnx } from './onnx';
import { SNIFF_BYTES, sniff } from './sniff';
import { readUpTo } from './source';
import { openLegacy, readBarePickle } from './torch-legacy';
import { openZip } from './torch-zip';
import type { Checkpoint, RandomAccessSource } from './types';

/**
 * Reads the description of the weights, a few hundred kilobytes; the weights themselves are read on demand.
 * @throws LipslateError `empty-file`, `checkpoint-web-page`, `checkpoint-not-a-model`, `checkpoint-dangerous`,
 *   `checkpoint-refused`, `checkpoint-truncated`, `checkpoint-damaged`, `checkpoint-unreadable`,
 *   `checkpoint-incomplete` (ONNX with its weights elsewhere), `file-changed`
 */
export async function openCheckpoint(source: RandomAccessSource): Promise<Checkpoint> {
  switch (sniff(await readUpTo(source, 0, SNIFF_BYTES))) {
    case 'legacy':
      return openLegacy(source);
    case 'zip':
      return openZip(source);
    case 'onnx':
      return openOnnx(source);
    case 'pickle':
      await readBarePickle(source);
      throw new LipslateError(
        'checkpoint-not-a-model',
        'a pickle without storages',
        'This file was written by Python, but not by PyTorch: it holds no weights.',
      );
  }
}
