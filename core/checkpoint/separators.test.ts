import { describe, expect, it } from 'vitest';
import { concat } from '../concat';
import { planImport, writeWeights } from './import';
import { recogniseSeparator } from './separators';
import { bytesSource } from './source';
import { demucsFile } from './testing/demucs';
import { input, model } from './testing/onnx-writer';
import { separatorFile, separatorPair } from './testing/separators';
import type { Bytes } from './types';

const ALL = new Float32Array(1024).fill(1);
const recognise = (bytes: Bytes, name = 'model.onnx') => recogniseSeparator(bytesSource(bytes), name);

describe("Spleeter's two networks", () => {
  it.each([false, true])('are told apart by what is written in the file (16 bits: %s)', async (isHalf) => {
    const { vocals, accompaniment } = separatorPair(300, isHalf);
    expect(await recognise(vocals, 'accompaniment.onnx')).toBe('spleeter-vocals');
    expect(await recognise(accompaniment, 'vocals.onnx')).toBe('spleeter-accompaniment');
  });

  it('are told apart by their names where the file does not say it, and named when neither does', async () => {
    const bare = separatorFile(ALL, { stem: null });
    expect(await recognise(bare, 'Vocals.fp16.onnx')).toBe('spleeter-vocals');
    expect(await recognise(bare, 'accompaniment.int8.onnx')).toBe('spleeter-accompaniment');
    await expect(recognise(bare)).rejects.toThrow('name it vocals.onnx or accompaniment.onnx');
  });

  it('are stored as they are', async () => {
    const { vocals } = separatorPair(300);
    const plan = await planImport(bytesSource(vocals), [], 'vocals.onnx');
    const blob = new Uint8Array(plan.weightsBytes);
    await writeWeights(plan, { write: (bytes, offset) => blob.set(bytes, offset) }, () => {});
    expect(plan).toMatchObject({ network: 'spleeter-vocals', container: 'onnx', tensors: [] });
    expect(blob).toEqual(vocals);
  });

  it('are named where another model is needed', async () => {
    const { vocals } = separatorPair(300);
    await expect(planImport(bytesSource(vocals), ['wav2lip-96'])).rejects.toThrow(
      'This is Spleeter, the voice; what is needed here is Wav2Lip.',
    );
  });

  it('of more stems or another export are refused by name', async () => {
    await expect(recognise(separatorFile(ALL, { stems: 4 }))).rejects.toThrow('Spleeter for 4 stems');
    const odd = [
      separatorFile(ALL, { names: ['input', 'output'] }),
      separatorFile(ALL, { shape: [null, 2, 512, 1024] }),
    ];
    for (const bytes of odd)
      await expect(recognise(bytes)).rejects.toThrow('exported in another form than sherpa-onnx');
  });
});

describe('HTDemucs', () => {
  it.each([
    ['one that works out the spectrum inside', {}],
    ['one with the spectrum outside', { isHalf: true }],
    ['one for guitar and piano, too', { stems: 6 }],
  ])('is recognised: %s', async (_, wishes) => {
    expect(await recognise(demucsFile(3000, wishes))).toBe('htdemucs');
  });

  it.each([
    ['takes pieces of another length: 441,000 samples instead of 343,980 samples', { samples: 441_000 }],
    ['takes pieces of another length: any number of samples instead of 343,980 samples', { samples: null }],
    ['gives [1, 2, 2, 343980] instead of 4 or 6 stems, [1, 4, 2, 343980]', { stems: 2 }],
  ])('of a shape that is not run is named: %s', async (how, wishes) => {
    await expect(recognise(demucsFile(3000, wishes))).rejects.toThrow(`it ${how}.`);
  });

  it('that gives nothing that is known is named, too', async () => {
    await expect(recognise(model([input('mix', [1, 2, 343_980])]))).rejects.toThrow(
      'it gives nothing instead',
    );
  });
});

describe('what is no separator', () => {
  it.each([['an MDX-Net', [null, 4, 3072, 256]]])('%s is named', async (name, shape) => {
    await expect(recognise(model([input('mix', shape)]))).rejects.toThrow(`This is ${name}, another network`);
  });

  it('is left to others: another graph, a cut off file, no ONNX at all', async () => {
    const { vocals } = separatorPair(300);
    const others = [
      model([input('mel', [null, 1, 80, 16])]),
      vocals.slice(0, 2000),
      concat([new Uint8Array([0x50, 0x4b, 0x03, 0x04]), vocals]),
    ];
    for (const bytes of others) expect(await recognise(bytes)).toBeNull();
    await expect(planImport(bytesSource(vocals.slice(0, 2000)))).rejects.toMatchObject({
      code: 'checkpoint-truncated',
    });
  });
});
