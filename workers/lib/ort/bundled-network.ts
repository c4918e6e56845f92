/** Loads a small network that the site itself holds, and runs it on WASM. */
import { LipslateError } from '../../../core/errors';
import type { RunGraph } from '../../../core/onnx/run-graph';
import { loadRuntime } from './runtime';

/**
 * @param url of an ONNX file of the site
 * @returns its runs wait for each other: a session runs one thing at a time
 * @throws LipslateError model-load-failed
 */
export async function openBundledNetwork(url: string): Promise<RunGraph> {
  try {
    return await open(url);
  } catch (cause) {
    throw LipslateError.from(cause, 'model-load-failed');
  }
}

async function open(url: string): Promise<RunGraph> {
  const [{ InferenceSession, Tensor }, bytes] = await Promise.all([loadRuntime('wasm'), download(url)]);
  const session = await InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  let last: Promise<unknown> = Promise.resolve();
  return (feeds, output) => {
    const result = last.then(async () => {
      const tensors = Object.entries(feeds).map(
        ([name, { data, dims }]) => [name, new Tensor('float32', data, dims)] as const,
      );
      const { data, dims } = (await session.run(Object.fromEntries(tensors)))[output]!;
      return { data: data as Float32Array, dims };
    });
    last = result.catch(() => {});
    return result;
  };
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(new URL(url, self.location.href));
  if (!response.ok) throw new LipslateError('model-load-failed', undefined, `${response.status} ${url}`);
  return new Uint8Array(await response.arrayBuffer());
}
