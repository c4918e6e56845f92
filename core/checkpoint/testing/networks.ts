/** Whole networks in a few kilobytes: every tensor is one number, expanded to its shape by strides of zero. */
import type { WeightSpec } from '../../onnx/weights';
import { NETWORKS, type NetworkId, weightSpecs } from '../signatures';
import type { Bytes, Checkpoint, GraphInput } from '../types';
import { floats, legacy, orderedDict, tensor } from './checkpoints';
import { Call, Name } from './pickle-writer';

/** A trainer's file: prefixed names, counters, optimiser state beside them. */
export function networkFile(
  network: NetworkId,
  { value = 0.5, skip = /^$/, prefix = 'module.', more = [] as readonly WeightSpec[] } = {},
): Bytes {
  const one = floats('1', [value]);
  const specs = [...weightSpecs(network).filter(({ name }) => !skip.test(name)), ...more];
  const weights = specs.map(({ name, shape }) => [
    prefix + name,
    tensor(one, shape, { strides: shape.map(() => 0) }),
  ]);
  const root = new Map<string, unknown>([
    ['state_dict', new Call(new Name('collections', 'OrderedDict'), [weights])],
    ['optimizer', new Map([['state', orderedDict()]])],
    ['global_step', 255_000],
  ]);
  return legacy(root, [one]);
}

/** Tensors by name and shape alone, for what never reads a number. */
export function describedCheckpoint(
  tensors: readonly WeightSpec[],
  graphInputs: GraphInput[] | null = null,
): Checkpoint {
  return {
    container: graphInputs ? 'onnx' : 'torch-zip',
    graphInputs,
    tensors: tensors.map((spec) => ({ ...spec, dtype: 'float32' })),
    readFloat32: () => Promise.reject(new Error('only described')),
  };
}

export const ALL_NETWORKS = Object.keys(NETWORKS) as NetworkId[];
