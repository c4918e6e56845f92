/**
 * A strip of pictures of bent mouths, to be looked at, and how near they come to the true ones.
 * Usage: node bench/mouth-strip.mjs FEATURES.json CLIP OUT.png [--photo] [--run S] [--columns N] [--pairs N]
 * FEATURES: by training/extract-features.mjs --faces. The clip's second half is bent to the lips that it has a moment
 * later, with insides of its first half; beside it stands the true picture, laid over the head of the bent one.
 * Rows: before, after, true. --photo: the most closed picture alone, without insides.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { main, UserError } from '../scripts/lib.mjs';
import { loadCore } from './core.mjs';
import { readFeatures } from './features.mjs';
import { lapVariance, ssim } from './picture-measures.mjs';
import { writeStrip } from './strip.mjs';

const LATER_S = 0.4;

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      photo: { type: 'boolean', default: false },
      columns: { type: 'string', default: '10' },
      pairs: { type: 'string', default: '40' },
      run: { type: 'string' },
    },
  });
  const [features, clip, out] = positionals;
  if (!out) throw new UserError('Usage: node bench/mouth-strip.mjs FEATURES.json CLIP OUT.png [--photo]');
  const core = await loadCore();
  try {
    const mouth = await modules(core);
    const { chunk } = await readFeatures(core, features);
    const film = openFilm(clip);
    const track = chunk.tracks.toSorted((a, b) => b.timesS.length - a.timesS.length)[0];
    const faceOf = (row) => lowerFace(mouth, track, row, film);
    const pairs = values.photo
      ? photoPairs(track, Number(values.columns))
      : values.run
        ? runPairs(track, Number(values.run), Number(values.columns))
        : halfPairs(track, Number(values.pairs));
    const insides = values.photo ? [] : cutInsides(mouth, film, track, faceOf);
    const columns = [];
    const figures = { still: [], bent: [], sharp: [], ms: [], moved: [] };
    const every = Math.max(1, Math.floor(pairs.length / Number(values.columns)));
    const looks = pairs.map(([from, to]) => wantedLook(mouth, faceOf(from), faceOf(to)));
    const chosen = insides.map(({ look }) => look);
    const plans = values.run
      ? mouth.planInsides(looks, chosen)
      : looks.map((look) => mouth.planInsides([look], chosen)[0]);
    pairs.forEach(([from, to], i) => {
      const shares = plans[i].map(({ inside, share }) => ({ inside: insides[inside], share }));
      const shown = onePicture(mouth, film, track, faceOf, shares, from, to, figures);
      if (shown && i % every === 0) columns.push(shown);
    });
    writeStrip(columns, out);
    const mean = (list) => list.reduce((a, b) => a + b, 0) / Math.max(1, list.length);
    const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
    console.log(
      `${features.split('/').at(-1)} ${pairs.length} pairs, ${insides.length} insides: ` +
        `SSIM still ${mean(figures.still).toFixed(3)} bent ${mean(figures.bent).toFixed(3)}, ` +
        `sharpness ${median(figures.sharp).toFixed(2)} of the base's (truth ${median(figures.moved).toFixed(2)}), ` +
        `${median(figures.ms).toFixed(1)} ms for ${columns[0]?.area.width}x${columns[0]?.area.height}`,
    );
  } finally {
    await core.close();
  }
});

async function modules(core) {
  const parts = await Promise.all(
    [
      'mouth/target',
      'mouth/warp',
      'mouth/insides',
      'mouth/points',
      'mouth/sampling',
      'lips/shape',
      'dub/convex-hull',
    ].map((name) => core.load(`core/${name}.ts`)),
  );
  return Object.assign({}, ...parts);
}

/** Decodes single pictures by native ffmpeg. */
function openFilm(clip) {
  const probe = JSON.parse(
    spawnSync(
      'ffprobe',
      [
        ...['-v', 'error', '-select_streams', 'v:0', '-of', 'json'],
        ...['-show_entries', 'stream=width,height:frame=best_effort_timestamp_time', clip],
      ],
      { maxBuffer: 1e9 },
    ).stdout,
  );
  const { width, height } = probe.streams[0];
  const times = probe.frames.map((frame) => Number(frame.best_effort_timestamp_time));
  const known = new Map();
  const first = times[0];
  return {
    width,
    height,
    at(timeS) {
      let index = 0;
      for (let i = 1; i < times.length; i++)
        if (Math.abs(times[i] - first - timeS) < Math.abs(times[index] - first - timeS)) index = i;
      if (!known.has(index)) known.set(index, decode(clip, width, height, times[index]));
      return known.get(index);
    },
  };
}

function decode(clip, width, height, timeS) {
  const from = Math.max(0, timeS - 0.002);
  const { stdout } = spawnSync(
    'ffmpeg',
    [
      ...['-v', 'error', '-ss', String(from), '-i', clip, '-frames:v', '1'],
      ...['-f', 'rawvideo', '-pix_fmt', 'rgba', '-'],
    ],
    { maxBuffer: 1e9 },
  );
  return { data: new Uint8ClampedArray(stdout.buffer, stdout.byteOffset, width * height * 4), width, height };
}

function lowerFace({ convexHull }, track, row, { width, height }) {
  const scaled = (all, count) => {
    const points = all.slice(row * 2 * count, (row + 1) * 2 * count);
    for (let i = 0; i < points.length; i += 2) {
      points[i] *= width;
      points[i + 1] *= height;
    }
    return points;
  };
  return {
    points: scaled(track.lowerFaces, 70),
    lips: track.lips.slice(row * 92, (row + 1) * 92),
    outline: convexHull(scaled(track.outlines, 43)),
  };
}

function cut({ data, width }, box) {
  const out = new Uint8ClampedArray(box.width * box.height * 4);
  for (let j = 0; j < box.height; j++) {
    const at = 4 * ((box.y + j) * width + box.x);
    out.set(data.subarray(at, at + 4 * box.width), 4 * j * box.width);
  }
  return { data: out, width: box.width, height: box.height };
}

function cutInsides(mouth, film, track, faceOf) {
  const half = track.timesS.findIndex((t) => t >= (track.timesS[0] + track.timesS.at(-1)) / 2);
  const first = {
    lips: track.lips.subarray(0, half * 92),
    quality: track.quality.subarray(0, half),
    lowerFaces: track.lowerFaces.subarray(0, half * 140),
  };
  return mouth.chooseInsides(first).flatMap((row) => {
    const face = faceOf(row);
    const box = mouth.insideArea(face, film.width, film.height);
    const { opening, width, turn } = mouth.mouthLook(face.lips, face.points);
    return box
      ? [
          {
            image: cut(film.at(track.timesS[row]), box),
            x: box.x,
            y: box.y,
            face,
            look: { opening, width, turn },
          },
        ]
      : [];
  });
}

/** Rows of the second half and of what is to be seen there, LATER_S later or earlier. */
function halfPairs({ timesS, quality }, count) {
  const half = (timesS[0] + timesS.at(-1)) / 2;
  const pairs = [];
  timesS.forEach((t, row) => {
    const to = timesS.findIndex((other) => other >= t + LATER_S);
    if (t >= half && to > 0 && quality[row] > 0.3 && quality[to] > 0.3) pairs.push([row, to]);
  });
  const step = Math.max(1, pairs.length / count);
  return Array.from({ length: Math.min(count, pairs.length) }, (_, i) => pairs[Math.floor(i * step)]);
}

function runPairs({ timesS }, startS, count) {
  const row = timesS.findIndex((t) => t >= startS);
  return Array.from({ length: count }, (_, i) => [
    row + i,
    timesS.findIndex((t) => t >= timesS[row + i] + LATER_S),
  ]);
}

function photoPairs({ opening, timesS }, count) {
  let closed = 0;
  opening.forEach((value, row) => {
    if (value < opening[closed]) closed = row;
  });
  const order = Array.from(timesS.keys()).sort((a, b) => opening[a] - opening[b]);
  return Array.from({ length: count }, (_, i) => [
    closed,
    order[Math.floor(((i + 0.5) / count) * order.length)],
  ]);
}

function onePicture(mouth, film, track, faceOf, shown, from, to, figures) {
  const [face, other] = [faceOf(from), faceOf(to)];
  const area = mouth.mouthArea(face, film.width, film.height);
  if (!area) return null;
  const shape = new Float32Array(46);
  mouth.lipShape(other.lips, 0, shape);
  const target = mouth.targetPoints(face, shape);
  const before = cut(film.at(track.timesS[from]), area);
  const after = { ...before, data: before.data.slice() };
  const begin = process.cpuUsage();
  mouth.bendMouth(after, area, face, target, shown, 1);
  figures.ms.push(process.cpuUsage(begin).user / 1000);
  const truth = alignedTruth(mouth, film.at(track.timesS[to]), face, other, area);
  const box = mouthBox(face, target, area);
  figures.still.push(ssim(before, truth, box));
  figures.bent.push(ssim(after, truth, box));
  figures.sharp.push(lapVariance(after, box) / lapVariance(before, box));
  figures.moved.push(lapVariance(truth, box) / lapVariance(before, box));
  return { area, before, after, truth };
}

/** The lips of the one on the head of the other. */
function wantedLook({ mouthLook }, face, other) {
  const { opening, width } = mouthLook(other.lips, other.points);
  return { opening, width, turn: mouthLook(face.lips, face.points).turn };
}

/** The other picture as it would look were its head where this one's is. */
function alignedTruth({ headFrame, betweenHeads, sampleInto }, picture, face, other, area) {
  const map = betweenHeads(headFrame(face), headFrame(other));
  const out = {
    data: new Uint8ClampedArray(area.width * area.height * 4).fill(255),
    width: area.width,
    height: area.height,
  };
  const pixel = new Float32Array(3);
  for (let j = 0; j < area.height; j++)
    for (let i = 0; i < area.width; i++) {
      const [x, y] = [area.x + i, area.y + j];
      sampleInto(picture, map.xx * x + map.yx * y + map.x0, map.xy * x + map.yy * y + map.y0, pixel);
      out.data.set(
        Array.from(pixel, (v) => Math.max(0, Math.min(255, v))),
        4 * (j * area.width + i),
      );
    }
  return out;
}

/** Lips before and after with a margin, in the area's pixels. */
function mouthBox({ points }, target, area) {
  const xs = [];
  const ys = [];
  for (const list of [points, target])
    for (let i = 0; i < 20; i++) {
      xs.push(list[2 * i]);
      ys.push(list[2 * i + 1]);
    }
  const margin = 0.15 * (Math.max(...xs) - Math.min(...xs));
  const x = Math.max(0, Math.floor(Math.min(...xs) - margin - area.x));
  const y = Math.max(0, Math.floor(Math.min(...ys) - margin - area.y));
  return {
    x,
    y,
    width: Math.min(area.width, Math.ceil(Math.max(...xs) + margin - area.x)) - x,
    height: Math.min(area.height, Math.ceil(Math.max(...ys) + margin - area.y)) - y,
  };
}
