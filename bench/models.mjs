/**
 * `npm run bench:models`: milliseconds per item of every network, in WASM with one and two threads and in native
 * onnxruntime with as many, on this machine, side by side. Weights are the tests' stand-ins: the time is the same.
 *
 * onnxruntime-node (290 MB unpacked) is fetched from npm into .cache on the first run, since only this bench needs it;
 * without a network its columns stay empty. Options: --repeats 5, --only NAME.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { main, ROOT, run, UserError } from '../scripts/lib.mjs';
import { loadCore } from './core.mjs';

const FOLDER = join(ROOT, '.cache/bench-models');
const NATIVE = join(FOLDER, 'node_modules/onnxruntime-node/dist/index.js');
const COLUMNS = [
  ['wasm', 1],
  ['wasm', 2],
  ['native', 1],
  ['native', 2],
];

main(async () => {
  const { values } = parseArgs({
    options: {
      repeats: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
      measure: { type: 'string' },
      threads: { type: 'string', default: '1' },
    },
  });
  if (values.measure) return measure(values.measure, Number(values.threads), Number(values.repeats));
  const names = await writeModels(values.only);
  const hasNative = await fetchNative();
  const results = COLUMNS.map(([runtime, threads]) =>
    runtime === 'native' && !hasNative ? {} : inProcess(runtime, threads, values.repeats),
  );
  print(names, results);
});

/** Graphs and weights as files, so that the measuring processes load nothing else. */
async function writeModels(only) {
  mkdirSync(FOLDER, { recursive: true });
  const core = await loadCore();
  try {
    const { networkNamed, NETWORK_NAMES } = await core.load('core/onnx/networks.ts');
    const { writeModel, weightsPath } = await core.load('core/onnx/model.ts');
    const { weightBlob } = await core.load('core/onnx/weights.ts');
    const { deterministicReader } = await core.load('core/onnx/testing/deterministic.ts');
    const names = NETWORK_NAMES.filter((name) => name.includes(only));
    if (names.length === 0) throw new UserError(`no network is called ${only}: ${NETWORK_NAMES.join(', ')}`);
    const list = [];
    for (const name of names) {
      const network = networkNamed(name);
      writeFileSync(join(FOLDER, `${name}.onnx`), writeModel(network));
      const blob = join(FOLDER, weightsPath(network));
      if (!existsSync(blob) || readFileSync(blob).length !== network.blobBytes) {
        writeFileSync(blob, await weightBlob(network, deterministicReader(network)));
      }
      list.push({ name, weights: weightsPath(network), inputs: network.inputs });
    }
    writeFileSync(join(FOLDER, 'models.json'), JSON.stringify(list));
    return names;
  } finally {
    await core.close();
  }
}

async function fetchNative() {
  if (existsSync(NATIVE)) return true;
  const { version } = JSON.parse(
    readFileSync(join(ROOT, 'node_modules/onnxruntime-web/package.json'), 'utf8'),
  );
  const code = await run(
    'npm',
    ['i', '--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund', `onnxruntime-node@${version}`],
    { quiet: true },
  );
  return code === 0 && existsSync(NATIVE);
}

/** A process of its own for each: the number of threads cannot be changed afterwards. */
function inProcess(runtime, threads, repeats) {
  const child = spawnSync(
    process.execPath,
    [
      fileURLToPath(import.meta.url),
      '--measure',
      runtime,
      '--threads',
      String(threads),
      '--repeats',
      repeats,
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (child.status !== 0) throw new UserError(`measuring ${runtime} with ${threads} threads failed`);
  return JSON.parse(child.stdout);
}

async function measure(runtime, threads, repeats) {
  const ort =
    runtime === 'wasm' ? await import('onnxruntime-web') : (await import(pathToFileURL(NATIVE).href)).default;
  if (runtime === 'wasm') ort.env.wasm.numThreads = threads;
  const times = {};
  for (const { name, weights, inputs } of JSON.parse(readFileSync(join(FOLDER, 'models.json'), 'utf8'))) {
    const session =
      runtime === 'wasm'
        ? await ort.InferenceSession.create(Uint8Array.from(readFileSync(join(FOLDER, `${name}.onnx`))), {
            executionProviders: ['wasm'],
            externalData: [{ path: weights, data: Uint8Array.from(readFileSync(join(FOLDER, weights))) }],
          })
        : await ort.InferenceSession.create(join(FOLDER, `${name}.onnx`), {
            executionProviders: ['cpu'],
            intraOpNumThreads: threads,
          });
    const feeds = Object.fromEntries(
      inputs.map((input) => {
        const dims = input.shape.map((size) => (size === 'N' ? 1 : size));
        const data = Float32Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => Math.sin(i));
        return [input.name, new ort.Tensor('float32', data, dims)];
      }),
    );
    await session.run(feeds);
    let wallMs = Number.POSITIVE_INFINITY;
    let cpuMs = Number.POSITIVE_INFINITY;
    for (let n = 0; n < repeats; n++) {
      const before = process.cpuUsage();
      const startMs = performance.now();
      await session.run(feeds);
      wallMs = Math.min(wallMs, performance.now() - startMs);
      const used = process.cpuUsage(before);
      cpuMs = Math.min(cpuMs, (used.user + used.system) / 1000);
    }
    times[name] = { wallMs, cpuMs };
    await session.release();
  }
  process.stdout.write(JSON.stringify(times), () => process.exit(0));
}

function print(names, results) {
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`);
  console.log(
    `load of the last minute ${loadavg()[0].toFixed(1)}: above the cores, trust the processor time`,
  );
  console.log('ms per item, best of the repeats: by the clock (of the processor)');
  const heads = COLUMNS.map(([runtime, threads]) => `${runtime} x${threads}`);
  console.log(['network'.padEnd(16), ...heads.map((head) => head.padStart(16))].join(''));
  for (const name of names) {
    const cells = results.map((times) => cell(times[name]).padStart(16));
    console.log([name.padEnd(16), ...cells].join(''));
  }
}

function cell(time) {
  return time ? `${time.wallMs.toFixed(1)} (${time.cpuMs.toFixed(1)})` : '-';
}
