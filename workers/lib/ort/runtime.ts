/** Loads onnxruntime-web: the small WASM build, or the one that also has WebGPU, each only when it is used. */
import wasmGpuModuleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasmGpuUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import wasmModuleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { LipslateError } from '../../../core/errors';
import { sharesMemory } from '../shared-memory';

export type Provider = 'wasm' | 'webgpu';
export type Runtime = typeof import('onnxruntime-web/wasm');

/** More threads than this bring little to networks of this size, and each costs memory. */
const MOST_THREADS = 4;

let threadsWanted: number | null = null;
const loaded = new Map<Provider, Promise<Runtime>>();

/** Threads that WASM runs on: one without shared memory. */
export function threadCount(): number {
  if (!sharesMemory()) return 1;
  return threadsWanted ?? Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency || 1));
}

/** For the benchmark; only before the first session. */
export function limitThreads(count: number): void {
  threadsWanted = count;
}

/**
 * The build with WebGPU runs WASM as well, so a worker needs one of the two only.
 * Files come from this site alone: the paths are given, so that the library never asks a CDN nor builds a blob.
 * @throws LipslateError model-load-failed
 */
export function loadRuntime(provider: Provider): Promise<Runtime> {
  const known = loaded.get(provider);
  if (known) return known;
  const loading = load(provider).catch((cause: unknown) => {
    loaded.delete(provider);
    throw LipslateError.from(cause, 'model-load-failed');
  });
  loaded.set(provider, loading);
  return loading;
}

async function load(provider: Provider): Promise<Runtime> {
  const isGpu = provider === 'webgpu';
  const runtime: Runtime = isGpu
    ? await import('onnxruntime-web/webgpu')
    : await import('onnxruntime-web/wasm');
  const { wasm } = runtime.env;
  wasm.wasmPaths = isGpu
    ? { mjs: absolute(wasmGpuModuleUrl), wasm: absolute(wasmGpuUrl) }
    : { mjs: absolute(wasmModuleUrl), wasm: absolute(wasmUrl) };
  wasm.numThreads = threadCount();
  runtime.env.logLevel = 'error';
  return runtime;
}

function absolute(url: string): string {
  return new URL(url, self.location.href).href;
}
