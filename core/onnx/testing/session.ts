/** Runs a network in onnxruntime-web's WASM build, in Node, one thread. For tests and benches. */
import * as ort from 'onnxruntime-web/wasm';
import { weightsPath, writeModel } from '../model';
import type { Network } from '../network';

export interface Tensor {
  data: Float32Array<ArrayBuffer>;
  dims: readonly number[];
}

export interface Session {
  run(feeds: Record<string, Tensor>): Promise<Record<string, Float32Array>>;
  release(): Promise<void>;
}

/** @param blob as made by weightBlob */
export async function openSession(network: Network, blob: Uint8Array): Promise<Session> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(writeModel(network), {
    executionProviders: ['wasm'],
    externalData: [{ path: weightsPath(network), data: blob }],
  });
  return {
    run: async (feeds) => {
      const tensors = Object.entries(feeds).map(
        ([name, { data, dims }]) => [name, new ort.Tensor('float32', data, dims)] as const,
      );
      const results = await session.run(Object.fromEntries(tensors));
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      );
    },
    release: () => session.release(),
  };
}
