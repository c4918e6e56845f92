/**
 * `npm run bench:models`: milliseconds per item of every network as the page runs it (WASM in Chromium, one and two
 * threads) and in native onnxruntime with as many threads, on this machine, side by side. Weights are the tests'
 * stand-ins: the time is the same.
 *
 * onnxruntime-node (290 MB unpacked) is fetched from npm into .cache on the first run, since only this bench needs it;
 * without a network its columns stay empty. Options: --rounds 3 (each measures everything once, so that a machine busy
 * for a moment spoils no column), --repeats 5 in a round, --only NAME.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/browser.mjs';
import { build } from '../scripts/build.mjs';
import { main, ROOT, run, UserError } from '../scripts/lib.mjs';
import { serve } from '../scripts/serve.mjs';
import { loadCore } from './core.mjs';

const FOLDER = join(ROOT, '.cache/bench-models');
const NATIVE = join(FOLDER, 'node_modules/onnxruntime-node/dist/index.js');
const THREADS = [1, 2];

main(async () => {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      repeats: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
      measure: { type: 'boolean', default: false },
      threads: { type: 'string', default: '1' },
    },
  });
  const repeats = Number(values.repeats);
  if (values.measure) return measureNative(Number(values.threads), repeats);
  const names = await writeModels(values.only);
  const hasNative = await fetchNative();
  const inBrowser = THREADS.map(() => ({}));
  const native = THREADS.map(() => ({}));
  for (let round = 0; round < Number(values.rounds); round++) {
    keepBest(inBrowser, await measureInBrowser(names, repeats));
    if (hasNative) {
      keepBest(
        native,
        THREADS.map((threads) => inProcess(threads, repeats)),
      );
    }
  }
  print(names, inBrowser, native);
});

function keepBest(best, measured) {
  for (const [i, times] of measured.entries())
    for (const [name, ms] of Object.entries(times)) best[i][name] = Math.min(ms, best[i][name] ?? ms);
}

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
      list.push({ name, inputs: network.inputs });
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

/** As the page does: a worker of the test page, cross-origin isolated, one for each number of threads. */
async function measureInBrowser(names, repeats) {
  await build({ quiet: true, harness: true });
  const server = await serve({ dir: '.cache/harness-dist' });
  const browser = await chromium.launch({
    executablePath: await ensureChromium({ quiet: true }),
    args: CHROMIUM_ARGS,
  });
  try {
    const results = [];
    for (const threads of THREADS) {
      const page = await browser.newPage();
      await page.goto(server.url);
      await page.waitForFunction(() => 'harness' in window);
      const times = {};
      for (const name of names) {
        // A fresh worker each: what one network leaves in memory must not slow the next.
        const result = await page.evaluate(
          async ([name, threads, repeats]) => {
            const result = await window.harness.networks().time(name, threads, repeats);
            window.harness.closeAll();
            return result;
          },
          [name, threads, repeats],
        );
        if (result.threads !== threads) throw new UserError(`the page took ${result.threads} threads`);
        times[name] = result.ms;
      }
      results.push(times);
      await page.close();
    }
    return results;
  } finally {
    await browser.close();
    await server.close();
  }
}

/** A process of its own for each: the number of threads cannot be changed afterwards. */
function inProcess(threads, repeats) {
  const options = ['--measure', '--threads', String(threads), '--repeats', String(repeats)];
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...options], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new UserError(`measuring with ${threads} native threads failed`);
  return JSON.parse(child.stdout);
}

async function measureNative(threads, repeats) {
  const ort = (await import(pathToFileURL(NATIVE).href)).default;
  const times = {};
  for (const { name, inputs } of JSON.parse(readFileSync(join(FOLDER, 'models.json'), 'utf8'))) {
    const session = await ort.InferenceSession.create(join(FOLDER, `${name}.onnx`), {
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
    times[name] = Number.POSITIVE_INFINITY;
    for (let n = 0; n < repeats; n++) {
      const startMs = performance.now();
      await session.run(feeds);
      times[name] = Math.min(times[name], performance.now() - startMs);
    }
    await session.release();
  }
  process.stdout.write(JSON.stringify(times), () => process.exit(0));
}

function print(names, inBrowser, native) {
  const load = loadavg()[0].toFixed(1);
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, load ${load} at the end`);
  console.log('ms per item, best of all rounds; how many times as long the browser takes');
  const heads = ['WASM x1', 'WASM x2', 'native x1', 'native x2', 'ratio x1', 'ratio x2'];
  console.log(['network'.padEnd(16), ...heads.map((head) => head.padStart(11))].join(''));
  for (const name of names) {
    const ratios = THREADS.map((_, i) => inBrowser[i][name] / native[i][name]);
    const cells = [...inBrowser, ...native].map((times) => times[name]).concat(ratios);
    console.log([name.padEnd(16), ...cells.map((value) => cell(value).padStart(11))].join(''));
  }
}

function cell(value) {
  return Number.isFinite(value) ? value.toFixed(1) : '-';
}
