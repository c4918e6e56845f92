/**
 * SyncNet v2 (Chung and Zisserman, "Out of time", 2016), the two towers of syncnet_python's SyncNetModel.py.
 * Different here: batch norms are folded into the layers before them; the lip tower's 3-D convolutions are 2-D, since
 * its only kernel in time is the first, which spans all five frames.
 */
import { type ConvOptions, type Network, NetworkBuilder } from './network';

export const EMBEDDING_SIZE = 1024;
/** What the lip tower takes: five frames of three channels, padded to 16 for WebGPU (see networks.ts). */
export const LIP_CHANNELS = 16;

/** `mfcc` [N, 1, 13, 20] -> `embedding` [N, 1024]. Cost 244 MMAC per item. */
export function syncnetAudio(): Network {
  const net = new NetworkBuilder();
  const layer = block(net, 'netcnnaud');
  let x = net.input('mfcc', ['N', 1, 13, 20]);
  // The original's first pooling is 1x1: nothing.
  x = layer(x, 0, { channels: [1, 64], kernel: [3, 3], pad: [1, 1] });
  x = layer(x, 4, { channels: [64, 192], kernel: [3, 3], pad: [1, 1] });
  x = net.maxPool(x, [3, 3], [1, 2]);
  x = layer(x, 8, { channels: [192, 384], kernel: [3, 3], pad: [1, 1] });
  x = layer(x, 11, { channels: [384, 256], kernel: [3, 3], pad: [1, 1] });
  x = layer(x, 14, { channels: [256, 256], kernel: [3, 3], pad: [1, 1] });
  x = net.maxPool(x, [3, 3], [2, 2]);
  x = layer(x, 18, { channels: [256, 512], kernel: [5, 4] });
  head(net, x, 'netfcaud');
  return net.build('syncnet-audio');
}

/**
 * `frames` [N, 16, 224, 224] -> `embedding` [N, 1024]. Channels: B, G, R (0..255) of frame 0, then of frames 1 to 4,
 * then zeros. Cost 1558 MMAC per item.
 */
export function syncnetLips(): Network {
  const net = new NetworkBuilder();
  const layer = block(net, 'netcnnlip');
  let x = net.input('frames', ['N', LIP_CHANNELS, 224, 224]);
  x = layer(x, 0, {
    channels: [3, 96],
    frames: 5,
    padChannelsTo: LIP_CHANNELS,
    kernel: [7, 7],
    stride: [2, 2],
  });
  x = net.maxPool(x, [3, 3], [2, 2]);
  x = layer(x, 4, { channels: [96, 256], frames: 1, kernel: [5, 5], stride: [2, 2], pad: [1, 1] });
  x = net.maxPool(x, [3, 3], [2, 2], [1, 1]);
  x = layer(x, 8, { channels: [256, 256], frames: 1, kernel: [3, 3], pad: [1, 1] });
  x = layer(x, 11, { channels: [256, 256], frames: 1, kernel: [3, 3], pad: [1, 1] });
  x = layer(x, 14, { channels: [256, 256], frames: 1, kernel: [3, 3], pad: [1, 1] });
  x = net.maxPool(x, [3, 3], [2, 2]);
  x = layer(x, 18, { channels: [256, 512], frames: 1, kernel: [6, 6] });
  head(net, x, 'netfclip');
  return net.build('syncnet-lips');
}

/** Convolution, batch norm (the next number in the original's Sequential), ReLU. */
function block(net: NetworkBuilder, tower: string) {
  return (x: string, index: number, options: Omit<ConvOptions, 'from' | 'norm'>) =>
    net.op('Relu', [net.conv(x, { ...options, from: `${tower}.${index}`, norm: `${tower}.${index + 1}` })]);
}

function head(net: NetworkBuilder, x: string, from: string): void {
  const flat = net.op('Flatten', [x], { axis: 1 });
  const hidden = net.linear(flat, { from: `${from}.0`, norm: `${from}.1`, channels: [512, 512] });
  const last = net.linear(net.op('Relu', [hidden]), { from: `${from}.3`, channels: [512, EMBEDDING_SIZE] });
  net.output(last, 'embedding', ['N', EMBEDDING_SIZE]);
}
