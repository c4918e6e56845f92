/**
 * The full-size stand-ins of the official files, in every container. Opt-in: LIPSLATE_CHECKPOINTS names a folder
 * of them, with the values of core/onnx/testing/golden/weights.py; ONNX exports of the same weights in it are tried as well.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { networkNamed } from '../onnx/networks';
import { deterministicTensor } from '../onnx/testing/deterministic';
import {
  everySeventh,
  goldenFace,
  goldenFloats,
  goldenMelWindow,
  maxError,
  withZeroChannels,
} from '../onnx/testing/golden';
import { openSession } from '../onnx/testing/session';
import { weightBlob } from '../onnx/weights';
import { planImport, sha256Of, writeWeights } from './import';
import { NETWORKS } from './signatures';
import { storedWeights } from './stored';
import type { RandomAccessSource, TensorReader } from './types';

const FOLDER = process.env['LIPSLATE_CHECKPOINTS'] ?? '';
const files = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : [];
const torchFiles = files.filter((name) => !name.endsWith('.onnx'));
const onnxFiles = files.filter((name) => name.endsWith('.onnx'));

describe.skipIf(files.length === 0)('full-size files (opt-in: LIPSLATE_CHECKPOINTS)', () => {
  // Else the list of what was skipped would not name them.
  if (files.length === 0) it('are read', () => {});

  it.each(torchFiles)('%s: every weight and the sum are right', { timeout: 120_000 }, async (name) => {
    await using file = await fileSource(join(FOLDER, name));
    const plan = await planImport(file);
    if ('whole' in plan) throw new Error('not a file of weights');
    const transposed = new Set(
      NETWORKS[plan.network].layers.filter((layer) => layer.transposed).map(({ from }) => `${from}.weight`),
    );
    const starts = new Map(plan.tensors.map((tensor) => [tensor.offset, tensor]));
    let compared = 0;
    const write = (bytes: Uint8Array<ArrayBuffer>, offset: number) => {
      const tensor = starts.get(offset);
      if (!tensor) return;
      const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
      const expected = deterministicTensor(tensor.name, tensor.shape, transposed.has(tensor.name));
      if (maxError(values, expected) !== 0) throw new Error(`${tensor.name} differs`);
      compared++;
    };
    await writeWeights(plan, { write }, () => {});
    expect(compared).toBe(plan.tensors.length);
    expect(await sha256Of(file, () => {})).toBe(await referenceSum(join(FOLDER, name)));
  });

  it.each(onnxFiles)('%s: gives the picture that the original gives', { timeout: 120_000 }, async (name) => {
    await using file = await fileSource(join(FOLDER, name));
    const plan = await planImport(file);
    const blob = new Uint8Array(plan.weightsBytes);
    await writeWeights(plan, { write: (bytes, offset) => blob.set(bytes, offset) }, () => {});
    const reader = storedWeights(plan.tensors, {
      size: blob.length,
      read: async (at, n) => blob.slice(at, at + n),
    });
    const output = await runGolden(reader);
    expect(maxError(everySeventh(output), goldenFloats('wav2lip'))).toBeLessThan(1e-5);
  });
});

/** Wav2Lip on the golden face; its six channels padded to the graph's eight. */
async function runGolden(reader: TensorReader): Promise<Float32Array> {
  const network = networkNamed('wav2lip');
  const session = await openSession(network, await weightBlob(network, reader));
  const outputs = await session.run({
    mel: { data: goldenMelWindow(), dims: [1, 1, 80, 16] },
    face: { data: withZeroChannels(goldenFace(), 6, 8, 96 * 96), dims: [1, 8, 96, 96] },
  });
  await session.release();
  return Object.values(outputs)[0]!;
}

async function fileSource(path: string): Promise<RandomAccessSource & AsyncDisposable> {
  const file = await open(path);
  const { size } = await file.stat();
  return {
    size,
    async read(offset, length) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

async function referenceSum(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
