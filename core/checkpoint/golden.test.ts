/** Containers written by PyTorch itself. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { goldenTensors } from '../onnx/testing/golden';
import { openCheckpoint } from './open';
import { weightSpecs } from './signatures';
import { bytesSource } from './source';
import { golden, goldenBytes, WHAT_EVIL_FILES_MAKE } from './testing/golden';

interface Expected {
  [file: string]: Record<string, { shape: number[]; dtype: string; values: number[] }>;
}

describe('files written by PyTorch', () => {
  it.each([
    ['tiny_legacy.pth', 'state_dict', 'torch-legacy'],
    ['tiny_flat_legacy.pth', 'state_dict', 'torch-legacy'],
    ['tiny_zip.pth', 'state_dict', 'torch-zip'],
    ['tiny_script.pt', 'script', 'torchscript'],
  ])('%s gives every tensor with shape, type and values', async (file, key, container) => {
    const checkpoint = await openCheckpoint(bytesSource(goldenBytes(file)));
    expect(checkpoint.container).toBe(container);
    const expected = (JSON.parse(readFileSync(golden('expected.json'), 'utf8')) as Expected)[key]!;
    for (const [name, { shape, dtype, values }] of Object.entries(expected)) {
      const tensor = checkpoint.tensors.find((candidate) => candidate.name === name);
      expect(tensor, name).toMatchObject({ shape, dtype: dtype.replace('torch.', '') });
      expect([...(await checkpoint.readFloat32(name))], name).toEqual(values.map(Math.fround));
    }
    expect(checkpoint.tensors).toHaveLength(Object.keys(expected).length);
  });

  it.each([
    ['empty.pth', 'empty-file'],
    ['page.pth', 'checkpoint-web-page'],
    ['truncated.pth', 'checkpoint-truncated'],
    ['truncated_zip.pth', 'checkpoint-truncated'],
    ['evil_legacy.pth', 'checkpoint-dangerous'],
    ['evil_plain.pth', 'checkpoint-dangerous'],
    ['evil_zip.pth', 'checkpoint-dangerous'],
  ])('%s is refused as %s', async (file, code) => {
    await expect(openCheckpoint(bytesSource(goldenBytes(file)))).rejects.toMatchObject({ code });
    expect(existsSync(WHAT_EVIL_FILES_MAKE)).toBe(false);
  });

  it('a dangerous file is told by the command in it', async () => {
    await expect(openCheckpoint(bytesSource(goldenBytes('evil_zip.pth')))).rejects.toThrow('os.system');
  });

  it.each([
    ['syncnet-v2', 'syncnet_v2'],
    ['wav2lip-96', 'wav2lip'],
    ['wav2lip-expert', 'lipsync_expert'],
  ] as const)('%s is described with the names and shapes of the public checkpoint', (network, file) => {
    const described = weightSpecs(network).map(({ name, shape }) => `${name} [${shape}]`);
    expect(described.sort()).toEqual(goldenTensors(file).sort());
  });
});
