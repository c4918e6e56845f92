/** The building blocks that Wav2Lip's generator and its expert share (models/conv.py). */
import type { NetworkBuilder } from './network';

type Pair = readonly [number, number];

/** kernel 3, stride 1, padding 1 unless told otherwise. */
export interface BlockOptions {
  kernel?: number;
  stride?: Pair;
  pad?: number;
  padChannelsTo?: number;
}

/** Convolution, batch norm, ReLU. */
export function convBlock(
  net: NetworkBuilder,
  x: string,
  from: string,
  channels: Pair,
  options: BlockOptions = {},
): string {
  return net.op('Relu', [plain(net, x, from, channels, options)]);
}

/** The same with the input added before the ReLU. */
export function residualBlock(net: NetworkBuilder, x: string, from: string, channels: number): string {
  return net.op('Relu', [net.op('Add', [plain(net, x, from, [channels, channels], {}), x])]);
}

/** Transposed 3x3 convolution, batch norm, ReLU. Without stride: 1x1 -> 3x3; with: twice the size. */
export function upBlock(
  net: NetworkBuilder,
  x: string,
  from: string,
  channels: Pair,
  twice: boolean,
): string {
  const conv = net.conv(x, {
    ...names(from),
    channels,
    kernel: [3, 3],
    stride: twice ? [2, 2] : [1, 1],
    pad: twice ? [1, 1] : [0, 0],
    outputPad: twice ? [1, 1] : [0, 0],
  });
  return net.op('Relu', [conv]);
}

/** `first` at the given stride, then residual blocks of the same width, named from.0, from.1, ... */
export function stage(
  net: NetworkBuilder,
  x: string,
  from: (index: number) => string,
  channels: Pair,
  stride: Pair,
  residuals: number,
): string {
  let y = convBlock(net, x, from(0), channels, { stride });
  for (let i = 1; i <= residuals; i++) y = residualBlock(net, y, from(i), channels[1]);
  return y;
}

function plain(net: NetworkBuilder, x: string, from: string, channels: Pair, options: BlockOptions): string {
  const { kernel = 3, stride = [1, 1], pad = 1, padChannelsTo } = options;
  return net.conv(x, {
    ...names(from),
    channels,
    kernel: [kernel, kernel],
    stride,
    pad: [pad, pad],
    ...(padChannelsTo === undefined ? {} : { padChannelsTo }),
  });
}

const names = (from: string) => ({ from: `${from}.conv_block.0`, norm: `${from}.conv_block.1` });
