/**
 * PyTorch's stream before 1.6, still what most public weights are: five pickles (magic number, protocol, system,
 * the object, the keys of the storages), then the storages one after the other, each after its count of items.
 * Source: torch/serialization.py, _legacy_save.
 */
import { damaged, printable, truncated, unreadable } from './failure';
import { unpickle } from './pickle';
import { OutOfBytes } from './pickle-cursor';
import type { PickleValue } from './pickle-types';
import { readExactly, readUpTo } from './source';
import { namedTensors } from './state-dict';
import { type StorageRef, storageBytes, TorchHost } from './torch-pickle';
import { torchCheckpoint } from './torch-tensors';
import type { Checkpoint, RandomAccessSource } from './types';

const PROTOCOL = 1001;
const COUNT_BYTES = 8;
/** The pickles of a trainer's file with 350 weights and its optimiser take 0.3 MB. */
const FIRST_READ_BYTES = 512 * 1024;
const MAX_PICKLE_BYTES = 16 * 1024 * 1024;

/** @throws LipslateError, see `openCheckpoint` */
export async function openLegacy(source: RandomAccessSource): Promise<Checkpoint> {
  const { root, keys, host, end } = await growing(source, readPickles);
  const starts = locate(keys, host.storages, end, source.size);
  return torchCheckpoint('torch-legacy', namedTensors(root), async (storage, offset, length) => {
    const start = starts.get(storage.key);
    if (start === undefined) throw damaged(`storage ${printable(storage.key)} is not in the file`);
    await checkCount(source, start - COUNT_BYTES, storage);
    return readExactly(source, start + offset, length);
  });
}

/**
 * A pickle by itself, as `pickle.dump` writes it: read for the names it mentions, so that a dangerous one is called so.
 * @throws LipslateError when a name is not on the list, or the pickle is broken
 */
export async function readBarePickle(source: RandomAccessSource): Promise<void> {
  await growing(source, (bytes) => unpickle(bytes, 0, new TorchHost({ inScript: false })));
}

interface Pickles {
  root: PickleValue;
  keys: PickleValue[];
  host: TorchHost;
  /** Where the storages begin. */
  end: number;
}

function readPickles(bytes: Uint8Array): Pickles {
  const host = new TorchHost({ inScript: false });
  const magic = unpickle(bytes, 0, host);
  const protocol = unpickle(bytes, magic.end, host);
  if (protocol.value !== PROTOCOL) throw unreadable(`PyTorch's protocol ${String(protocol.value)}`);
  const system = unpickle(bytes, protocol.end, host);
  if (system.value instanceof Map && system.value.get('little_endian') === false) {
    throw unreadable('numbers written on a big-endian machine');
  }
  const object = unpickle(bytes, system.end, host);
  const keys = unpickle(bytes, object.end, host);
  if (!Array.isArray(keys.value)) throw damaged('the list of storages is no list');
  return { root: object.value, keys: keys.value, host, end: keys.end };
}

/** Reads more of the file until the pickles are complete. */
async function growing<T>(source: RandomAccessSource, parse: (bytes: Uint8Array) => T): Promise<T> {
  for (let length = FIRST_READ_BYTES; ; length *= 4) {
    const bytes = await readUpTo(source, 0, length);
    try {
      return parse(bytes);
    } catch (error) {
      if (!(error instanceof OutOfBytes)) throw error;
      if (bytes.length === source.size) throw truncated(source.size);
      if (length >= MAX_PICKLE_BYTES) throw damaged('the description of the weights never ends');
    }
  }
}

/** Where each storage's items start. Sizes come from the pickle, so no byte of a storage is read. */
function locate(
  keys: readonly PickleValue[],
  storages: ReadonlyMap<string, StorageRef>,
  start: number,
  size: number,
): Map<string, number> {
  const starts = new Map<string, number>();
  let at = start;
  for (const key of keys) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (!storage) throw damaged(`storage ${printable(String(key))} is not described`);
    starts.set(storage.key, at + COUNT_BYTES);
    at += COUNT_BYTES + storageBytes(storage);
  }
  if (at > size) throw truncated(size, at);
  return starts;
}

async function checkCount(source: RandomAccessSource, at: number, storage: StorageRef): Promise<void> {
  const bytes = await readExactly(source, at, COUNT_BYTES);
  const count = new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true);
  if (count !== BigInt(storage.itemCount)) {
    throw damaged(`storage ${printable(storage.key)} has ${count} items instead of ${storage.itemCount}`);
  }
}
