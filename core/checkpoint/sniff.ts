/** Recognises what a file is by its first bytes; its name is never looked at. */
import { LipslateError } from '../errors';
import { printable } from './failure';
import { looksLikeOnnx } from './onnx-file';
import type { Bytes } from './types';

export type Sniffed = 'legacy' | 'zip' | 'pickle' | 'onnx';

/** As many first bytes as `sniff` wants to see. */
export const SNIFF_BYTES = 1024;

/** PyTorch's magic number as a pickle: PROTO 2, LONG1 of 10 bytes 0x1950a86a20f9469cfc6c. */
const LEGACY_MAGIC = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20];
const ZIP_MAGICS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
];

/** Files that are picked by mistake, by what they begin with at an offset, and what to say of them. */
const OTHERS: readonly { at: number; magic: readonly number[]; what: string }[] = [
  { at: 0, magic: [0x1f, 0x8b], what: 'a gzip archive: unpack it first' },
  { at: 0, magic: [0x42, 0x5a, 0x68], what: 'a bzip2 archive: unpack it first' },
  { at: 0, magic: [0x52, 0x61, 0x72, 0x21], what: 'a RAR archive: unpack it first' },
  { at: 0, magic: [0x37, 0x7a, 0xbc, 0xaf], what: 'a 7z archive: unpack it first' },
  {
    at: 0,
    magic: [0x89, 0x48, 0x44, 0x46],
    what: 'a Keras or HDF5 file, which is none of the models used here',
  },
  {
    at: 4,
    magic: [0x54, 0x46, 0x4c, 0x33],
    what: 'a TensorFlow Lite model, which is none of the models used here',
  },
  { at: 4, magic: [0x66, 0x74, 0x79, 0x70], what: 'a video, not a model' },
  { at: 0, magic: [0x1a, 0x45, 0xdf, 0xa3], what: 'a video, not a model' },
  { at: 0, magic: [0x52, 0x49, 0x46, 0x46], what: 'a video or sound, not a model' },
  { at: 0, magic: [0x89, 0x50, 0x4e, 0x47], what: 'a picture, not a model' },
  { at: 0, magic: [0xff, 0xd8, 0xff], what: 'a picture, not a model' },
  { at: 0, magic: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document, not a model' },
  { at: 257, magic: [0x75, 0x73, 0x74, 0x61, 0x72], what: 'a tar archive: unpack it first' },
  { at: 8, magic: [0x7b, 0x22], what: 'a safetensors file: use the official PyTorch file instead' },
];

/**
 * @param head the first SNIFF_BYTES bytes, fewer when the file is shorter
 * @throws LipslateError `empty-file`, `checkpoint-web-page`, `checkpoint-not-a-model`
 */
export function sniff(head: Bytes): Sniffed {
  if (head.length === 0) throw new LipslateError('empty-file');
  if (startsWith(head, LEGACY_MAGIC)) return 'legacy';
  if (ZIP_MAGICS.some((magic) => startsWith(head, magic))) return 'zip';
  const text = leadingText(head);
  if (/^(<!doctype html|<html|<head|<\?xml|<!--)/i.test(text)) throw new LipslateError('checkpoint-web-page');
  if (text.startsWith('version https://git-lfs'))
    throw notAModel('a Git LFS pointer: download the file itself');
  for (const { at, magic, what } of OTHERS) if (startsWith(head, magic, at)) throw notAModel(what);
  // Protocol 2 and later name themselves; older ones can begin with a name to import.
  if (head[0] === 0x80 && head[1]! <= 5) return 'pickle';
  if (/^[(\]}lNd]*[ci][\w.]+\r?\n[\w.]+\r?\n/.test(text)) return 'pickle';
  if (looksLikeOnnx(head)) return 'onnx';
  throw new LipslateError('checkpoint-not-a-model', `begins with ${printable(text.slice(0, 20))}`);
}

function startsWith(head: Bytes, magic: readonly number[], at = 0): boolean {
  return magic.every((byte, i) => head[at + i] === byte);
}

function leadingText(head: Bytes): string {
  return new TextDecoder().decode(head).replace(/^[\uFEFF\s]+/, '');
}

function notAModel(what: string): LipslateError {
  return new LipslateError('checkpoint-not-a-model', undefined, `This is ${what}.`);
}
