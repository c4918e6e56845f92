/** Wav2Lip's lip-sync expert, the discriminator that judged its training (models/syncnet.py, SyncNet_color). */
import { type Network, NetworkBuilder } from './network';
import { convBlock, residualBlock, stage } from './wav2lip-blocks';

/** Five frames of three channels, padded to 16 for WebGPU (see networks.ts). */
const EXPERT_FACE_CHANNELS = 16;
const SMALLEST_NORM = 1e-12; // torch.nn.functional.normalize

/**
 * `mel` [N, 1, 80, 16] and `face` [N, 16, 48, 96] -> `mel_embedding`, `face_embedding` [N, 512], of length 1: their
 * dot product is the match. Channels of the face: B, G, R (0..1) of the lower half of frame 0, then of frames 1 to 4,
 * then zeros. Cost 1210 MMAC per item.
 */
export function wav2lipExpert(): Network {
  const net = new NetworkBuilder();
  const mel = net.input('mel', ['N', 1, 80, 16]);
  const face = net.input('face', ['N', EXPERT_FACE_CHANNELS, 48, 96]);
  finish(net, encodeFace(net, face), 'face_embedding');
  finish(net, encodeSound(net, mel), 'mel_embedding');
  return net.build('wav2lip-expert');
}

function encodeFace(net: NetworkBuilder, face: string): string {
  const at = (first: number) => (layer: number) => `face_encoder.${first + layer}`;
  let x = convBlock(net, face, at(0)(0), [15, 32], {
    kernel: 7,
    pad: 3,
    padChannelsTo: EXPERT_FACE_CHANNELS,
  });
  x = convBlock(net, x, at(1)(0), [32, 64], { kernel: 5, stride: [1, 2], pad: 1 });
  x = residualBlock(net, x, at(2)(0), 64);
  x = residualBlock(net, x, at(3)(0), 64);
  x = stage(net, x, at(4), [64, 128], [2, 2], 3);
  x = stage(net, x, at(8), [128, 256], [2, 2], 2);
  x = stage(net, x, at(11), [256, 512], [2, 2], 2);
  x = convBlock(net, x, at(14)(0), [512, 512], { stride: [2, 2] });
  x = convBlock(net, x, at(15)(0), [512, 512], { pad: 0 });
  return convBlock(net, x, at(16)(0), [512, 512], { kernel: 1, pad: 0 });
}

function encodeSound(net: NetworkBuilder, mel: string): string {
  const at = (first: number) => (layer: number) => `audio_encoder.${first + layer}`;
  let x = stage(net, mel, at(0), [1, 32], [1, 1], 2);
  x = stage(net, x, at(3), [32, 64], [3, 1], 2);
  x = stage(net, x, at(6), [64, 128], [3, 3], 2);
  x = stage(net, x, at(9), [128, 256], [3, 2], 2);
  x = convBlock(net, x, at(12)(0), [256, 512], { pad: 0 });
  return convBlock(net, x, at(13)(0), [512, 512], { kernel: 1, pad: 0 });
}

function finish(net: NetworkBuilder, x: string, name: string): void {
  const flat = net.op('Flatten', [x], { axis: 1 });
  const norm = net.op('ReduceL2', [flat], { axes: [1], keepdims: 1 });
  const safe = net.op('Max', [norm, `const:${SMALLEST_NORM}`]);
  net.output(net.op('Div', [flat, safe]), name, ['N', 512]);
}
