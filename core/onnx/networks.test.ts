/** What can be known of the networks without the golden pack or a runtime for the big ones. */
import { describe, expect, it } from 'vitest';
import { writeModel } from './model';
import { BLOB_ALIGNMENT, type Network, NetworkBuilder } from './network';
import { NETWORK_NAMES, networkNamed } from './networks';
import { deterministicReader, deterministicTensor } from './testing/deterministic';
import { maxError } from './testing/golden';
import { openSession } from './testing/session';
import { prepareWeights, weightBlob, weightSpecs } from './weights';

const parameters = (network: Network) => network.layers.flatMap((layer) => [layer.weight, layer.bias]);
const millions = (network: Network) =>
  parameters(network).reduce((sum, p) => sum + p.byteLength / 4, 0) / 1e6;

describe('networks', () => {
  it('have as many weights as the published ones', () => {
    const sizes = NETWORK_NAMES.map((name) => [name, Number(millions(networkNamed(name)).toFixed(1))]);
    expect(sizes).toEqual([
      ['syncnet-audio', 5.7],
      ['syncnet-lips', 8],
      ['wav2lip', 36.3],
      ['wav2lip-expert', 16.4],
    ]);
  });

  it.each(NETWORK_NAMES)('%s: no convolution has an input width that WebGPU gets wrong', (name) => {
    for (const layer of networkNamed(name).layers) {
      const wrong = layer.inputChannels % 3 === 0 && layer.inputChannels % 4 !== 0 && layer.inputChannels > 3;
      expect(wrong, layer.from).toBe(false);
    }
  });

  it.each(NETWORK_NAMES)('%s: the pieces of the blob lie apart, in order and aligned', (name) => {
    let end = 0;
    for (const { offset, byteLength } of parameters(networkNamed(name))) {
      expect(offset % BLOB_ALIGNMENT).toBe(0);
      expect(offset).toBeGreaterThanOrEqual(end);
      end = offset + byteLength;
    }
    expect(networkNamed(name).blobBytes).toBeGreaterThanOrEqual(end);
  });

  it.each(NETWORK_NAMES)('%s: the graph without weights is small', (name) => {
    expect(writeModel(networkNamed(name)).length).toBeLessThan(60_000);
  });
});

describe('weights', () => {
  it('stand-ins are those of the reference generator', () => {
    // Printed by golden/weights.py.
    expect(Array.from(deterministicTensor('a.weight', [2, 2]))).toEqual([
      0.1326752007007599, -0.7238089442253113, 0.4788752794265747, 0.2079513669013977,
    ]);
    expect(Array.from(deterministicTensor('a.running_var', [2]))).toEqual([
      1.2253199815750122, 1.426507830619812,
    ]);
  });

  it('name the tensor that a checkpoint lacks or has in another shape', async () => {
    const network = tiny();
    const reader = deterministicReader(network);
    const without = { ...reader, tensors: reader.tensors.filter((t) => t.name !== 'up.1.bias') };
    await expect(weightBlob(network, without)).rejects.toThrow('up.1.bias');
    const other = {
      ...reader,
      tensors: reader.tensors.map((t) => (t.name === 'first.0.bias' ? { ...t, shape: [9] } : t)),
    };
    await expect(weightBlob(network, other)).rejects.toThrow('first.0.bias is [9], not [4]');
  });

  it('come in rising order, so that they can be written to disk as they are made', async () => {
    const network = tiny();
    let end = 0;
    for await (const { offset, data } of prepareWeights(network, deterministicReader(network))) {
      expect(offset).toBeGreaterThanOrEqual(end);
      end = offset + data.byteLength;
    }
    expect(end).toBeLessThanOrEqual(network.blobBytes);
  });
});

describe('a graph run by the runtime', () => {
  it('does what its layers say, computed by hand: frames folded, channels padded, norms folded', async () => {
    const network = tiny();
    const session = await openSession(network, await weightBlob(network, deterministicReader(network)));
    const data = Float32Array.from({ length: 2 * 8 * 3 * 3 }, (_, i) => Math.sin(i * 0.7));
    const { out } = await session.run({ in: { data, dims: [2, 8, 3, 3] } });
    await session.release();
    const expected = [0, 1].flatMap((n) => tinyByHand(data.subarray(n * 72, (n + 1) * 72)));
    expect(maxError(out!, expected)).toBeLessThan(1e-5);
  });
});

/** A kernel of two frames of three channels (padded to 8), a transposed convolution, a fully connected layer. */
function tiny(): Network {
  const net = new NetworkBuilder();
  let x = net.input('in', ['N', 8, 3, 3]);
  x = net.conv(x, {
    from: 'first.0',
    norm: 'first.1',
    channels: [3, 4],
    frames: 2,
    padChannelsTo: 8,
    kernel: [3, 3],
  });
  x = net.conv(x, { from: 'up.0', norm: 'up.1', channels: [4, 2], kernel: [3, 3], outputPad: [0, 0] });
  x = net.linear(net.op('Flatten', [x], { axis: 1 }), { from: 'fc', channels: [18, 5] });
  net.output(x, 'out', ['N', 5]);
  return net.build('syncnet-audio');
}

/** PyTorch's definitions, spelt out for one item of [8, 3, 3]; the convolution leaves one point. */
function tinyByHand(x: Float32Array): number[] {
  const spec = new Map(weightSpecs(tiny()).map((s) => [s.name, s.shape]));
  const tensor = (name: string) => deterministicTensor(name, spec.get(name)!, name === 'up.0.weight');
  const normed = (prefix: string, value: number, o: number) => {
    const mean = tensor(`${prefix}.running_mean`)[o]!;
    const deviation = Math.sqrt(tensor(`${prefix}.running_var`)[o]! + 1e-5);
    return ((value - mean) / deviation) * tensor(`${prefix}.weight`)[o]! + tensor(`${prefix}.bias`)[o]!;
  };
  const kernel = tensor('first.0.weight'); // [4, 3, 2, 3, 3]
  const point = [0, 1, 2, 3].map((o) => {
    let sum = tensor('first.0.bias')[o]!;
    for (let c = 0; c < 3; c++)
      for (let t = 0; t < 2; t++)
        for (let k = 0; k < 9; k++) sum += kernel[((o * 3 + c) * 2 + t) * 9 + k]! * x[(t * 3 + c) * 9 + k]!;
    return normed('first.1', sum, o);
  });
  const up = tensor('up.0.weight'); // [4, 2, 3, 3]
  const flat: number[] = [];
  for (let o = 0; o < 2; o++)
    for (let k = 0; k < 9; k++) {
      const sum = point.reduce(
        (s, value, i) => s + value * up[(i * 2 + o) * 9 + k]!,
        tensor('up.0.bias')[o]!,
      );
      flat.push(normed('up.1', sum, o));
    }
  const fc = tensor('fc.weight');
  return [0, 1, 2, 3, 4].map((o) =>
    flat.reduce((s, value, i) => s + value * fc[o * 18 + i]!, tensor('fc.bias')[o]!),
  );
}
