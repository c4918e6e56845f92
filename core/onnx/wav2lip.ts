/** Wav2Lip's 96-pixel generator (Prajwal et al., "A Lip Sync Expert Is All You Need", 2020; models/wav2lip.py). */
import { type Network, NetworkBuilder } from './network';
import { convBlock, residualBlock, stage, upBlock } from './wav2lip-blocks';

/** Three masked and three full channels, padded to 8 for WebGPU (see networks.ts). */
export const FACE_CHANNELS = 8;

/**
 * `mel` [N, 1, 80, 16] and `face` [N, 8, 96, 96] -> `picture` [N, 3, 96, 96]: B, G, R in 0..1. Channels of the face:
 * B, G, R with the lower half zero, B, G, R whole, two of zeros. Cost 3967 MMAC per item.
 */
export function wav2lip(): Network {
  const net = new NetworkBuilder();
  const mel = net.input('mel', ['N', 1, 80, 16]);
  const face = net.input('face', ['N', FACE_CHANNELS, 96, 96]);
  const skips = encodeFace(net, face);
  let x = encodeSound(net, mel);
  const join = () => net.op('Concat', [x, skips.pop()!], { axis: 1 });

  const at = (block: number) => (layer: number) => `face_decoder_blocks.${block}.${layer}`;
  x = convBlock(net, x, at(0)(0), [512, 512], { kernel: 1, pad: 0 });
  x = join();
  const steps = [
    { channels: [1024, 512], residuals: 1 },
    { channels: [1024, 512], residuals: 2 },
    { channels: [768, 384], residuals: 2 },
    { channels: [512, 256], residuals: 2 },
    { channels: [320, 128], residuals: 2 },
    { channels: [160, 64], residuals: 2 },
  ] as const;
  for (const [i, { channels, residuals }] of steps.entries()) {
    x = upBlock(net, x, at(i + 1)(0), channels, i > 0);
    for (let layer = 1; layer <= residuals; layer++) {
      x = residualBlock(net, x, at(i + 1)(layer), channels[1]);
    }
    x = join();
  }
  x = convBlock(net, x, 'output_block.0', [80, 32]);
  x = net.conv(x, { from: 'output_block.1', channels: [32, 3], kernel: [1, 1] });
  net.output(net.op('Sigmoid', [x]), 'picture', ['N', 3, 96, 96]);
  return net.build('wav2lip');
}

/** What each encoder stage gives, kept for the decoder stage of the same size: 96 down to 1 pixel. */
function encodeFace(net: NetworkBuilder, face: string): string[] {
  const at = (block: number) => (layer: number) => `face_encoder_blocks.${block}.${layer}`;
  const outputs = [
    convBlock(net, face, at(0)(0), [6, 16], { kernel: 7, pad: 3, padChannelsTo: FACE_CHANNELS }),
  ];
  const last = () => outputs.at(-1)!;
  outputs.push(stage(net, last(), at(1), [16, 32], [2, 2], 2));
  outputs.push(stage(net, last(), at(2), [32, 64], [2, 2], 3));
  outputs.push(stage(net, last(), at(3), [64, 128], [2, 2], 2));
  outputs.push(stage(net, last(), at(4), [128, 256], [2, 2], 2));
  outputs.push(stage(net, last(), at(5), [256, 512], [2, 2], 1));
  const point = convBlock(net, last(), at(6)(0), [512, 512], { pad: 0 });
  outputs.push(convBlock(net, point, at(6)(1), [512, 512], { kernel: 1, pad: 0 }));
  return outputs;
}

function encodeSound(net: NetworkBuilder, mel: string): string {
  const at = (first: number) => (layer: number) => `audio_encoder.${first + layer}`;
  let x = stage(net, mel, at(0), [1, 32], [1, 1], 2);
  x = stage(net, x, at(3), [32, 64], [3, 1], 2);
  x = stage(net, x, at(6), [64, 128], [3, 3], 2);
  x = stage(net, x, at(9), [128, 256], [3, 2], 1);
  x = convBlock(net, x, at(11)(0), [256, 512], { pad: 0 });
  return convBlock(net, x, at(12)(0), [512, 512], { kernel: 1, pad: 0 });
}
