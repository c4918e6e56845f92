import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { layOut, planImport, sha256Of, WEIGHT_ALIGNMENT_BYTES, writeWeights } from './import';
import { knownFile } from './official-hashes';
import { weightCount } from './signatures';
import { bytesSource } from './source';
import { ALL_NETWORKS, networkFile } from './testing/networks';

describe('importing', () => {
  it('writes every weight of SyncNet as float32 at its aligned place, gaps as zeros', async () => {
    const plan = await planImport(bytesSource(networkFile('syncnet-v2', { value: 0.25 })));
    expect(plan).toMatchObject({ network: 'syncnet-v2', container: 'torch-legacy' });
    const blob = new Uint8Array(plan.weightsBytes).fill(0xff);
    const progress: number[] = [];
    await writeWeights(plan, { write: (bytes, offset) => blob.set(bytes, offset) }, (done) =>
      progress.push(done),
    );

    const floats = new Float32Array(blob.buffer);
    const quarters = floats.reduce((count, value) => count + (value === 0.25 ? 1 : 0), 0);
    const zeros = floats.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
    expect(quarters).toBe(weightCount('syncnet-v2'));
    expect(quarters + zeros).toBe(floats.length);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(plan.weightsBytes);
  });

  it.each(ALL_NETWORKS)('lays %s out without overlap, aligned for every vector unit', (network) => {
    let end = 0;
    const { tensors, totalBytes } = layOut(network);
    for (const { offset, byteLength } of tensors) {
      expect(offset % WEIGHT_ALIGNMENT_BYTES).toBe(0);
      expect(offset).toBeGreaterThanOrEqual(end);
      end = offset + byteLength;
    }
    expect(totalBytes).toBe(end);
  });

  it('refuses weights that are not numbers before they can spoil a result', async () => {
    const plan = await planImport(bytesSource(networkFile('syncnet-v2', { value: Number.NaN })));
    await expect(writeWeights(plan, { write: () => {} }, () => {})).rejects.toMatchObject({
      code: 'checkpoint-damaged',
      message: expect.stringContaining('not finite (NaN or infinite)') as string,
    });
    const negative = await planImport(bytesSource(networkFile('syncnet-v2', { value: -1 })));
    await expect(writeWeights(negative, { write: () => {} }, () => {})).rejects.toMatchObject({
      code: 'checkpoint-damaged',
      detail: expect.stringContaining('negative variance') as string,
    });
  });

  it('writes nothing of an incomplete network', async () => {
    const bytes = networkFile('syncnet-v2', { skip: /^netfcaud\.3/ });
    await expect(planImport(bytesSource(bytes))).rejects.toMatchObject({ code: 'checkpoint-incomplete' });
  });

  it('sums a file up in pieces, like any SHA-256', async () => {
    const bytes = new Uint8Array(9_000_001).map((_, i) => (i * 31) & 255);
    const seen: number[] = [];
    const sum = await sha256Of(bytesSource(bytes), (done) => seen.push(done));
    expect(sum).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(seen).toEqual([4_194_304, 8_388_608, 9_000_001]);
  });

  it('knows the official files by their sums', () => {
    const sum = 'CA9AB7B7B812C0E80A6E70A5977C545A1E8A365A6C49D5E533023C034D7AC3D8';
    expect(knownFile(sum)).toMatchObject({ fileName: 'wav2lip_gan.pth', network: 'wav2lip-96' });
    expect(knownFile('0'.repeat(64))).toBeNull();
  });
});
