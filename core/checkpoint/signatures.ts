/** The checkpoints that Lipslate takes, told by the tensors that its networks need of them. */
import type { NetworkName, WeightLayer } from '../onnx/network';
import { networkNamed } from '../onnx/networks';
import { type WeightSpec, weightSpecs as weightSpecsOfGraph } from '../onnx/weights';
import { SEPARATORS, type SeparatorId } from './separators';
import { itemCount } from './strided';

export type NetworkId = 'syncnet-v2' | 'wav2lip-96' | 'wav2lip-expert';

/** Whatever is stored: weights for a graph of ours, or a whole file that is run as it is. */
export type ModelKind = NetworkId | SeparatorId;

export interface NetworkSpec {
  id: NetworkId;
  name: string;
  /** What is made of this checkpoint (core/onnx). */
  graphs: readonly NetworkName[];
  /** Every layer with weights, in the order of the graphs. */
  layers: readonly WeightLayer[];
  /** Beginnings of layer names in the order in which the original's `forward` runs them, and exporters write them. */
  forwardOrder: readonly string[];
  /** Sizes of the original's inputs, the batch left out. */
  inputShapes: readonly (readonly number[])[];
}

export const NETWORKS: Readonly<Record<NetworkId, NetworkSpec>> = {
  'syncnet-v2': fromGraphs({
    id: 'syncnet-v2',
    name: 'SyncNet v2',
    graphs: ['syncnet-audio', 'syncnet-lips'],
    forwardOrder: ['netcnnaud.', 'netfcaud.', 'netcnnlip.', 'netfclip.'],
    inputShapes: [
      [1, 13, 20],
      [3, 5, 224, 224],
    ],
  }),
  'wav2lip-96': fromGraphs({
    id: 'wav2lip-96',
    name: 'Wav2Lip',
    graphs: ['wav2lip'],
    forwardOrder: ['audio_encoder.', 'face_encoder_blocks.', 'face_decoder_blocks.', 'output_block.'],
    inputShapes: [
      [1, 80, 16],
      [6, 96, 96],
    ],
  }),
  'wav2lip-expert': fromGraphs({
    id: 'wav2lip-expert',
    name: "Wav2Lip's lip-sync expert",
    graphs: ['wav2lip-expert'],
    forwardOrder: ['face_encoder.', 'audio_encoder.'],
    inputShapes: [
      [1, 80, 16],
      [15, 48, 96],
    ],
  }),
};

export function isSeparator(kind: ModelKind): kind is SeparatorId {
  return kind in SEPARATORS;
}

export function nameOfModel(kind: ModelKind): string {
  return isSeparator(kind) ? SEPARATORS[kind].name : NETWORKS[kind].name;
}

/**
 * The weights a checkpoint must hold, in the order of the graphs. `num_batches_tracked` is a counter of the training
 * and not among them.
 */
export function weightSpecs(network: NetworkId): WeightSpec[] {
  return NETWORKS[network].graphs.flatMap((graph) => weightSpecsOfGraph(networkNamed(graph)));
}

/** float32 items of all weights. */
export function weightCount(network: NetworkId): number {
  return weightSpecs(network).reduce((sum, { shape }) => sum + itemCount(shape), 0);
}

function fromGraphs(spec: Omit<NetworkSpec, 'layers'>): NetworkSpec {
  return { ...spec, layers: spec.graphs.flatMap((graph) => networkNamed(graph).layers) };
}
