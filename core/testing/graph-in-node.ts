/** An ONNX file in Node, by the same runtime as in the app. For tests and benches. */
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import type { RunGraph } from '../onnx/run-graph';

/** @param file its path or its bytes */
export async function graphInNode(file: string | URL | Uint8Array): Promise<RunGraph> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(
    file instanceof Uint8Array ? file : new Uint8Array(readFileSync(file)),
    {
      executionProviders: ['wasm'],
    },
  );
  return async (feeds, output) => {
    const tensors = Object.entries(feeds).map(
      ([name, { data, dims }]) => [name, new ort.Tensor('float32', data, dims)] as const,
    );
    const { data, dims } = (await session.run(Object.fromEntries(tensors)))[output]!;
    return { data: data as Float32Array, dims };
  };
}
