/**
 * Weights that stand in for the real ones in tests, the same in every language: each tensor is filled from its own
 * mulberry32 stream, seeded with the 32-bit FNV-1a hash of its name. `golden/weights.py` is the same in Python.
 */
import type { TensorReader } from '../../checkpoint/types';
import { seeded } from '../../testing/random';
import type { Network } from '../network';
import { weightSpecs } from '../weights';

/** The float32 tensor of this name and shape. `transposed`: the kernel of a transposed convolution. */
export function deterministicTensor(
  name: string,
  shape: readonly number[],
  transposed = false,
): Float32Array<ArrayBuffer> {
  const size = shape.reduce((product, n) => product * n, 1);
  const values = new Float32Array(size);
  const stream = uniform(name, size);
  const fanIn = size / shape[transposed ? 1 : 0]!;
  for (let i = 0; i < size; i++) {
    const u = stream[i]!;
    if (name.endsWith('running_mean') || name.endsWith('bias')) values[i] = 0.1 * u;
    else if (name.endsWith('running_var')) values[i] = 1 + 0.5 * Math.abs(u);
    else if (shape.length === 1) values[i] = 1 + 0.1 * u;
    else values[i] = u * Math.sqrt(4.5 / fanIn);
  }
  return values;
}

/** The first `count` values of the stream of this name, in [-1, 1). */
export function uniform(name: string, count: number): Float64Array<ArrayBuffer> {
  const next = seeded(fnv1a(name));
  return Float64Array.from({ length: count }, () => 2 * next() - 1);
}

/** A checkpoint of the network made of deterministic tensors. */
export function deterministicReader(network: Network): TensorReader {
  const tensors = weightSpecs(network).map((spec) => ({ ...spec, dtype: 'float32' as const }));
  const transposed = new Set(network.layers.filter((l) => l.transposed).map((l) => `${l.from}.weight`));
  return {
    tensors,
    readFloat32: async (name) => {
      const found = tensors.find((tensor) => tensor.name === name);
      if (!found) throw new Error(`no tensor ${name}`);
      return deterministicTensor(name, found.shape, transposed.has(name));
    },
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
