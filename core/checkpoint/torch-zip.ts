/**
 * PyTorch's zip since 1.6 and TorchScript archives: `<name>/data.pkl` describes, `<name>/data/<key>` holds a storage.
 * Source: torch/serialization.py (_save) and caffe2/serialize/inline_container.cc.
 */
import { LipslateError } from '../errors';
import { damaged, printable, unreadable } from './failure';
import { unpickle } from './pickle';
import { OutOfBytes } from './pickle-cursor';
import type { PickleValue } from './pickle-types';
import { namedTensors } from './state-dict';
import { storageBytes, TorchHost } from './torch-pickle';
import { torchCheckpoint } from './torch-tensors';
import type { Checkpoint, RandomAccessSource } from './types';
import { readZipDirectory, type ZipEntry, ZipReader } from './zip';

const DESCRIPTION = 'data.pkl';
const MAX_PICKLE_BYTES = 16 * 1024 * 1024;

/** @throws LipslateError, see `openCheckpoint` */
export async function openZip(source: RandomAccessSource): Promise<Checkpoint> {
  const entries = new Map((await readZipDirectory(source)).map((entry) => [entry.name, entry]));
  const zip = new ZipReader(source);
  const description = findDescription(entries);
  const folder = description.name.slice(0, -DESCRIPTION.length);
  await refuseBigEndian(zip, entries.get(`${folder}byteorder`));

  const inScript = [...entries.keys()].some((name) => name.startsWith(`${folder}code/`));
  const host = new TorchHost({ inScript });
  const root = await readDescription(zip, description, host);
  const named = namedTensors(root);

  return torchCheckpoint(inScript ? 'torchscript' : 'torch-zip', named, async (storage, offset, length) => {
    const entry = entries.get(`${folder}data/${storage.key}`);
    if (!entry) throw damaged(`storage ${printable(storage.key)} is not in the file`);
    if (entry.size < storageBytes(storage)) throw damaged(`storage ${printable(storage.key)} is too short`);
    return zip.read(entry, offset, length);
  });
}

/** The outermost one: TorchScript keeps more pickles in deeper folders. */
function findDescription(entries: ReadonlyMap<string, ZipEntry>): ZipEntry {
  const depth = (entry: ZipEntry) => entry.name.split('/').length;
  const [description] = [...entries.values()]
    .filter(({ name }) => name === DESCRIPTION || name.endsWith(`/${DESCRIPTION}`))
    .sort((a, b) => depth(a) - depth(b));
  if (description) return description;
  throw notWeights([...entries.keys()]);
}

/** People zip what they download, and pages zip what they offer. */
function notWeights(names: readonly string[]): LipslateError {
  const inside = names.find((name) => /\.(pth?|ckpt|bin|model|onnx|safetensors|tar)$/i.test(name));
  const message = inside
    ? `This is a zip archive with a model in it: unpack it and drop ${printable(inside)}.`
    : 'This is a zip archive without a model in it.';
  return new LipslateError(
    'checkpoint-not-a-model',
    names
      .slice(0, 5)
      .map((n) => printable(n))
      .join(', '),
    message,
  );
}

async function readDescription(zip: ZipReader, entry: ZipEntry, host: TorchHost): Promise<PickleValue> {
  if (entry.size > MAX_PICKLE_BYTES) throw damaged(`a description of ${entry.size} bytes`);
  try {
    return unpickle(await zip.read(entry, 0, entry.size), 0, host).value;
  } catch (error) {
    if (error instanceof OutOfBytes) throw damaged('the description of the weights is cut off');
    throw error;
  }
}

async function refuseBigEndian(zip: ZipReader, entry: ZipEntry | undefined): Promise<void> {
  if (!entry || entry.size > 16) return;
  const order = new TextDecoder().decode(await zip.read(entry, 0, entry.size));
  if (order.trim() === 'big') throw unreadable('numbers written on a big-endian machine');
}
