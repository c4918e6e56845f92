/** An ONNX file in Node, by the same runtime as in the app. For tests and benches. */
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import type { RunGraph, RunGraphs } from '../onnx/run-graph';

/** @param file its path or its bytes */
export async function graphInNode(file: string | URL | Uint8Array): Promise<RunGraph> {
  const runAll = await graphsInNode(file);
  return async (feeds, output) => (await runAll(feeds, [output]))[0]!;
}

export async function graphsInNode(file: string | URL | Uint8Array): Promise<RunGraphs> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(
    file instanceof Uint8Array ? file : new Uint8Array(readFileSync(file)),
    {
      executionProviders: ['wasm'],
    },
  );
  return async (feeds, outputs) => {
    const tensors = Object.entries(feeds).map(
      ([name, { data, dims }]) => [name, new ort.Tensor('float32', data, dims)] as const,
    );
    const given = await session.run(Object.fromEntries(tensors), outputs);
    return outputs.map((name) => ({ data: given[name]!.data as Float32Array, dims: given[name]!.dims }));
  };
}
