import { describe, expect, it } from 'vitest';
import { concat } from '../concat';
import { openCheckpoint } from './open';
import { bytesSource } from './source';
import { floats, legacy, orderedDict, type Storage, tensor, torchZip, zip } from './testing/checkpoints';
import { Call, Name, Persistent, pickle, Tuple } from './testing/pickle-writer';
import type { Bytes } from './types';

const storage = floats('7', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
const open = (bytes: Bytes) => openCheckpoint(bytesSource(bytes));
const valuesOf = async (bytes: Bytes, name: string) => [...(await (await open(bytes)).readFloat32(name))];

/** Both containers must read the same. */
const containers: [string, (root: unknown, storages: Storage[]) => Bytes][] = [
  ['legacy stream', legacy],
  ['zip', torchZip],
];

describe.each(containers)('weights in a %s', (_, write) => {
  it('are found in a flat dict, and in a state_dict with module. in front', async () => {
    const flat = write(new Map([['a.weight', tensor(storage, [3, 4])]]), [storage]);
    expect(await valuesOf(flat, 'a.weight')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const nested = new Map<string, unknown>([
      ['epoch', 3],
      ['state_dict', new Map([['module.a.weight', tensor(storage, [3, 4])]])],
    ]);
    expect((await open(write(nested, [storage]))).tensors).toEqual([
      { name: 'a.weight', shape: [3, 4], dtype: 'float32' },
    ]);
  });

  it('may be views, transposes, expanded, shared and empty', async () => {
    const root = new Map([
      ['view', tensor(storage, [2, 2], { strides: [4, 2], offset: 1 })],
      ['transposed', tensor(storage, [4, 3], { strides: [1, 4] })],
      ['expanded', tensor(storage, [2, 3], { strides: [0, 1], offset: 9 })],
      ['scalar', tensor(storage, [], { offset: 5 })],
      ['empty', tensor(storage, [0, 3])],
    ]);
    const bytes = write(root, [storage]);
    expect(await valuesOf(bytes, 'view')).toEqual([1, 3, 5, 7]);
    expect(await valuesOf(bytes, 'transposed')).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
    expect(await valuesOf(bytes, 'expanded')).toEqual([9, 10, 11, 9, 10, 11]);
    expect(await valuesOf(bytes, 'scalar')).toEqual([5]);
    expect(await valuesOf(bytes, 'empty')).toEqual([]);
  });

  it('come as float32 from half, bfloat16, double and whole numbers', async () => {
    const numbers = (key: string, type: string, itemCount: number, bytes: ArrayBufferView<ArrayBuffer>) => ({
      key,
      type,
      itemCount,
      bytes: new Uint8Array(bytes.buffer),
    });
    const storages = [
      numbers('h', 'HalfStorage', 5, Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x3555)),
      numbers('b', 'BFloat16Storage', 2, Uint16Array.of(0x3f80, 0xc049)),
      numbers('d', 'DoubleStorage', 2, Float64Array.of(0.1, -1e-40)),
      numbers('l', 'LongStorage', 1, BigInt64Array.of(-123456789n)),
    ];
    const root = new Map(storages.map((each) => [each.key, tensor(each, [each.itemCount])]));
    const bytes = write(root, storages);
    expect(await valuesOf(bytes, 'h')).toEqual([1, -2, 2 ** -24, 65504, 0.333251953125]);
    expect(await valuesOf(bytes, 'b')).toEqual([1, -3.140625]);
    expect(await valuesOf(bytes, 'd')).toEqual([Math.fround(0.1), Math.fround(-1e-40)]);
    expect(await valuesOf(bytes, 'l')).toEqual([-123456789 + 1 - 1].map(Math.fround));
  });

  it('are read alone: not a byte of the optimiser state is touched', async () => {
    const moments = floats('9', new Array<number>(1000).fill(1));
    const root = new Map<string, unknown>([
      ['state_dict', new Map([['w', tensor(storage, [12])]])],
      ['optimizer', new Map([['state', new Map([[0, new Map([['exp_avg', tensor(moments, [1000])]])]])]])],
    ]);
    const bytes = write(root, [moments, storage]);
    const start = indexOf(bytes, moments.bytes);
    const touched: number[] = [];
    const source = bytesSource(bytes);
    const checkpoint = await openCheckpoint({
      // The head of the file is looked at in one piece to find its description.
      size: source.size,
      read(offset, length) {
        if (offset > 0) touched.push(offset, offset + length - 1);
        return source.read(offset, length);
      },
    });
    touched.length = 0;
    expect([...(await checkpoint.readFloat32('w'))]).toHaveLength(12);
    expect(touched.length).toBeGreaterThan(0);
    expect(touched.filter((at) => at >= start && at < start + moments.bytes.length)).toEqual([]);
  });

  it('must lie within their storage', async () => {
    const past = write(new Map([['w', tensor(storage, [13])]]), [storage]);
    await expect(open(past)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
    const bomb = write(new Map([['w', tensor(storage, [2 ** 30, 4], { strides: [0, 1] })]]), [storage]);
    await expect(open(bomb)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
    const negative = write(new Map([['w', tensor(storage, [2, -1])]]), [storage]);
    await expect(open(negative)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it('that are cut off are called so, wherever the cut is', async () => {
    const whole = write(new Map([['w', tensor(storage, [12])]]), [storage]);
    for (const length of [20, 60, 150, whole.length - 60, whole.length - 1]) {
      await expect(open(whole.slice(0, length)), `${length} bytes`).rejects.toMatchObject({
        code: 'checkpoint-truncated',
      });
    }
  });

  it('that are none are no model', async () => {
    await expect(open(write(new Map([['epoch', 3]]), []))).rejects.toMatchObject({
      code: 'checkpoint-not-a-model',
    });
  });
});

describe('a legacy stream', () => {
  it('written on a big-endian machine is not misread', async () => {
    const bytes = legacy(new Map([['w', tensor(storage, [12])]]), [storage], { littleEndian: false });
    await expect(open(bytes)).rejects.toMatchObject({ code: 'checkpoint-unreadable' });
  });

  it('whose storage has another length than described is damaged', async () => {
    const bytes = legacy(new Map([['w', tensor(storage, [12])]]), [storage]);
    bytes[bytes.length - storage.bytes.length - 8] = 13;
    await expect(valuesOf(bytes, 'w')).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it('says how much of a half download is there', async () => {
    const large = { ...floats('1', []), itemCount: 100_000_000 };
    const bytes = concat([
      legacy(new Map([['w', tensor(large, [100_000_000])]]), [large]),
      new Uint8Array(3_000_000),
    ]);
    await expect(open(bytes)).rejects.toThrow('3.0 of at least 400 MB are there');
  });

  it('of PyTorch 0.3 keeps views of storages', async () => {
    const view = new Tuple(['8', 6, 6]);
    const id = new Tuple(['storage', new Name('torch', 'FloatStorage'), '7', 'cpu', 12, view]);
    const args = [new Persistent(id), 1, new Tuple([2]), new Tuple([1])];
    const old = new Call(new Name('torch._utils', '_rebuild_tensor'), args);
    expect(await valuesOf(legacy(new Map([['w', old]]), [storage]), 'w')).toEqual([7, 8]);
  });
});

describe('a zip', () => {
  const root = new Map([['w', tensor(storage, [12])]]);
  const parts = [
    { name: 'm/data.pkl', bytes: pickle(root) },
    { name: 'm/data/7', bytes: storage.bytes },
  ];
  const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

  it('may be Zip64, with data descriptors, and packed again by somebody', async () => {
    for (const option of [{ zip64: true }, { descriptor: true }, { deflate: true }]) {
      const bytes = zip(parts.map((part) => ({ ...part, ...option })));
      expect(await valuesOf(bytes, 'w'), JSON.stringify(option)).toEqual(numbers);
    }
  });

  it('that unpacks to more than it says is damaged, not unpacked', async () => {
    const bytes = zip(parts.map((part) => ({ ...part, deflate: true })));
    const central = indexOf(bytes, Uint8Array.of(0x50, 0x4b, 0x01, 0x02));
    new DataView(bytes.buffer).setUint32(central + 24, 20, true);
    await expect(open(bytes)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it('without a storage that a tensor needs is damaged', async () => {
    await expect(valuesOf(zip(parts.slice(0, 1)), 'w')).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it('around a downloaded model asks to be unpacked', async () => {
    await expect(open(zip([{ name: 'files/wav2lip.pth', bytes: new Uint8Array(9) }]))).rejects.toThrow(
      'unpack it and drop files/wav2lip.pth',
    );
  });
});

describe('a TorchScript archive', () => {
  it('is a tree of modules, whose names are joined by dots', async () => {
    const module = (state: Map<string, unknown>) =>
      new Call(new Name('__torch__.torch.nn', 'Conv2d'), [], state, 'newobj');
    const inner = module(
      new Map<string, unknown>([
        ['training', true],
        ['weight', tensor(storage, [12])],
      ]),
    );
    const tree = module(new Map([['encoder', module(new Map([['0', inner]]))]]));
    const code = { name: 'model/code/__torch__.py', bytes: new Uint8Array(3), deflate: true };
    const checkpoint = await open(torchZip(tree, [storage], [code]));
    expect(checkpoint.container).toBe('torchscript');
    expect(checkpoint.tensors.map(({ name }) => name)).toEqual(['encoder.0.weight']);
    // Without the code folder it is no script, and the class would have to be imported.
    await expect(open(torchZip(tree, [storage]))).rejects.toMatchObject({ code: 'checkpoint-refused' });
  });
});

describe('a dict', () => {
  it('may be an OrderedDict with metadata', async () => {
    const metadata = new Map([['_metadata', orderedDict()]]);
    const dict = new Call(new Name('collections', 'OrderedDict'), [[['w', tensor(storage, [12])]]], metadata);
    expect((await open(legacy(dict, [storage]))).tensors).toHaveLength(1);
  });
});

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  for (let at = 0; at + part.length <= bytes.length; at++) {
    if (part.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  throw new Error('not found');
}
