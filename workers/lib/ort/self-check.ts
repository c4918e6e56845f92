/**
 * The self-check: WebGPU must give what WASM gives. Drivers return zeros or wrong numbers without a word, so every
 * network is compared once per graphics adapter and version of the app, and the verdict is kept in OPFS.
 */

import { holdLock } from '../opfs/locks';
import { openSyncFile } from '../opfs/sync-file';

/** What one network did on one adapter. */
export interface CheckVerdict {
  ok: boolean;
  /** Largest difference over the largest value; null when WebGPU failed altogether. */
  error: number | null;
}

export interface Adapter {
  /** Vendor, architecture and device, as far as the browser tells. */
  name: string;
  /** Emulated on the processor: correct, and many times slower than WASM. */
  isSoftware: boolean;
}

/** Right kernels differ by up to 2e-3 of the scale in the order of their sums; wrong ones by tens of percent. */
export const LARGEST_ERROR = 5e-3;
const FILE = 'self-checks.json';

declare const __APP_VERSION__: string;

/** null where there is no WebGPU. */
export async function findAdapter(): Promise<Adapter | null> {
  const gpu = (navigator as { gpu?: MinimalGpu }).gpu;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) return null;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture, device, description].filter(Boolean).join(' ') || 'unnamed';
  return {
    name,
    isSoftware: isFallbackAdapter === true || /swiftshader|llvmpipe|basic render/i.test(name),
  };
}

/** @returns largest difference over the largest expected value; infinite when a value is no number */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let scale = 0;
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]!));
    const error = Math.abs(actual[i]! - expected[i]!);
    if (!(error <= most)) most = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  return most / (scale || 1);
}

/** Numbers in 0..1 that are the same everywhere. Float32Array [length] */
export function checkPattern(length: number): Float32Array<ArrayBuffer> {
  let state = 12345;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

export function verdictKey(adapter: Adapter, network: string): string {
  return [__APP_VERSION__, adapter.name, network].join('|');
}

/** null when this was never checked here. */
export async function recallVerdict(key: string): Promise<CheckVerdict | null> {
  return (await readVerdicts())[key] ?? null;
}

/** Where nothing can be stored the check runs again next time. Never rejects. */
export async function keepVerdict(key: string, verdict: CheckVerdict): Promise<void> {
  let letGo: (() => void) | null = null;
  try {
    letGo = await holdLock('lipslate-self-checks', { mode: 'exclusive' });
    const verdicts = await readVerdicts();
    // Verdicts of earlier versions are of no use any more.
    const current = Object.entries(verdicts).filter(([name]) => name.startsWith(`${__APP_VERSION__}|`));
    const text = JSON.stringify({ ...Object.fromEntries(current), [key]: verdict });
    const root = await navigator.storage.getDirectory();
    const file = await openSyncFile(await root.getFileHandle(FILE, { create: true }));
    try {
      file.write(new TextEncoder().encode(text), 0);
    } finally {
      file.close();
    }
  } catch {
    // What is half there is no JSON, and not believed.
  } finally {
    letGo?.();
  }
}

async function readVerdicts(): Promise<Record<string, CheckVerdict>> {
  try {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle(FILE)).getFile();
    return JSON.parse(await file.text()) as Record<string, CheckVerdict>;
  } catch {
    return {};
  }
}

/** As much of WebGPU as is asked here; TypeScript's own library has none. */
interface MinimalGpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<{
    info: {
      vendor: string;
      architecture: string;
      device: string;
      description: string;
      isFallbackAdapter?: boolean;
    };
  } | null>;
}
