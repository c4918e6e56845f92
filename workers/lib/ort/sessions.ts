/** Runs a network: on the graphics processor where that gives the right numbers, else in WASM. float32 only. */
import { LipslateError } from '../../../core/errors';
import { weightsPath, writeModel } from '../../../core/onnx/model';
import type { Network, Port } from '../../../core/onnx/network';
import { loadRuntime, type Provider, type Runtime, threadCount } from './runtime';
import {
  type Adapter,
  checkPattern,
  findAdapter,
  keepVerdict,
  LARGEST_ERROR,
  recallVerdict,
  relativeError,
  verdictKey,
} from './self-check';

export interface Tensor {
  data: Float32Array<ArrayBuffer>;
  dims: readonly number[];
}

export interface ModelSession {
  readonly provider: Provider;
  /** Why it is not the graphics processor, as a sentence; null when it is. */
  readonly reason: string | null;
  /** True when WebGPU is there and gave wrong numbers: worth telling the visitor. */
  readonly failedCheck: boolean;
  readonly threads: number;
  /** All outputs by name. @throws LipslateError internal */
  run(feeds: Record<string, Tensor>): Promise<Record<string, Float32Array>>;
  release(): Promise<void>;
}

export interface SessionOptions {
  /** 'auto': WebGPU after its self-check, else WASM. */
  provider?: 'auto' | 'wasm';
  /** Also take WebGPU that is emulated on the processor: for tests. */
  allowSoftware?: boolean;
}

type InnerSession = Awaited<ReturnType<Runtime['InferenceSession']['create']>>;

/** A session in WASM, and the runtime's build that it belongs to. */
interface PlainSession {
  build: Provider;
  session: InnerSession;
}

const NOT_LOADED = 'The part of the app that WebGPU needs could not be loaded, so WASM is used.';

/**
 * @param weights blob as made by weightBlob; may be let go afterwards
 * @throws LipslateError model-load-failed
 */
export async function openSession(
  network: Network,
  weights: Uint8Array,
  options: SessionOptions = {},
): Promise<ModelSession> {
  const { adapter, reason } = await chooseAdapter(options);
  if (!adapter) return wrapPlain(await createPlain('wasm', network, weights), reason, false);

  const key = verdictKey(adapter, network.name);
  const remembered = await recallVerdict(key);
  if (remembered?.ok) {
    const session = await create('webgpu', 'webgpu', network, weights).catch(() => null);
    if (session) return wrap(session, 'webgpu', null, false);
  }
  if (remembered && !remembered.ok) {
    const plain = await createPlain('wasm', network, weights);
    return wrapPlain(plain, wrongNumbers(adapter, remembered.error), true);
  }
  return firstUse(network, weights, adapter, key);
}

/** Compares both once, and keeps the one to be used. */
async function firstUse(
  network: Network,
  weights: Uint8Array,
  adapter: Adapter,
  key: string,
): Promise<ModelSession> {
  const plain = await createPlain('webgpu', network, weights);
  // Nothing is known of this adapter then: no verdict.
  if (plain.build !== 'webgpu') return wrapPlain(plain, NOT_LOADED, false);
  const input = Object.fromEntries(network.inputs.map((port) => [port.name, exampleOf(port)]));
  let error: number | null = null;
  let fast: InnerSession | null = null;
  try {
    const expected = await run('webgpu', plain.session, input);
    fast = await create('webgpu', 'webgpu', network, weights);
    const actual = await run('webgpu', fast, input);
    error = Math.max(
      ...Object.entries(expected).map(([name, values]) => relativeError(actual[name] ?? [], values)),
    );
  } catch {
    // A driver that gives up is as good as one that is wrong: error stays null.
  }
  const ok = error !== null && error <= LARGEST_ERROR;
  await keepVerdict(key, { ok, error });
  if (ok && fast) {
    await plain.session.release();
    return wrap(fast, 'webgpu', null, false);
  }
  await fast?.release().catch(() => undefined);
  return wrapPlain(plain, wrongNumbers(adapter, error), true);
}

async function chooseAdapter(
  options: SessionOptions,
): Promise<{ adapter: Adapter | null; reason: string | null }> {
  if (options.provider === 'wasm') return { adapter: null, reason: 'WASM was asked for.' };
  const adapter = await findAdapter();
  if (!adapter) return { adapter: null, reason: 'This browser offers no WebGPU.' };
  if (adapter.isSoftware && !options.allowSoftware) {
    return { adapter: null, reason: 'This browser only emulates WebGPU, which is slower than WASM.' };
  }
  return { adapter, reason: null };
}

function wrongNumbers(adapter: Adapter, error: number | null): string {
  const how = error === null ? 'failed' : 'gave wrong numbers';
  return `WebGPU ${how} in the self-check on this graphics processor (${adapter.name}), so WASM is used.`;
}

async function create(build: Provider, provider: Provider, network: Network, weights: Uint8Array) {
  const runtime = await loadRuntime(build);
  try {
    return await runtime.InferenceSession.create(writeModel(network), {
      executionProviders: [provider],
      externalData: [{ path: weightsPath(network), data: weights }],
    });
  } catch (cause) {
    throw LipslateError.from(cause, 'model-load-failed');
  }
}

/** WASM from either build: without a network only the one that was used before may be there. */
async function createPlain(wanted: Provider, network: Network, weights: Uint8Array): Promise<PlainSession> {
  try {
    return { build: wanted, session: await create(wanted, 'wasm', network, weights) };
  } catch (cause) {
    const build = wanted === 'wasm' ? 'webgpu' : 'wasm';
    const session = await create(build, 'wasm', network, weights).catch(() => null);
    if (!session) throw cause;
    return { build, session };
  }
}

function wrapPlain(
  { build, session }: PlainSession,
  reason: string | null,
  failedCheck: boolean,
): ModelSession {
  return wrap(session, 'wasm', reason, failedCheck, build);
}

function wrap(
  session: InnerSession,
  provider: Provider,
  reason: string | null,
  failedCheck: boolean,
  build: Provider = provider,
): ModelSession {
  return {
    provider,
    reason,
    failedCheck,
    threads: threadCount(),
    run: (feeds) => run(build, session, feeds),
    release: () => session.release(),
  };
}

async function run(build: Provider, session: InnerSession, feeds: Record<string, Tensor>) {
  const { Tensor } = await loadRuntime(build);
  const tensors = Object.entries(feeds).map(
    ([name, { data, dims }]) => [name, new Tensor('float32', data, dims)] as const,
  );
  const results = await session.run(Object.fromEntries(tensors));
  return Object.fromEntries(
    Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
  );
}

/** One item of noise, on the scale of pixels where the input is a picture of 0..255 and of 0..1 elsewhere. */
function exampleOf(port: Port): Tensor {
  const dims = port.shape.map((size) => (size === 'N' ? 1 : size));
  const data = checkPattern(dims.reduce((product, size) => product * size, 1));
  if (port.name === 'frames') for (let i = 0; i < data.length; i++) data[i]! *= 255;
  return { data, dims };
}
