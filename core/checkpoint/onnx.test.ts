import { describe, expect, it } from 'vitest';
import { networkNamed } from '../onnx/networks';
import { type Field, int, message, packedInts, text } from '../onnx/protobuf';
import { identify } from './identify';
import { openCheckpoint } from './open';
import { NETWORKS, type NetworkId, weightSpecs } from './signatures';
import { bytesSource } from './source';
import { FLOAT, input, model, node, raw, tensor } from './testing/onnx-writer';
import type { Bytes } from './types';

const open = (bytes: Bytes) => openCheckpoint(bytesSource(bytes));
const OUR_INPUTS = [input('mel', [null, 1, 80, 16]), input('face', [null, 6, 96, 96])];

describe('an ONNX file', () => {
  it('with the original names is read by them', async () => {
    const weights = weightSpecs('wav2lip-96').map(({ name, shape }) => tensor(name, shape));
    const checkpoint = await open(model([...weights, ...OUR_INPUTS]));
    expect(checkpoint.container).toBe('onnx');
    expect(identify(checkpoint)).toEqual({ network: 'wav2lip-96', prefix: '' });
  });

  it.each(['wav2lip-96', 'wav2lip-expert'] as const)(
    'of %s whose norms were folded and weights renamed is known by its convolutions',
    async (network) => {
      const checkpoint = await open(model(foldedGraph(network)));
      expect(identify(checkpoint).network).toBe(network);
      const [first] = inForwardOrder(network);
      expect(await checkpoint.readFloat32(`${first!.norm}.running_mean`)).toEqual(new Float32Array(32));
      const variance = (await checkpoint.readFloat32(`${first!.norm}.running_var`))[0]!;
      expect(1 / Math.sqrt(variance + 1e-5)).toBeCloseTo(1, 7);
    },
  );

  it('keeps the norms that exporters leave behind transposed convolutions', async () => {
    const norm = { scale: 2, shift: 3, mean: 4, variance: 5 };
    const checkpoint = await open(model(foldedGraph('wav2lip-96', { norm })));
    const first = networkNamed('wav2lip').layers.find(({ transposed }) => transposed)!;
    const values = await Promise.all(
      ['weight', 'bias', 'running_mean', 'running_var'].map(
        async (part) => (await checkpoint.readFloat32(`${first.norm}.${part}`))[0],
      ),
    );
    expect(values).toEqual([2, 3, 4, 5]);
  });

  it('gives values as raw bytes or as a list of floats, in float or half', async () => {
    const half = message(5, [
      packedInts(1, [2]),
      int(2, 10),
      text(8, 'h'),
      raw(new Uint16Array([0x3c00, 0xc000])),
    ]);
    const list = message(5, [
      packedInts(1, [2]),
      int(2, FLOAT),
      message(4, [new Uint8Array(Float32Array.of(0.5, 7).buffer)]),
      text(8, 'f'),
    ]);
    const checkpoint = await open(model([half, list, tensor('r', [1], [9])]));
    expect([...(await checkpoint.readFloat32('h'))]).toEqual([1, -2]);
    expect([...(await checkpoint.readFloat32('f'))]).toEqual([0.5, 7]);
    expect([...(await checkpoint.readFloat32('r'))]).toEqual([9]);
  });

  it('made for other input shapes is told so, whatever its weights', async () => {
    const weights = weightSpecs('wav2lip-96').map(({ name, shape }) => tensor(name, shape));
    const checkpoint = await open(
      model([...weights, input('mel', [1, 1, 80, 16]), input('face', [1, 6, 192, 192])]),
    );
    expect(() => identify(checkpoint)).toThrow('another size (face: 1×6×192×192)');
  });

  it('of a 288-pixel Wav2Lip with renamed weights is known by its input', async () => {
    const other = model([tensor('onnx::Conv_1', [16, 6, 7, 7]), input('face', [null, 6, 288, 288])]);
    const checkpoint = await open(other);
    expect(() => identify(checkpoint)).toThrow('pictures of 288 pixels');
  });

  it('with its weights in a second file is incomplete', async () => {
    const external = message(5, [packedInts(1, [2]), int(2, FLOAT), text(8, 'w'), int(14, 1)]);
    await expect(open(model([external]))).rejects.toMatchObject({ code: 'checkpoint-incomplete' });
  });

  it('with quantised weights cannot be used', async () => {
    await expect(open(model([node('ConvInteger', ['x', 'w'], 'y')]))).rejects.toMatchObject({
      code: 'checkpoint-unreadable',
    });
  });

  it('that is cut off says how much is there', async () => {
    const whole = model([tensor('w', [500_000])]);
    await expect(open(whole.slice(0, 500_000))).rejects.toMatchObject({
      code: 'checkpoint-truncated',
      message: 'This model file is cut off: 0.5 of at least 2.0 MB are there.',
    });
  });
});

/** As torch.onnx.export writes a network in eval mode: anonymous weights, norms gone but behind ConvTranspose. */
function foldedGraph(
  network: NetworkId,
  { norm }: { norm?: { scale: number; shift: number; mean: number; variance: number } } = {},
): Field[] {
  const fields = [...OUR_INPUTS];
  if (network === 'wav2lip-expert') fields[1] = input('face', [null, 15, 48, 96]);
  for (const [i, layer] of inForwardOrder(network).entries()) {
    const channels = layer.shape[layer.transposed ? 1 : 0]!;
    const inputs = [`x${i}`, `onnx::w${i}`, `onnx::b${i}`];
    fields.push(node(layer.transposed ? 'ConvTranspose' : 'Conv', inputs, `y${i}`));
    fields.push(tensor(inputs[1]!, layer.shape), tensor(inputs[2]!, [channels]));
    if (!norm || !layer.transposed) continue;
    const parts = Object.entries(norm).map(([key, value]) => {
      fields.push(tensor(`${key}${i}`, [channels], new Array<number>(channels).fill(value)));
      return `${key}${i}`;
    });
    fields.push(node('BatchNormalization', [`y${i}`, ...parts], `z${i}`));
  }
  return fields;
}

function inForwardOrder(network: NetworkId) {
  const { layers, forwardOrder } = NETWORKS[network];
  return forwardOrder.flatMap((start) => layers.filter(({ from }) => from.startsWith(start)));
}
