/**
 * The networks that Lipslate runs, as the tensors of their public checkpoints: names, shapes and order.
 * Sources: joonson/syncnet_python (SyncNetModel.py), Rudrabha/Wav2Lip (models/wav2lip.py, models/syncnet.py).
 */
import { itemCount } from './strided';

export type NetworkId = 'syncnet-v2' | 'wav2lip-96' | 'wav2lip-expert';

export interface TensorSpec {
  name: string;
  shape: readonly number[];
}

/** A convolution or linear layer, and the batch norm behind it. */
export interface LayerSpec {
  /** `<weights>.weight` and `<weights>.bias` */
  weights: string;
  shape: readonly number[];
  /** Transposed convolution: the output channels are the second dimension. */
  transposed: boolean;
  /** `<norm>.weight`, `.bias`, `.running_mean`, `.running_var`; null for a last layer without one. */
  norm: string | null;
}

export interface NetworkSpec {
  id: NetworkId;
  name: string;
  /** In the order of the checkpoint. */
  layers: readonly LayerSpec[];
  /** Beginnings of layer names in the order in which the original's `forward` runs them. */
  forwardOrder: readonly string[];
  /** Sizes that a graph of this network has at its inputs, the batch left out. */
  inputShapes: readonly (readonly number[])[];
}

/** Blocks of Wav2Lip: convolution and norm lie in `<name>.conv_block.0` and `.1`; `bare` layers have no norm. */
const WAV2LIP_LAYERS = `
  face_encoder_blocks.0.0 16x6x7x7
  face_encoder_blocks.1.0 32x16x3x3
  face_encoder_blocks.1.1 32x32x3x3
  face_encoder_blocks.1.2 32x32x3x3
  face_encoder_blocks.2.0 64x32x3x3
  face_encoder_blocks.2.1 64x64x3x3
  face_encoder_blocks.2.2 64x64x3x3
  face_encoder_blocks.2.3 64x64x3x3
  face_encoder_blocks.3.0 128x64x3x3
  face_encoder_blocks.3.1 128x128x3x3
  face_encoder_blocks.3.2 128x128x3x3
  face_encoder_blocks.4.0 256x128x3x3
  face_encoder_blocks.4.1 256x256x3x3
  face_encoder_blocks.4.2 256x256x3x3
  face_encoder_blocks.5.0 512x256x3x3
  face_encoder_blocks.5.1 512x512x3x3
  face_encoder_blocks.6.0 512x512x3x3
  face_encoder_blocks.6.1 512x512x1x1
  audio_encoder.0 32x1x3x3
  audio_encoder.1 32x32x3x3
  audio_encoder.2 32x32x3x3
  audio_encoder.3 64x32x3x3
  audio_encoder.4 64x64x3x3
  audio_encoder.5 64x64x3x3
  audio_encoder.6 128x64x3x3
  audio_encoder.7 128x128x3x3
  audio_encoder.8 128x128x3x3
  audio_encoder.9 256x128x3x3
  audio_encoder.10 256x256x3x3
  audio_encoder.11 512x256x3x3
  audio_encoder.12 512x512x1x1
  face_decoder_blocks.0.0 512x512x1x1
  face_decoder_blocks.1.0 1024x512x3x3 transposed
  face_decoder_blocks.1.1 512x512x3x3
  face_decoder_blocks.2.0 1024x512x3x3 transposed
  face_decoder_blocks.2.1 512x512x3x3
  face_decoder_blocks.2.2 512x512x3x3
  face_decoder_blocks.3.0 768x384x3x3 transposed
  face_decoder_blocks.3.1 384x384x3x3
  face_decoder_blocks.3.2 384x384x3x3
  face_decoder_blocks.4.0 512x256x3x3 transposed
  face_decoder_blocks.4.1 256x256x3x3
  face_decoder_blocks.4.2 256x256x3x3
  face_decoder_blocks.5.0 320x128x3x3 transposed
  face_decoder_blocks.5.1 128x128x3x3
  face_decoder_blocks.5.2 128x128x3x3
  face_decoder_blocks.6.0 160x64x3x3 transposed
  face_decoder_blocks.6.1 64x64x3x3
  face_decoder_blocks.6.2 64x64x3x3
  output_block.0 32x80x3x3
  output_block.1 3x32x1x1 bare
`;

const EXPERT_LAYERS = `
  face_encoder.0 32x15x7x7
  face_encoder.1 64x32x5x5
  face_encoder.2 64x64x3x3
  face_encoder.3 64x64x3x3
  face_encoder.4 128x64x3x3
  face_encoder.5 128x128x3x3
  face_encoder.6 128x128x3x3
  face_encoder.7 128x128x3x3
  face_encoder.8 256x128x3x3
  face_encoder.9 256x256x3x3
  face_encoder.10 256x256x3x3
  face_encoder.11 512x256x3x3
  face_encoder.12 512x512x3x3
  face_encoder.13 512x512x3x3
  face_encoder.14 512x512x3x3
  face_encoder.15 512x512x3x3
  face_encoder.16 512x512x1x1
  audio_encoder.0 32x1x3x3
  audio_encoder.1 32x32x3x3
  audio_encoder.2 32x32x3x3
  audio_encoder.3 64x32x3x3
  audio_encoder.4 64x64x3x3
  audio_encoder.5 64x64x3x3
  audio_encoder.6 128x64x3x3
  audio_encoder.7 128x128x3x3
  audio_encoder.8 128x128x3x3
  audio_encoder.9 256x128x3x3
  audio_encoder.10 256x256x3x3
  audio_encoder.11 256x256x3x3
  audio_encoder.12 512x256x3x3
  audio_encoder.13 512x512x1x1
`;

/** SyncNet's towers are plain sequences: the norm is the next number. */
const SYNCNET_LAYERS = `
  netcnnaud.0 64x1x3x3
  netcnnaud.4 192x64x3x3
  netcnnaud.8 384x192x3x3
  netcnnaud.11 256x384x3x3
  netcnnaud.14 256x256x3x3
  netcnnaud.18 512x256x5x4
  netfcaud.0 512x512
  netfcaud.3 1024x512 bare
  netfclip.0 512x512
  netfclip.3 1024x512 bare
  netcnnlip.0 96x3x5x7x7
  netcnnlip.4 256x96x1x5x5
  netcnnlip.8 256x256x1x3x3
  netcnnlip.11 256x256x1x3x3
  netcnnlip.14 256x256x1x3x3
  netcnnlip.18 512x256x1x6x6
`;

export const NETWORKS: Readonly<Record<NetworkId, NetworkSpec>> = {
  'syncnet-v2': {
    id: 'syncnet-v2',
    name: 'SyncNet v2',
    layers: parseLayers(SYNCNET_LAYERS, (name) => ({ weights: name, norm: nextInSequence(name) })),
    forwardOrder: ['netcnnaud.', 'netfcaud.', 'netcnnlip.', 'netfclip.'],
    inputShapes: [
      [1, 13, 20],
      [3, 5, 224, 224],
    ],
  },
  'wav2lip-96': {
    id: 'wav2lip-96',
    name: 'Wav2Lip',
    layers: parseLayers(WAV2LIP_LAYERS, convBlock),
    forwardOrder: ['audio_encoder.', 'face_encoder_blocks.', 'face_decoder_blocks.', 'output_block.'],
    inputShapes: [
      [1, 80, 16],
      [6, 96, 96],
    ],
  },
  'wav2lip-expert': {
    id: 'wav2lip-expert',
    name: "Wav2Lip's lip-sync expert",
    layers: parseLayers(EXPERT_LAYERS, convBlock),
    forwardOrder: ['face_encoder.', 'audio_encoder.'],
    inputShapes: [
      [1, 80, 16],
      [15, 48, 96],
    ],
  },
};

/**
 * The weights a network needs, in the order of its checkpoint. `num_batches_tracked` is a counter of the training
 * and not among them.
 */
export function weightSpecs(network: NetworkId): TensorSpec[] {
  return NETWORKS[network].layers.flatMap(tensorsOfLayer);
}

export function outputChannels({ shape, transposed }: LayerSpec): number {
  return shape[transposed ? 1 : 0]!;
}

function tensorsOfLayer(layer: LayerSpec): TensorSpec[] {
  const perChannel = [outputChannels(layer)];
  const own = [
    { name: `${layer.weights}.weight`, shape: layer.shape },
    { name: `${layer.weights}.bias`, shape: perChannel },
  ];
  if (!layer.norm) return own;
  const ofNorm = ['weight', 'bias', 'running_mean', 'running_var'];
  return [...own, ...ofNorm.map((part) => ({ name: `${layer.norm}.${part}`, shape: perChannel }))];
}

/** float32 items of all weights. */
export function weightCount(network: NetworkId): number {
  return weightSpecs(network).reduce((sum, { shape }) => sum + itemCount(shape), 0);
}

type LayerNames = Pick<LayerSpec, 'weights' | 'norm'>;

function parseLayers(lines: string, namesOf: (name: string) => LayerNames): LayerSpec[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', shape = '', flag] = line.trim().split(' ');
      const names = flag === 'bare' ? { weights: name, norm: null } : namesOf(name);
      return { ...names, shape: shape.split('x').map(Number), transposed: flag === 'transposed' };
    });
}

function convBlock(name: string): LayerNames {
  return { weights: `${name}.conv_block.0`, norm: `${name}.conv_block.1` };
}

function nextInSequence(name: string): string {
  return name.replace(/\d+$/, (index) => String(Number(index) + 1));
}
