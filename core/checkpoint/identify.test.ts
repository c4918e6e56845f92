import { describe, expect, it } from 'vitest';
import type { WeightSpec } from '../onnx/weights';
import { identify } from './identify';
import { type NetworkId, weightSpecs } from './signatures';
import { ALL_NETWORKS, describedCheckpoint } from './testing/networks';

const identifyTensors = (tensors: WeightSpec[], wanted: NetworkId[] = []) =>
  identify(describedCheckpoint(tensors), wanted);
const renamed = (network: NetworkId, rename: (name: string) => string) =>
  weightSpecs(network).map(({ name, shape }) => ({ name: rename(name), shape }));

describe('a checkpoint', () => {
  it.each(ALL_NETWORKS)('of %s is recognised by names and shapes, whatever else is in it', (network) => {
    const counters = [{ name: 'x.num_batches_tracked', shape: [] }];
    expect(identifyTensors([...weightSpecs(network), ...counters])).toEqual({ network, prefix: '' });
  });

  it('may keep its names behind a common beginning', () => {
    const tensors = renamed('wav2lip-96', (name) => `generator.net.${name}`);
    expect(identifyTensors(tensors)).toEqual({ network: 'wav2lip-96', prefix: 'generator.net.' });
  });

  it('of the expert, where the generator is needed, is told apart from it', () => {
    expect(() => identifyTensors(weightSpecs('wav2lip-expert'), ['wav2lip-96'])).toThrow(
      "This is Wav2Lip's lip-sync expert; what is needed here is Wav2Lip.",
    );
  });

  it('of the face detector is named', () => {
    const s3fd = ['conv1_1', 'conv1_2', 'fc6', 'conv3_3_norm', 'conv3_3_norm_mbox_conf'];
    const tensors = s3fd.map((name) => ({ name: `${name}.weight`, shape: [4, 256, 3, 3] }));
    expect(() => identifyTensors(tensors)).toThrow('face detector (s3fd)');
  });

  it("of Wav2Lip's picture-quality discriminator is named", () => {
    const tensors = ['face_encoder_blocks.0.0.conv_block.0', 'binary_pred.0'].map((name) => ({
      name: `${name}.weight`,
      shape: [32, 3, 7, 7],
    }));
    expect(() => identifyTensors(tensors)).toThrow('discriminator');
  });

  it('of a 288-pixel Wav2Lip is a variant, by its shapes or by its additional blocks', () => {
    const other = weightSpecs('wav2lip-96').map((spec) =>
      spec.name === 'output_block.0.conv_block.0.weight' ? { ...spec, shape: [32, 160, 3, 3] } : spec,
    );
    const more = [
      ...weightSpecs('wav2lip-96'),
      { name: 'face_encoder_blocks.7.0.conv_block.0.weight', shape: [512, 512, 3, 3] },
    ];
    for (const tensors of [other, more]) {
      expect(() => identifyTensors(tensors)).toThrowError(
        expect.objectContaining({ code: 'checkpoint-other-variant' }) as Error,
      );
    }
  });

  it('with weights missing says how many and which', () => {
    const tensors = weightSpecs('syncnet-v2').filter(({ name }) => !name.startsWith('netfclip'));
    expect(() => identifyTensors(tensors)).toThrowError(
      expect.objectContaining({
        code: 'checkpoint-incomplete',
        message: 'This looks like SyncNet v2, but 8 of its 88 weights are missing.',
        detail: expect.stringContaining('netfclip.0.weight') as string,
      }) as Error,
    );
  });

  it('with one weight missing says so in the singular', () => {
    const tensors = weightSpecs('syncnet-v2').filter(({ name }) => name !== 'netfclip.0.weight');
    expect(() => identifyTensors(tensors)).toThrow('but 1 of its 88 weights is missing.');
  });

  it('of anything else is unknown, with one name as an example', () => {
    const tensors = [{ name: 'transformer.wte.weight\u202e', shape: [50257, 768] }];
    expect(() => identifyTensors(tensors)).toThrow('(1 tensors, such as transformer.wte.weight·)');
  });
});
