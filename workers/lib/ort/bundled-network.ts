/** Loads a small network that the site itself holds, or a whole one that a visitor brought, and runs it on WASM. */
import { LipslateError } from '../../../core/errors';
import type { RunGraph, RunGraphs } from '../../../core/onnx/run-graph';
import { loadRuntime, type Runtime } from './runtime';

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
  const [runtime, bytes] = await Promise.all([loadRuntime('wasm'), download(url)]);
  return (await start(runtime, bytes)).run;
}

export interface OpenNetwork {
  /** As `openBundledNetwork` gives it. */
  run: RunGraph;
  runAll: RunGraphs;
  /** Gives its memory back. */
  release(): Promise<void>;
}

/**
 * @param bytes of an ONNX file that a visitor brought
 * @throws LipslateError model-load-failed, checkpoint-damaged when the runtime does not take the file
 */
export async function openNetwork(bytes: Uint8Array): Promise<OpenNetwork> {
  const runtime = await loadRuntime('wasm');
  try {
    return await start(runtime, bytes);
  } catch (cause) {
    throw LipslateError.from(cause, 'checkpoint-damaged');
  }
}

async function start({ InferenceSession, Tensor }: Runtime, bytes: Uint8Array): Promise<OpenNetwork> {
  const session = await InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  let last: Promise<unknown> = Promise.resolve();
  const runAll: RunGraphs = (feeds, outputs) => {
    const result = last.then(async () => {
      const tensors = Object.entries(feeds).map(
        ([name, { data, dims }]) => [name, new Tensor('float32', data, dims)] as const,
      );
      const given = await session.run(Object.fromEntries(tensors), outputs);
      return outputs.map((name) => {
        const { data, dims } = given[name]!;
        return { data: data as Float32Array, dims };
      });
    });
    last = result.catch(() => {});
    return result;
  };
  const run: RunGraph = async (feeds, output) => (await runAll(feeds, [output]))[0]!;
  return { run, runAll, release: () => session.release() };
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(new URL(url, self.location.href));
  if (!response.ok) throw new LipslateError('model-load-failed', undefined, `${response.status} ${url}`);
  return new Uint8Array(await response.arrayBuffer());
}
