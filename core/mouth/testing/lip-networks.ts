/** The networks that predict lips in Node, by the same runtime as in the app. For tests and benches. */
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import type { LipNetworks, RunGraph } from '../lips-from-speech';

const MODELS = new URL('../../../public/models/', import.meta.url);

/** @param path another ONNX file than the shipped one */
export async function lipNetworksInNode(
  path: string | URL = new URL('lips-from-speech.onnx', MODELS),
): Promise<LipNetworks> {
  ort.env.wasm.numThreads = 1;
  return {
    encoder: await graph(new URL('moonshine-tiny-encoder.onnx', MODELS)),
    lips: await graph(path),
  };
}

async function graph(path: string | URL): Promise<RunGraph> {
  const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(path)), {
    executionProviders: ['wasm'],
  });
  return async (feeds, output) => {
    const tensors = Object.entries(feeds).map(
      ([name, { data, dims }]) => [name, new ort.Tensor('float32', data, dims)] as const,
    );
    const { data, dims } = (await session.run(Object.fromEntries(tensors)))[output]!;
    return { data: data as Float32Array, dims };
  };
}
