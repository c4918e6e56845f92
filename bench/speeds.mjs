/**
 * How exactly sound at PAL and film speeds is measured: real clips whose sound is made slower or faster, in Node.
 * Usage: node bench/speeds.mjs FEATURES_DIR [--at-least 12]
 * FEATURES_DIR: files of training/extract-features.mjs. Clips that the check is not sure of by themselves are left out;
 * the truth is the ratio, and what the clip measures at its beginning.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, UserError } from '../scripts/lib.mjs';
import { loadCore } from './core.mjs';
import { analyser, readFeatures } from './features.mjs';
import { embedded, embeddedMeasurer } from './measurer.mjs';

const RATIOS = {
  '25/24': 25 / 24,
  '25/23.976': 25 / (24000 / 1001),
  '24/25': 24 / 25,
  '23.976/25': 24000 / 1001 / 25,
};

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'at-least': { type: 'string', default: '12' } },
  });
  const [dir] = positionals;
  if (!dir) throw new UserError('Usage: node bench/speeds.mjs FEATURES_DIR [--at-least 12]');
  const core = await loadCore();
  const measure = await embeddedMeasurer(core);
  const { mergeChunks } = await core.load('core/lips/merge.ts');
  const lines = Object.fromEntries(Object.keys(RATIOS).map((name) => [name, []]));
  for (const name of readdirSync(dir).filter((file) => file.endsWith('.json'))) {
    const { media, chunk, samples, soundStartS } = await readFeatures(core, join(dir, name));
    if (media.durationS < Number(values['at-least'])) continue;
    const tracks = mergeChunks([chunk]).tracks;
    if (tracks.length === 0) continue;
    const at = async (ratio) => {
      const sound = await analyser(core, soundStartS, slower(samples, ratio));
      return measure(await embedded(core, media, chunk, tracks, sound));
    };
    const own = await at(1);
    if (own.verdict === 'unsure' || own.verdict === 'varies') continue;
    for (const [words, ratio] of Object.entries(RATIOS)) {
      const { verdict, pattern } = await at(ratio);
      const truthPpm = (ratio - 1) * 1e6;
      const errorPpm = pattern.kind === 'drift' && verdict === 'varies' ? pattern.ppm - truthPpm : null;
      // What a copy made along it would be off by at the far end.
      const leftMs = errorPpm === null ? null : Math.abs((errorPpm * media.durationS) / 1000);
      lines[words].push({ name, errorPpm, leftMs, verdict, kind: pattern.kind });
      process.stderr.write(
        `${name} ${words} ${verdict} ${pattern.kind} ${errorPpm?.toFixed(0)} ppm ${leftMs?.toFixed(0)} ms\n`,
      );
    }
  }
  for (const [words, all] of Object.entries(lines)) {
    const drifts = all.filter(({ errorPpm }) => errorPpm !== null).sort((a, b) => a.leftMs - b.leftMs);
    const unsure = all.filter(({ verdict }) => verdict === 'unsure').length;
    const median = drifts[drifts.length >> 1]?.leftMs.toFixed(0) ?? '-';
    const good = drifts.filter(({ leftMs }) => leftMs <= 40).length;
    process.stdout.write(
      `${words}: ${all.length} clips, ${drifts.length} drifts, ${unsure} unsure; off at the end: median ${median} ms, ${good} within 40 ms\n`,
    );
  }
  await core.close();
});

/** The same sound lasting `ratio` as long. */
function slower(samples, ratio) {
  const out = new Float32Array(Math.floor((samples.length - 1) * ratio));
  for (let i = 0; i < out.length; i++) {
    const at = i / ratio;
    const k = Math.floor(at);
    out[i] = samples[k] + (samples[Math.min(k + 1, samples.length - 1)] - samples[k]) * (at - k);
  }
  return out;
}
