/** From the tensors of a checkpoint to the blob of weights that a graph refers to. */
import type { TensorReader } from '../checkpoint/types';
import type { Network, Parameter, WeightLayer } from './network';

/** A tensor that a checkpoint must hold. */
export interface WeightSpec {
  name: string;
  shape: readonly number[];
}

/** A piece of the blob: `data` belongs at `offset` bytes; the gaps between pieces are zero. */
export interface WeightPiece {
  offset: number;
  data: Float32Array<ArrayBuffer>;
}

const NORM_EPSILON = 1e-5; // torch.nn.BatchNorm's default, which all four networks use

/** Every tensor the network takes from its checkpoint, in the order in which prepareWeights reads them. */
export function weightSpecs(network: Network): WeightSpec[] {
  return network.layers.flatMap((layer) => {
    const outputs = outputsOf(layer);
    const norm = ['weight', 'bias', 'running_mean', 'running_var'].map((part) => `${layer.norm}.${part}`);
    return [
      { name: `${layer.from}.weight`, shape: layer.shape },
      { name: `${layer.from}.bias`, shape: [outputs] },
      ...(layer.norm === null ? [] : norm.map((name) => ({ name, shape: [outputs] }))),
    ];
  });
}

/**
 * Makes the blob piece by piece in rising order of offset, so that it can go to disk without lying in memory whole:
 * batch norms folded in (in float64), input channels padded, a kernel in time unfolded into channels.
 * @throws Error naming the tensor when the reader lacks one or has it in another shape: identify checkpoints first
 */
export async function* prepareWeights(network: Network, reader: TensorReader): AsyncGenerator<WeightPiece> {
  const shapes = new Map(reader.tensors.map((tensor) => [tensor.name, tensor.shape]));
  for (const spec of weightSpecs(network)) check(spec, shapes.get(spec.name));
  for (const layer of network.layers) {
    const { scale, shift } = await normOf(layer, reader);
    const bias = await reader.readFloat32(`${layer.from}.bias`);
    yield {
      offset: layer.weight.offset,
      data: prepareKernel(layer, await reader.readFloat32(`${layer.from}.weight`), scale),
    };
    yield { offset: layer.bias.offset, data: Float32Array.from(bias, (b, o) => b * scale[o]! + shift[o]!) };
  }
}

/** The whole blob in memory: up to 145 MB. Uint8Array [network.blobBytes] */
export async function weightBlob(network: Network, reader: TensorReader): Promise<Uint8Array<ArrayBuffer>> {
  const blob = new Uint8Array(network.blobBytes);
  for await (const { offset, data } of prepareWeights(network, reader)) {
    blob.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  }
  return blob;
}

function check(spec: WeightSpec, shape: readonly number[] | undefined): void {
  if (!shape) throw new Error(`The checkpoint has no tensor ${spec.name}`);
  if (shape.length !== spec.shape.length || shape.some((size, i) => size !== spec.shape[i])) {
    throw new Error(`The tensor ${spec.name} is [${shape}], not [${spec.shape}]`);
  }
}

function outputsOf(layer: WeightLayer): number {
  return layer.shape[layer.transposed ? 1 : 0]!;
}

/** y = scale * x + shift, per output channel. */
async function normOf(layer: WeightLayer, reader: TensorReader) {
  const outputs = outputsOf(layer);
  const scale = new Float64Array(outputs).fill(1);
  const shift = new Float64Array(outputs);
  if (layer.norm !== null) {
    const gain = await reader.readFloat32(`${layer.norm}.weight`);
    const offset = await reader.readFloat32(`${layer.norm}.bias`);
    const mean = await reader.readFloat32(`${layer.norm}.running_mean`);
    const variance = await reader.readFloat32(`${layer.norm}.running_var`);
    for (let o = 0; o < outputs; o++) {
      scale[o] = gain[o]! / Math.sqrt(variance[o]! + NORM_EPSILON);
      shift[o] = offset[o]! - mean[o]! * scale[o]!;
    }
  }
  return { scale, shift };
}

function prepareKernel(
  layer: WeightLayer,
  source: Float32Array,
  scale: Float64Array,
): Float32Array<ArrayBuffer> {
  const kernel = new Float32Array(count(layer.weight));
  const outputs = outputsOf(layer);
  const inputs = layer.shape[layer.transposed ? 0 : 1]!;
  const frames = layer.foldFrames ? layer.shape[2]! : 1;
  const area = source.length / (outputs * inputs * frames);
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let t = 0; t < frames; t++) {
        const from = (layer.transposed ? i * outputs + o : (o * inputs + i) * frames + t) * area;
        const channel = t * inputs + i;
        const to = (layer.transposed ? channel * outputs + o : o * layer.inputChannels + channel) * area;
        for (let k = 0; k < area; k++) kernel[to + k] = source[from + k]! * scale[o]!;
      }
    }
  }
  return kernel;
}

function count(parameter: Parameter): number {
  return parameter.byteLength / 4;
}
