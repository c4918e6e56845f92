/** What PyTorch's pickles are made of: storages, tensors over them, and modules of TorchScript. */
import { BYTES_PER_ITEM } from './dtype';
import { damaged, unreadable } from './failure';
import { type GlobalKind, kindOfGlobal, STORAGE_TYPES } from './pickle-allowlist';
import { Global, type PickleHost, type PickleValue } from './pickle-types';
import { extentOf, isContiguous, itemCount } from './strided';
import type { DType } from './types';

/** A block of numbers elsewhere in the file. */
export class StorageRef {
  constructor(
    readonly key: string,
    readonly dtype: DType,
    /** Items of the whole block in the file. */
    readonly itemCount: number,
    /** Where this storage begins in the block, in items (a view of a storage; PyTorch before 0.4). */
    readonly firstItem: number,
  ) {}
}

/** A tensor as the file describes it: a layout over a storage. Nothing has been read yet. */
export class TensorRef {
  constructor(
    readonly storage: StorageRef,
    /** In items, from the start of the storage's block. */
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** A module of a TorchScript archive: its attributes by name. */
export class ModuleRef {
  attributes: Map<PickleValue, PickleValue> = new Map();
}

const MAX_RANK = 8;
/** 2^31 items is what the largest language models have in one tensor; none of ours has 2^24. */
const MAX_ITEMS = 2 ** 31;
/** A view that spreads over so much more than it holds is no weight. */
const MAX_SPREAD = 16;
const MAX_SMALL_EXTENT = 2 ** 24;

/** Builds what one pickle of a checkpoint describes. `storages` fills up by key. */
export class TorchHost implements PickleHost {
  readonly storages = new Map<string, StorageRef>();
  readonly #inScript: boolean;

  constructor(options: { inScript: boolean }) {
    this.#inScript = options.inScript;
  }

  findGlobal(module: string, name: string): Global<GlobalKind> {
    return new Global(module, name, kindOfGlobal(module, name, this.#inScript));
  }

  construct(callee: Global, args: readonly PickleValue[]): PickleValue {
    switch (callee.kind as GlobalKind) {
      case 'dict':
        return orderedDict(args[0]);
      case 'tensor':
        return tensorOf(args);
      case 'parameter':
        return args[0] ?? null;
      case 'module':
        return new ModuleRef();
      case 'inert':
        return null;
      case 'storage':
        throw damaged('a storage type is called like a function');
    }
  }

  /** Dicts carry `_metadata`, which no weight needs; only modules are made of attributes. */
  setState(target: PickleValue, state: PickleValue): void {
    if (target instanceof ModuleRef && state instanceof Map) target.attributes = state;
  }

  /** ('storage', type, key, location, items[, view]) */
  persistentLoad(id: PickleValue): PickleValue {
    if (!Array.isArray(id) || id[0] !== 'storage') throw damaged('an unknown kind of stored object');
    const [, type, key, , count, view] = id;
    const dtype =
      type instanceof Global && type.kind === 'storage' ? STORAGE_TYPES.get(type.name) : undefined;
    if (!dtype) throw unreadable('a number type that no weights have');
    if (typeof key !== 'string') throw damaged('a storage without a key');
    const items = natural(count, 'the size of a storage');

    const known = this.storages.get(key);
    if (known && (known.dtype !== dtype || known.itemCount !== items)) {
      throw damaged(`storage ${key} is described twice, differently`);
    }
    const root = known ?? new StorageRef(key, dtype, items, 0);
    this.storages.set(key, root);
    if (!Array.isArray(view)) return root;
    return new StorageRef(key, dtype, items, natural(view[1], 'the start of a view'));
  }
}

/** OrderedDict() or OrderedDict([[key, value], …]) */
function orderedDict(pairs: PickleValue | undefined): Map<PickleValue, PickleValue> {
  const dict = new Map<PickleValue, PickleValue>();
  if (!Array.isArray(pairs)) return dict;
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) throw damaged('a dict has a key without a value');
    dict.set(pair[0]!, pair[1]!);
  }
  return dict;
}

/** (storage, offset, shape, strides, …): checked before anything is allocated by it. */
function tensorOf([storage, offset, shape, strides]: readonly PickleValue[]): TensorRef {
  if (!(storage instanceof StorageRef)) throw damaged('a tensor without a storage');
  if (!Array.isArray(shape) || !Array.isArray(strides) || shape.length !== strides.length) {
    throw damaged('a tensor without a shape');
  }
  if (shape.length > MAX_RANK) throw damaged(`a tensor of ${shape.length} dimensions`);
  const layout = {
    shape: shape.map((size) => natural(size, 'a shape')),
    strides: strides.map((stride) => natural(stride, 'a stride')),
  };
  const count = itemCount(layout.shape);
  const extent = extentOf(layout);
  const first = storage.firstItem + natural(offset, 'the offset of a tensor');
  if (count > MAX_ITEMS || extent > MAX_ITEMS) throw damaged('a tensor larger than any model');
  if (count > 0 && first + extent > storage.itemCount) throw damaged('a tensor reaches past its storage');
  const spread = extent > MAX_SMALL_EXTENT && extent > count * MAX_SPREAD;
  const expanded = count > MAX_SMALL_EXTENT && count > extent * MAX_SPREAD;
  if (!isContiguous(layout) && (spread || expanded)) throw damaged('a view far larger than what it holds');
  return new TensorRef(storage, first, layout.shape, layout.strides);
}

function natural(value: PickleValue | undefined, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw damaged(`${what} is no whole number`);
  }
  return value;
}

/** Bytes that a storage's block takes in the file. */
export function storageBytes({ dtype, itemCount }: StorageRef): number {
  return itemCount * BYTES_PER_ITEM[dtype];
}
