/**
 * How often offsets that differ by device, camera or person are found part by part, and how often films of one offset
 * are taken for such: films composed of what the engine makes of real clips, in Node.
 * Usage: node bench/parts.mjs FEATURES_DIR [--films 30] [--kinds camera,person,device,foreign,constant,people,listener]
 * FEATURES_DIR: files of training/extract-features.mjs. Clips that the check is not sure of by themselves are left out;
 * the truth of a part is what its whole clip measures, plus what its sound is moved by.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, UserError } from '../scripts/lib.mjs';
import { loadCore } from './core.mjs';
import { analyser, readFeatures } from './features.mjs';
import { composeFilm } from './films.mjs';
import { embedded, embeddedMeasurer } from './measurer.mjs';

const SHORTEST_S = 2.9;
const KINDS = {
  device: 'one shot, the offset jumps by 80 to 500 ms between parts',
  camera: 'shots with two offsets to and fro, 100 to 500 ms apart',
  person: 'two people with an offset each, in turns',
  foreign: 'one offset, every other shot shows somebody under a foreign voice',
  constant: 'one offset, shots and stretches of one clip',
  people: 'one shift, shots of several clips as published',
  listener: 'two people with an offset each, after pauses of 0.3 to 1.4 s, beside one whose lips move too',
};

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      films: { type: 'string', default: '30' },
      kinds: { type: 'string', default: Object.keys(KINDS).join(',') },
    },
  });
  const [dir] = positionals;
  if (!dir)
    throw new UserError('Usage: node bench/parts.mjs FEATURES_DIR [--films 30] [--kinds camera,person]');
  const core = await loadCore();
  const measure = await embeddedMeasurer(core);
  const clips = [];
  for (const name of readdirSync(dir).filter((file) => file.endsWith('.json'))) {
    const clip = await prepared(core, join(dir, name));
    if (!clip) continue;
    const { verdict, offsetMs } = await measure(clip);
    if (verdict !== 'unsure' && verdict !== 'varies') clips.push({ ...clip, ownMs: offsetMs });
  }
  process.stdout.write(`${clips.length} clips\n\n${HEADER}\n`);
  const random = seeded(11);
  for (const kind of values.kinds.split(',')) {
    const films = [];
    for (let i = 0; i < Number(values.films); i++) {
      const parts = partsOf(kind, clips, random);
      films.push({ parts, measurement: await measure(composeFilm(parts)) });
    }
    process.stdout.write(`${row(kind, films)}\n`);
  }
  await core.close();
});

/** A clip's longest face and its sound, embedded. */
async function prepared(core, path) {
  const { mergeChunks } = await core.load('core/lips/merge.ts');
  const { media, chunk, samples, soundStartS } = await readFeatures(core, path);
  const lengthOf = ({ timesS }) => timesS.at(-1) - timesS[0];
  const track = mergeChunks([chunk]).tracks.sort((a, b) => lengthOf(b) - lengthOf(a))[0];
  if (!track || lengthOf(track) < SHORTEST_S) return null;
  const sound = await analyser(core, soundStartS, samples);
  return {
    ...(await embedded(core, media, chunk, [track], sound)),
    fromS: track.timesS[0],
    toS: track.timesS.at(-1),
  };
}

/** 2 to 6 parts of 3 to 12 s. Shifts are whole steps of 20 ms, which is what embeddings can be moved by. */
function partsOf(kind, clips, random) {
  const oneOf = (list) => list[Math.floor(random() * list.length)];
  const shift = (ms) => 20 * Math.round(ms / 20);
  const [a, b] = [oneOf(clips), oneOf(clips)];
  const first = shift(random() * 400 - 200);
  const second = first + shift((random() < 0.5 ? -1 : 1) * (100 + random() * 400));
  let atMs = first;
  return Array.from({ length: 2 + Math.floor(random() * 5) }, (_, i) => {
    const isOther = i % 2 === 1;
    const clip =
      (kind === 'person' || kind === 'listener' || kind === 'foreign') && isOther
        ? b
        : kind === 'people'
          ? oneOf(clips)
          : a;
    if (kind === 'device' && i > 0) {
      const step = shift(80 + random() * 420);
      atMs += atMs > 0 ? -step : step;
    }
    const inTurns = isOther ? second : first;
    const shifts = { device: atMs, camera: inTurns, person: inTurns, listener: inTurns };
    const isForeign = kind === 'foreign' && isOther;
    const sound = isForeign ? oneOf(clips.filter((one) => one !== b)) : clip;
    const lengthS = Math.min(3 + random() * 9, clip.toS - clip.fromS, sound.toS - sound.fromS);
    const startOf = ({ fromS, toS }) => fromS + random() * (toS - fromS - lengthS);
    const fromS = startOf(clip);
    const beside = kind === 'listener' && oneOf(clips.filter((one) => one !== a && one !== b));
    return {
      clip,
      sound,
      lengthS,
      fromS,
      soundFromS: isForeign ? startOf(sound) : fromS,
      // Told apart by the shift alone: what the clips themselves differ by is taken out but for 'people'.
      offsetMs: (shifts[kind] ?? first) - (kind === 'people' ? 0 : shift(clip.ownMs)),
      joined: i > 0 && (kind === 'device' || (kind === 'constant' && random() < 0.5)),
      isForeign,
      ...(beside && {
        listener: { clip: beside, fromS: beside.fromS },
        pauseS: 0.3 + random() * 1.1,
      }),
    };
  });
}

const HEADER = [
  '| films | varies | unsure | constant | parts within 20 / 40 ms | median error |',
  '|---|---|---|---|---|---|',
].join('\n');

function row(kind, films) {
  const errors = films.flatMap(({ parts, measurement: { segments } }) => {
    let atS = 0;
    return parts.map(({ clip, lengthS, offsetMs }) => {
      const middleS = atS + lengthS / 2;
      atS += lengthS;
      const segment = segments.find(({ endS }) => middleS < endS) ?? segments.at(-1);
      return segment ? Math.abs(segment.offsetMs - clip.ownMs - offsetMs) : Number.POSITIVE_INFINITY;
    });
  });
  const told = (test) => films.filter(({ measurement: { verdict } }) => test(verdict)).length;
  const share = (limitMs) => ((100 * errors.filter((ms) => ms <= limitMs).length) / errors.length).toFixed(0);
  const median = errors.sort((x, y) => x - y)[errors.length >> 1].toFixed(0);
  const varies = told((verdict) => verdict === 'varies');
  const unsure = told((verdict) => verdict === 'unsure');
  const cells = [`${KINDS[kind]} (${films.length})`, varies, unsure, films.length - varies - unsure];
  return `| ${[...cells, `${share(20)} / ${share(40)} %`, `${median} ms`].join(' | ')} |`;
}

function seeded(start) {
  let seed = start;
  return () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
}
