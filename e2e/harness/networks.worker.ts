/** Test-only worker: single networks with the tests' weights, opened as the product does, and the arithmetic beside. */
import type { NetworkName, Port } from '../../core/onnx/network';
import { networkNamed } from '../../core/onnx/networks';
import { deterministicReader } from '../../core/onnx/testing/deterministic';
import { weightBlob } from '../../core/onnx/weights';
import { wav2lipMel } from '../../core/sound/mel';
import { mfcc } from '../../core/sound/mfcc';
import { limitThreads } from '../../workers/lib/ort/runtime';
import { checkPattern } from '../../workers/lib/ort/self-check';
import { openSession, type SessionOptions, type Tensor } from '../../workers/lib/ort/sessions';
import { serve } from '../../workers/lib/rpc';
import { isOdd, type OddNetwork, oddNetwork } from './odd-networks';

export interface NetworkRun {
  outputs: Record<string, Float32Array>;
  provider: 'wasm' | 'webgpu';
  reason: string | null;
  failedCheck: boolean;
}

export interface NetworksApi {
  /** Opens the network, runs it once, and lets it go. Without feeds: noise. */
  run(
    name: NetworkName | OddNetwork,
    options: SessionOptions,
    feeds?: Record<string, Tensor>,
  ): Promise<NetworkRun>;
  /** Milliseconds per item in WASM, the best of `repeats`. A worker keeps the threads of its first call. */
  time(name: NetworkName, threads: number, repeats: number): Promise<{ ms: number; threads: number }>;
  /** @param samples 16 kHz mono */
  features(samples: Int16Array): Promise<{ mfcc: Float32Array; mel: Float32Array }>;
}

const api: NetworksApi = {
  async run(name, options, feeds) {
    const session = await open(name, options);
    const { provider, reason, failedCheck } = session;
    const outputs = await session.run(feeds ?? noiseFor(name));
    await session.release();
    return { outputs, provider, reason, failedCheck };
  },
  async time(name, threads, repeats) {
    limitThreads(threads);
    const session = await open(name, { provider: 'wasm' });
    const feeds = noiseFor(name);
    await session.run(feeds);
    let ms = Number.POSITIVE_INFINITY;
    for (let n = 0; n < repeats; n++) {
      const startMs = performance.now();
      await session.run(feeds);
      ms = Math.min(ms, performance.now() - startMs);
    }
    await session.release();
    return { ms, threads: session.threads };
  },
  async features(samples) {
    return { mfcc: mfcc(samples), mel: wav2lipMel(Float32Array.from(samples, (x) => x / 32768)) };
  },
};

async function open(name: NetworkName | OddNetwork, options: SessionOptions) {
  const network = describe(name);
  return openSession(network, await weightBlob(network, deterministicReader(network)), options);
}

function describe(name: NetworkName | OddNetwork) {
  return isOdd(name) ? oddNetwork(name) : networkNamed(name);
}

function noiseFor(name: NetworkName | OddNetwork): Record<string, Tensor> {
  return Object.fromEntries(describe(name).inputs.map((port) => [port.name, noise(port)]));
}

function noise({ shape }: Port): Tensor {
  const dims = shape.map((size) => (size === 'N' ? 1 : size));
  return { data: checkPattern(dims.reduce((product, size) => product * size, 1)), dims };
}

serve(api);
