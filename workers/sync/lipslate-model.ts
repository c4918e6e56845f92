/** Loads the learned engine's network and runs it. WASM, one thread: it is that small. */
import modelUrl from '/models/lipslate.onnx?url';
import { LipslateError } from '../../core/errors';
import type { RunNetwork } from '../../core/sync/lipslate-embed';
import { limitThreads, loadRuntime } from '../lib/ort/runtime';

let loading: Promise<RunNetwork> | null = null;

/** Loads the network once. @throws LipslateError model-load-failed */
export function loadLipslate(): Promise<RunNetwork> {
  loading ??= load().catch((cause: unknown) => {
    loading = null;
    throw LipslateError.from(cause, 'model-load-failed');
  });
  return loading;
}

async function load(): Promise<RunNetwork> {
  limitThreads(1);
  const [{ InferenceSession, Tensor }, bytes] = await Promise.all([loadRuntime('wasm'), download()]);
  const session = await InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  // A session runs one thing at a time.
  let last: Promise<unknown> = Promise.resolve();
  return (feeds, output) => {
    const result = last.then(() => run(feeds, output));
    last = result.catch(() => {});
    return result;
  };

  async function run(...[feeds, output]: Parameters<RunNetwork>): ReturnType<RunNetwork> {
    const results = await session.run(
      Object.fromEntries(
        Object.entries(feeds).map(([name, { data, dims }]) => [name, new Tensor('float32', data, dims)]),
      ),
    );
    const { data, dims } = results[output]!;
    return { data: data as Float32Array, dims };
  }
}

async function download(): Promise<Uint8Array> {
  const response = await fetch(new URL(modelUrl, self.location.href));
  if (!response.ok) throw new LipslateError('model-load-failed', undefined, `${response.status} ${modelUrl}`);
  return new Uint8Array(await response.arrayBuffer());
}
