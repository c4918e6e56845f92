/** The shipped network in Node, by the same runtime as in the app. For tests and benches. */
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import type { RunNetwork } from '../lipslate-embed';

/** @param path another ONNX file than the shipped one */
export async function lipslateInNode(
  path: string | URL = new URL('../../../public/models/lipslate.onnx', import.meta.url),
): Promise<RunNetwork> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(path)), {
    executionProviders: ['wasm'],
  });
  return async (feeds, output) => {
    const tensors = Object.entries(feeds).map(
      ([name, { data, dims }]) => [name, new ort.Tensor('float32', data, dims)] as const,
    );
    const results = await session.run(Object.fromEntries(tensors));
    const { data, dims } = results[output]!;
    return { data: data as Float32Array, dims };
  };
}
