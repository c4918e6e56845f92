/**
 * Weights of an ONNX export as a checkpoint. Exporters fold batch norms into the convolutions before them and then
 * rename the weights, so a network is recognised by its convolutions in running order too; norms that are gone
 * become ones that change nothing.
 */
import { LipslateError } from '../errors';
import type { WeightLayer } from '../onnx/network';
import { BYTES_PER_ITEM, toFloat32 } from './dtype';
import { damaged, printable, unreadable } from './failure';
import { type OnnxGraph, type OnnxNode, type OnnxTensor, readOnnx } from './onnx-file';
import { NETWORKS, type NetworkSpec } from './signatures';
import { readExactly } from './source';
import { itemCount } from './strided';
import type { Checkpoint, RandomAccessSource } from './types';

/** Numbers in the file, or the same number everywhere. */
type Weight = OnnxTensor | { shape: readonly number[]; fill: number };

/** PyTorch's default; with variance 1 - EPSILON a norm of mean 0 and weight 1 is the identity. */
const NORM_EPSILON = 1e-5;

const QUANTISED = new Set(['QLinearConv', 'ConvInteger', 'DequantizeLinear']);

/** @throws LipslateError, see `openCheckpoint` */
export async function openOnnx(source: RandomAccessSource): Promise<Checkpoint> {
  const graph = await readOnnx(source);
  if (graph.nodes.some(({ op }) => QUANTISED.has(op))) throw unreadable('its weights are quantised');
  const byStructure = Object.values(NETWORKS)
    .map((network) => weightsByStructure(graph, network))
    .find((weights) => weights !== null);
  const weights: ReadonlyMap<string, Weight> = byStructure ?? graph.tensors;
  return {
    container: 'onnx',
    graphInputs: graph.inputs,
    tensors: [...weights].map(([name, weight]) => ({
      name,
      shape: weight.shape,
      dtype: 'fill' in weight ? 'float32' : weight.dtype,
    })),
    async readFloat32(name) {
      const weight = weights.get(name);
      if (!weight) throw new LipslateError('checkpoint-incomplete', `no tensor ${printable(name)}`);
      if ('fill' in weight) return new Float32Array(itemCount(weight.shape)).fill(weight.fill);
      const { start, end } = weight.data;
      const length = itemCount(weight.shape) * BYTES_PER_ITEM[weight.dtype];
      if (end - start !== length) throw damaged(`${printable(name)} has ${end - start} of ${length} bytes`);
      return toFloat32(await readExactly(source, start, length), weight.dtype);
    },
  };
}

/** null when the graph's convolutions are not those of `network`, one by one. */
function weightsByStructure(graph: OnnxGraph, network: NetworkSpec): Map<string, Weight> | null {
  const layers = inForwardOrder(network);
  const convolutions = graph.nodes.filter(({ op }) => op === 'Conv' || op === 'ConvTranspose');
  if (convolutions.length !== layers.length) return null;
  const norms = new Map(
    graph.nodes.filter(({ op }) => op === 'BatchNormalization').map((node) => [node.inputs[0], node]),
  );
  const weights = new Map<string, Weight>();
  for (const [i, layer] of layers.entries()) {
    const node = convolutions[i]!;
    const norm = node.outputs[0] === undefined ? undefined : norms.get(node.outputs[0]);
    const ofLayer = weightsOfLayer(graph, layer, node, norm);
    if (!ofLayer) return null;
    for (const [name, weight] of ofLayer) weights.set(name, weight);
  }
  return weights;
}

function inForwardOrder({ layers, forwardOrder }: NetworkSpec): WeightLayer[] {
  return forwardOrder.flatMap((start) => layers.filter(({ from }) => from.startsWith(start)));
}

function weightsOfLayer(
  graph: OnnxGraph,
  layer: WeightLayer,
  node: OnnxNode,
  norm: OnnxNode | undefined,
): [string, Weight][] | null {
  const [, weightName = '', biasName] = node.inputs;
  const weight = graph.tensors.get(weightName);
  if (!weight || !sameShape(weight.shape, layer.shape)) return null;
  if ((node.op === 'ConvTranspose') !== layer.transposed) return null;

  const shape = [layer.shape[layer.transposed ? 1 : 0]!];
  const perChannel = (name: string | undefined, fill: number): Weight | null => {
    if (!name) return { shape, fill };
    const tensor = graph.tensors.get(name);
    return tensor && sameShape(tensor.shape, shape) ? tensor : null;
  };
  const [, scale, shift, mean, variance] = norm?.inputs ?? [];
  const named: [string, Weight | null][] = [
    [`${layer.from}.weight`, weight],
    [`${layer.from}.bias`, perChannel(biasName, 0)],
  ];
  if (layer.norm) {
    named.push(
      [`${layer.norm}.weight`, perChannel(scale, 1)],
      [`${layer.norm}.bias`, perChannel(shift, 0)],
      [`${layer.norm}.running_mean`, perChannel(mean, 0)],
      [`${layer.norm}.running_var`, perChannel(variance, 1 - NORM_EPSILON)],
    );
  } else if (norm) {
    return null;
  }
  return named.every((pair): pair is [string, Weight] => pair[1] !== null) ? named : null;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}
