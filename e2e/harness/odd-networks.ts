/** Test-only networks that the product would never run: they go wrong on WebGPU, each in its own way. */
import { type Network, NetworkBuilder } from '../../core/onnx/network';

const BUILDERS = { 'six-channels': sixChannels, 'refused-kernel': refusedKernel };

export type OddNetwork = keyof typeof BUILDERS;

export function isOdd(name: string): name is OddNetwork {
  return name in BUILDERS;
}

export function oddNetwork(name: OddNetwork): Network {
  // Verdicts are kept by the name, which is one of the product's own everywhere else.
  return { ...BUILDERS[name](), name: name as Network['name'] };
}

/** Six input channels without padding: onnxruntime-web 1.30's WebGPU convolution gives wrong numbers, silently. */
function sixChannels(): Network {
  const net = new NetworkBuilder();
  const x = net.input('x', ['N', 6, 32, 32]);
  const y = net.conv(x, { from: 'odd.0', channels: [6, 16], kernel: [3, 3], pad: [1, 1] });
  net.output(net.op('Relu', [y]), 'y', ['N', 16, 32, 32]);
  return net.build('wav2lip');
}

/** A transposed convolution in three dimensions: WASM knows it, onnxruntime-web 1.30's WebGPU refuses to run it. */
function refusedKernel(): Network {
  const net = new NetworkBuilder();
  const x = net.input('x', ['N', 4, 4, 8, 8]);
  const pair = (...sizes: number[]) => sizes as unknown as readonly [number, number];
  const y = net.conv(x, {
    from: 'odd.0',
    channels: [4, 4],
    kernel: pair(2, 2, 2),
    stride: pair(1, 1, 1),
    pad: pair(0, 0, 0),
    outputPad: pair(0, 0, 0),
  });
  net.output(y, 'y', ['N', 4, 5, 9, 9]);
  return net.build('wav2lip');
}
