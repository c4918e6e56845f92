/**
 * An independent look at a clip's own sync: when lips that were shut open again, when does the sound set in?
 * A released p, b or m is heard within about 20 ms in sync. Uses the inner lip gap and loudness jumps only, none of what
 * the motion engine correlates, so it can testify for or against it.
 * Usage: node bench/releases.mjs FEATURES_DIR   (files of training/extract-features.mjs)
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { main, UserError } from '../scripts/lib.mjs';
import { loadCore } from './core.mjs';
import { readFeatures } from './features.mjs';

const STEP_S = 0.01;
const REACH_MS = 300;
const WIDTH_MS = 30;
/** Fewer releases than this say nothing. */
const FEWEST = 5;

main(async () => {
  const [dir] = process.argv.slice(2);
  if (!dir) throw new UserError('Usage: node bench/releases.mjs FEATURES_DIR');
  const core = await loadCore();
  for (const name of readdirSync(dir).filter((file) => file.endsWith('.json'))) {
    const { chunk, sound } = await readFeatures(core, join(dir, name));
    const track = chunk.tracks.sort((a, b) => b.timesS.length - a.timesS.length)[0];
    if (!track || track.timesS.length < 20) continue;
    const releases = lipReleases(track);
    const onsets = soundOnsets(sound);
    if (releases.length < FEWEST || onsets.length === 0) continue;
    const { lagMs, contrast } = bestLag(releases, onsets);
    process.stdout.write(
      `${name.replace(/\.json$/, '').padEnd(44)} ${releases.length} releases: sound ${lagMs} ms after (contrast ${contrast.toFixed(1)})\n`,
    );
  }
  await core.close();
});

/** Times at which the inner lips leave "shut" for clearly open. */
function lipReleases({ timesS, opening }) {
  const grid = [];
  for (let timeS = timesS[0], k = 0; timeS < timesS.at(-1); timeS += STEP_S) {
    while (timesS[k + 1] < timeS) k++;
    const share = (timeS - timesS[k]) / (timesS[k + 1] - timesS[k]);
    grid.push(opening[k] + share * (opening[k + 1] - opening[k]));
  }
  const low = quantile(grid, 0.03);
  const span = quantile(grid, 0.9) - low;
  const shut = low + 0.15 * span;
  const releases = [];
  for (let i = 6; i < grid.length - 8; i++) {
    const wasShut = grid.slice(i - 6, i + 1).every((value) => value <= shut * 1.02);
    if (wasShut && grid[i + 1] > shut && grid[i + 8] > low + 0.3 * span)
      releases.push(timesS[0] + i * STEP_S);
  }
  return releases;
}

/** Times and sizes (dB) of sudden rises of loudness. */
function soundOnsets({ energyDb, startS }) {
  const floor = quantile([...energyDb], 0.99) - 45;
  const level = Array.from(energyDb, (value) => Math.max(value, floor));
  const rise = level.map((_, i) => (level[i + 2] ?? level[i]) - (level[i - 2] ?? level[i]));
  return rise
    .map((size, i) => ({
      size,
      timeS: startS + i * STEP_S,
      top: Math.max(...rise.slice(Math.max(0, i - 6), i + 7)),
    }))
    .filter(({ size, top }) => size > 8 && size === top);
}

function bestLag(releases, onsets) {
  const lags = Array.from({ length: (2 * REACH_MS) / 5 + 1 }, (_, i) => i * 5 - REACH_MS);
  const counts = lags.map((lagMs) =>
    releases.reduce(
      (sum, release) =>
        sum +
        onsets.reduce((part, { timeS, size }) => {
          const missMs = (timeS - release) * 1000 - lagMs;
          return part + Math.min(size, 20) * Math.exp(-0.5 * (missMs / WIDTH_MS) ** 2);
        }, 0),
      0,
    ),
  );
  const best = counts.indexOf(Math.max(...counts));
  return { lagMs: lags[best], contrast: counts[best] / quantile(counts, 0.5) };
}

function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(q * (sorted.length - 1))];
}
