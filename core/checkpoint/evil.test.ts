import { describe, expect, it } from 'vitest';
import { openCheckpoint } from './open';
import { bytesSource } from './source';
import { floats, legacy, tensor, torchZip, zip } from './testing/checkpoints';
import { Call, Name, pickle, Raw } from './testing/pickle-writer';
import type { Bytes } from './types';

const storage = floats('0', [1, 2]);
const weights = tensor(storage, [2]);
const open = (bytes: Bytes) => openCheckpoint(bytesSource(bytes));
const ascii = (text: string) => [...new TextEncoder().encode(text)];

const system = new Call(new Name('posix', 'system'), ['touch /tmp/never']);
const containers: [string, (root: unknown) => Bytes][] = [
  ['a legacy stream', (root) => legacy(root, [storage])],
  ['a zip', (root) => torchZip(root, [storage])],
  [
    'a TorchScript archive',
    (root) => torchZip(root, [storage], [{ name: 'model/code/a.py', bytes: new Uint8Array(1) }]),
  ],
  ['a bare pickle', (root) => pickle(root)],
];

describe.each(containers)('%s', (_, write) => {
  it.each([
    ['posix', 'system', 'os.system'],
    ['nt', 'system', 'os.system'],
    ['subprocess', 'Popen', 'subprocess.Popen'],
    ['builtins', 'eval', 'builtins.eval'],
    ['__builtin__', 'exec', 'builtins.exec'],
    ['builtins', 'getattr', 'builtins.getattr'],
    ['runpy', '_run_code', 'runpy._run_code'],
    ['torch', 'load', 'torch.load'],
    ['torch.storage', '_load_from_bytes', 'torch.storage._load_from_bytes'],
    ['torch.hub', 'load', 'torch.hub.load'],
    ['numpy.testing._private.utils', 'runstring', 'numpy.testing._private.utils.runstring'],
  ])('with %s %s in it is named as dangerous', async (module, name, shown) => {
    const root = new Map<string, unknown>([
      ['state_dict', new Map([['w', weights]])],
      ['x', new Call(new Name(module, name), ['1'])],
    ]);
    await expect(open(write(root))).rejects.toMatchObject({
      code: 'checkpoint-dangerous',
      message: expect.stringContaining(`the command ${shown} `) as string,
    });
  });

  it('that only mentions a command, without calling it, is refused too', async () => {
    const root = new Map<string, unknown>([
      ['w', weights],
      ['x', new Name('os', 'system')],
    ]);
    await expect(open(write(root))).rejects.toMatchObject({ code: 'checkpoint-dangerous' });
  });

  it('that builds the name of a command on its stack is refused too', async () => {
    const stackGlobal = new Raw([0x8c, 5, ...ascii('posix'), 0x8c, 6, ...ascii('system'), 0x93]);
    await expect(open(write(new Map([['x', stackGlobal]])))).rejects.toMatchObject({
      code: 'checkpoint-dangerous',
    });
  });

  it('with a command as INST is refused too', async () => {
    const inst = new Raw([0x28, 0x8c, 1, 0x61, ...ascii('ios\nsystem\n')]);
    await expect(open(write(new Map([['x', inst]])))).rejects.toMatchObject({ code: 'checkpoint-dangerous' });
  });

  it('with registered extension codes is refused', async () => {
    await expect(open(write(new Map([['x', new Raw([0x82, 1])]])))).rejects.toMatchObject({
      code: 'checkpoint-refused',
    });
  });

  it('with a whole model, which is code, is refused by the name of its class', async () => {
    const model = new Call(new Name('models.wav2lip', 'Wav2Lip'), [], new Map(), 'newobj');
    await expect(open(write(model))).rejects.toMatchObject({
      code: 'checkpoint-refused',
      message: expect.stringContaining('models.wav2lip.Wav2Lip') as string,
    });
  });
});

describe('a legacy stream', () => {
  it('with a command where its protocol belongs is dangerous', async () => {
    const bytes = legacy(new Map([['w', weights]]), [storage]);
    const evil = new Uint8Array([...bytes.slice(0, 15), ...pickle(system), ...bytes.slice(15)]);
    await expect(open(evil)).rejects.toMatchObject({ code: 'checkpoint-dangerous' });
  });
});

describe('a pickle', () => {
  it('of protocol 0 is looked into as well', async () => {
    const bytes = new TextEncoder().encode("cos\nsystem\n(S'touch /tmp/never'\ntR.");
    await expect(open(bytes)).rejects.toMatchObject({ code: 'checkpoint-dangerous' });
  });

  it('that is broken is damaged, never a crash', async () => {
    const broken = [[0x65], [0x73], [0x52], [0x68, 9], [0x74], [0x86], [0x62], [0x51], [0x30, 0x30, 0x30]];
    for (const bytes of broken) {
      const file = zip([{ name: 'm/data.pkl', bytes: new Uint8Array([0x80, 2, ...bytes, 0x2e]) }]);
      await expect(open(file), String(bytes)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
    }
  });

  it('with random bytes in it always ends in one of our sentences', async () => {
    const whole = legacy(new Map([['state_dict', new Map([['w', weights]])]]), [storage]);
    let seed = 1;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (let round = 0; round < 2000; round++) {
      const bytes = whole.slice();
      for (let i = 0; i < 3; i++) bytes[15 + random(bytes.length - 15)] = random(256);
      const failure = await open(bytes).then(
        () => null,
        (error: Error) => error.name,
      );
      expect(failure === null || failure === 'LipslateError', `round ${round}: ${failure}`).toBe(true);
    }
  });
});

describe('a file by its first bytes', () => {
  it.each([
    ['a saved web page', '<!DOCTYPE html><html>', 'checkpoint-web-page'],
    ['a web page after blank lines', '\uFEFF\n\n  <HTML lang="en">', 'checkpoint-web-page'],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid', 'checkpoint-not-a-model'],
    ['plain text', 'hello there', 'checkpoint-not-a-model'],
    ['nothing', '', 'empty-file'],
  ])('%s is named', async (_, text, code) => {
    await expect(open(new TextEncoder().encode(text))).rejects.toMatchObject({ code });
  });

  it.each([
    ['a gzip archive', [0x1f, 0x8b, 8]],
    ['a video', [0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x69]],
    ['a tar archive', [...new Array<number>(257).fill(65), ...ascii('ustar')]],
  ])('%s is named', async (what, bytes) => {
    await expect(open(new Uint8Array(bytes))).rejects.toMatchObject({
      code: 'checkpoint-not-a-model',
      message: expect.stringContaining(what) as string,
    });
  });
});
