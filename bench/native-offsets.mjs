/**
 * How late each clip's own sound is by the lipslate engine, in Node, on what the product once saw of each file.
 * Usage: node bench/native-offsets.mjs FEATURES_DIR [--model FILE] [--json FILE]
 * FEATURES_DIR: files of training/extract-features.mjs. Prints a line for each source; --json: an entry for each clip.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, UserError } from '../scripts/lib.mjs';
import { loadCore } from './core.mjs';
import { engineNamed } from './engines.mjs';
import { analyser, readFeatures } from './features.mjs';

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { model: { type: 'string' }, json: { type: 'string' } },
  });
  const [dir] = positionals;
  if (!dir)
    throw new UserError('Usage: node bench/native-offsets.mjs FEATURES_DIR [--model FILE] [--json FILE]');
  const core = await loadCore();
  const { measureFile } = await core.load('workers/sync/measure.ts');
  const prepare = await engineNamed(core, 'lipslate', values.model);
  const clips = [];
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.json'))) {
    const clip = await readFeatures(core, join(dir, file));
    const { durationS, video } = clip.media;
    const sound = await analyser(core, clip.soundStartS, clip.samples);
    const input = {
      chunks: [clip.chunk],
      sound: sound.features(),
      lipslate: (tracks) => prepare(tracks, sound),
      syncnet: null,
    };
    const options = { engine: 'lipslate', profile: 'itu', searchS: 1, durationS, fps: video.fps };
    const { measurement } = await measureFile(input, { ...options, pictureWidthPx: video.width });
    const { offsetMs, ci95Ms, verdict, confidence, probability, evidence } = measurement;
    clips.push({
      file,
      source: sourceOf(file),
      offsetMs,
      ci95Ms,
      verdict,
      confidence,
      probability,
      speechS: evidence.visibleSpeechS,
    });
  }
  await core.close();
  if (values.json) writeFileSync(values.json, JSON.stringify(clips));
  process.stdout.write(table(clips));
});

/** train-w-digitalxt-001a.mp4.json -> w-digitalxt */
const sourceOf = (file) =>
  file
    .replace(/^(dev|train)-/, '')
    .replace(/\.\w+\.json$/, '')
    .replace(/-\d+[a-z]?$/, '');

function table(clips) {
  const lines = ['source | clips | sure | sound later, ms, of what is sure'];
  for (const source of [...new Set(clips.map((clip) => clip.source))].sort()) {
    const own = clips.filter((clip) => clip.source === source);
    const sure = own
      .filter(({ verdict }) => verdict !== 'unsure')
      .map(({ offsetMs }) => Math.round(offsetMs));
    lines.push(`${source} | ${own.length} | ${sure.length} | ${sure.sort((a, b) => a - b).join(' ')}`);
  }
  return `${lines.join('\n')}\n`;
}
