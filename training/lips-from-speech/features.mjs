/**
 * What the network that predicts lips is trained on, from the files of training/extract-features.mjs: for every clip's
 * longest face, on the 20 ms grid and at the clip's own best lag, lip shapes, sound levels and what the recogniser's
 * encoder hears.
 * Usage: node training/lips-from-speech/features.mjs FEATURES_DIR OUT_DIR   (clips already there are skipped)
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { bestLag } from '../../bench/best-lag.mjs';
import { loadCore } from '../../bench/core.mjs';
import { analyser, readFeatures } from '../../bench/features.mjs';
import { main } from '../../scripts/lib.mjs';

const SHAPE_SIZE = 46;
/** Of lipShape: heights of the inner edges of the lips. */
const [LOWER, UPPER] = [42, 43];
const LEAST_FRAMES = 60;
/** Lips that go with the sound less than this, at their best lag, may be under somebody else's voice. */
const LEAST_MATCH = 0.35;

main(async () => {
  const [dir, out] = process.argv.slice(2);
  mkdirSync(out, { recursive: true });
  const core = await loadCore();
  const { embedLips, embedSound } = await core.load('core/sync/lipslate-embed.ts');
  const { lipSteps, wholeLipSteps, soundRange, soundLevels } = await core.load(
    'core/sync/lipslate-inputs.ts',
  );
  const { lipslateInNode } = await core.load('core/sync/testing/lipslate-network.ts');
  const network = await lipslateInNode();
  const encoder = await ort.InferenceSession.create(
    new Uint8Array(readFileSync('public/models/moonshine-tiny-encoder.onnx')),
  );
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.json'))) {
    const path = join(out, file.replace('.json', ''));
    if (existsSync(`${path}.info`)) continue;
    const { chunk, samples, soundStartS } = await readFeatures(core, join(dir, file));
    const track = chunk.tracks.sort((a, b) => b.timesS.length - a.timesS.length)[0];
    if (!track || track.timesS.length < LEAST_FRAMES) continue;
    const fine = (await analyser(core, soundStartS, samples)).fine();
    const sound = await embedSound(network, fine);
    const lips = await embedLips(network, track, fine.startS);
    const { lag, match } = bestLag(lips, sound);
    process.stderr.write(`${file} lag ${lag * 20} ms, match ${match.toFixed(2)}\n`);
    if (match < LEAST_MATCH) {
      writeFileSync(`${path}.info`, JSON.stringify({ weak: match }));
      continue;
    }
    const { shape, known } = lipSteps(track, fine.startS);
    const rows = 2 * sound.to;
    const levels = soundLevels(fine, soundRange(fine), 0, rows);
    const heard = await encoder.run({
      [encoder.inputNames[0]]: new ort.Tensor('float32', Float32Array.from(samples), [1, samples.length]),
    });
    const { data, dims } = heard[encoder.outputNames[0]];
    const save = (kind, array) =>
      writeFileSync(`${path}.${kind}`, Buffer.from(array.buffer, array.byteOffset, array.byteLength));
    save('shape', shape);
    save('known', known);
    const whole = wholeLipSteps(track, fine.startS).shape;
    const gapAt = (_, step) => whole[LOWER * known.length + step] - whole[UPPER * known.length + step];
    save('gap', Float32Array.from(known, gapAt));
    save('levels', levels);
    save('heard', data);
    const info = { steps: known.length, first: lips.first, lag, from: sound.from, to: sound.to, match };
    writeFileSync(
      `${path}.info`,
      JSON.stringify({
        ...info,
        shapeSize: SHAPE_SIZE,
        tokens: dims[1],
        width: dims[2],
        soundS: samples.length / 16000,
      }),
    );
  }
  await core.close();
});
