/** libebur128 as compiled for the npm package ebur128-wasm: somebody else's meter, to compare ours with. Node only. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

interface Libebur128 {
  ebur128_integrated_stereo(rateHz: number, left: Float32Array, right: Float32Array): number;
  /** dBTP of the louder channel; the package's README says otherwise. */
  ebur128_true_peak_stereo(rateHz: number, left: Float32Array, right: Float32Array): number;
}

let loading: Promise<Libebur128> | null = null;

/** @returns LUFS, and dBTP of the louder channel */
export async function libebur128(
  rateHz: number,
  left: Float32Array,
  right: Float32Array,
): Promise<{ integratedLufs: number; truePeakDb: number }> {
  loading ??= load();
  const library = await loading;
  return {
    integratedLufs: library.ebur128_integrated_stereo(rateHz, left, right),
    truePeakDb: library.ebur128_true_peak_stereo(rateHz, left, right),
  };
}

/** The package counts on a bundler that loads wasm by itself: its two parts are put together here. */
async function load(): Promise<Libebur128> {
  const { resolve } = createRequire(import.meta.url);
  const glue = readFileSync(resolve('ebur128-wasm/ebur128_wasm_bg.js'), 'utf8').replace(
    /^import \* as wasm from .*$/m,
    'let wasm; export const connect = (exports) => { wasm = exports; };',
  );
  const parts = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(glue)}`);
  const wasm = new WebAssembly.Module(readFileSync(resolve('ebur128-wasm/ebur128_wasm_bg.wasm')));
  parts.connect(new WebAssembly.Instance(wasm, { './ebur128_wasm_bg.js': parts }).exports);
  return parts;
}
