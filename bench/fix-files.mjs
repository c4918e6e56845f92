/** The files that bench:fix corrects: of each an undisturbed one, and ones with the sound moved on purpose. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, ROOT } from '../scripts/lib.mjs';

/** No multiple of a picture at any rate. */
export const OFFSETS_MS = [-487, -123, 37, 243, 811];
const FOLDER = join(ROOT, '.cache/bench-fix');
/** Sound there is before and behind what a file gets, so that a moved one has something to say at its ends. */
const SPARE_S = 2;
const EXAMPLE = join(ROOT, 'public/example.mp4');

const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '2', '-g', '48'];
const aac = ['-c:a', 'aac', '-b:a', '128k'];

/**
 * `picture`: arguments that encode it; `sound`: those that encode the sound; `mux`: those of the last step;
 * `sounds`: how many tracks, all moved alike when lossless, the first alone when baked.
 */
export const FILES = [
  {
    name: 'h264-aac-23976',
    ext: 'mp4',
    fps: '24000/1001',
    picture: h264,
    sound: aac,
    mux: ['-movflags', '+faststart'],
  },
  { name: 'h264-aac-2997', ext: 'mp4', fps: '30000/1001', picture: h264, sound: aac },
  {
    name: 'vfr-phone-rotated',
    ext: 'mp4',
    fps: '30',
    filter: "select='not(eq(mod(n,7),3))*not(eq(mod(n,11),5))'",
    picture: [...h264, '-fps_mode', 'vfr'],
    sound: aac,
    mux: ['-metadata:s:v', 'rotate=90'],
  },
  {
    name: 'prores-pcm',
    ext: 'mov',
    fps: '25',
    picture: ['-c:v', 'prores_ks', '-profile:v', '0', '-pix_fmt', 'yuv422p10le'],
    sound: ['-c:a', 'pcm_s24le'],
    mux: ['-timecode', '01:00:00:00'],
  },
  {
    name: 'hevc-ac3',
    ext: 'mkv',
    fps: '24',
    picture: [
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-x265-params',
      'log-level=error',
      '-pix_fmt',
      'yuv420p',
    ],
    sound: ['-c:a', 'ac3', '-b:a', '192k'],
    chapters: true,
  },
  {
    name: 'vp9-opus',
    ext: 'webm',
    fps: '25',
    picture: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '300k'],
    sound: ['-c:a', 'libopus', '-b:a', '96k'],
  },
  { name: 'two-sound-tracks', ext: 'mp4', fps: '25', picture: h264, sound: aac, sounds: 2, chapters: true },
  { name: 'edit-list', ext: 'mp4', fps: '25', picture: h264, sound: aac, cutS: 2.03 },
  { name: 'starts-at-5', ext: 'mp4', fps: '25', picture: h264, sound: aac, mux: ['-output_ts_offset', '5'] },
  {
    name: 'fragmented',
    ext: 'mp4',
    fps: '25',
    picture: h264,
    sound: aac,
    mux: ['-movflags', '+frag_keyframe+empty_moov+default_base_moof'],
  },
  { name: 'one-hour', ext: 'mp4', fps: '10', seconds: 3600, size: '160x90', picture: h264, sound: aac },
  {
    name: 'mono-8khz',
    ext: 'mp4',
    fps: '25',
    picture: h264,
    sound: ['-c:a', 'aac', '-b:a', '24k', '-ar', '8000', '-ac', '1'],
  },
  { name: 'example', ext: 'mp4', example: true, sound: aac },
  {
    name: 'mpeg2-ac3-ts',
    ext: 'ts',
    fps: '25',
    picture: ['-c:v', 'mpeg2video', '-q:v', '5'],
    sound: ['-c:a', 'ac3', '-b:a', '192k'],
  },
  { name: 'h264-mp2-ts', ext: 'ts', fps: '25', picture: h264, sound: ['-c:a', 'mp2', '-b:a', '192k'] },
  {
    name: 'h264-lpcm-m2ts',
    ext: 'm2ts',
    fps: '25',
    picture: h264,
    sound: ['-c:a', 'pcm_bluray'],
    mux: ['-mpegts_m2ts_mode', '1', '-f', 'mpegts'],
  },
  avi('10', ['-c:a', 'pcm_s16le']),
  avi('12', ['-c:a', 'libmp3lame', '-b:a', '128k']),
  avi('15', ['-c:a', 'ac3', '-b:a', '192k']),
  avi('25', ['-c:a', 'pcm_s16le']),
  h264Avi(0),
  h264Avi(2),
  {
    name: 'mpeg2-pcm-mxf',
    ext: 'mxf',
    fps: '25',
    picture: ['-c:v', 'mpeg2video', '-q:v', '5'],
    sound: ['-c:a', 'pcm_s24le'],
  },
  {
    name: 'dv',
    ext: 'dv',
    fps: '25',
    size: '720x576',
    picture: ['-c:v', 'dvvideo', '-pix_fmt', 'yuv420p'],
    sound: ['-c:a', 'pcm_s16le'],
  },
  {
    name: 'theora-vorbis-ogv',
    ext: 'ogv',
    fps: '25',
    picture: ['-c:v', 'libtheora', '-q:v', '6'],
    sound: ['-c:a', 'libvorbis', '-q:a', '5'],
  },
];

/** With B-frames decoders and copies make presentation times of their own. */
function h264Avi(bFrames) {
  const picture = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', String(bFrames)];
  const sound = ['-c:a', 'ac3', '-b:a', '192k'];
  return { name: `h264-avi-${bFrames}b`, ext: 'avi', fps: '25', picture, sound };
}

/** AVI has no times: pictures follow each other at one rate. */
function avi(fps, sound) {
  return { name: `mpeg4-avi-${fps}`, ext: 'avi', fps, picture: ['-c:v', 'mpeg4', '-q:v', '5'], sound };
}

/** Sound that runs slow, `by` seconds in each: a wrong clock, NTSC against film, PAL against 24 and against film. */
export const DRIFTS = [
  { name: '500 ppm', by: 48_000 / 47_976 - 1, rateHz: 47_976, seconds: 600 },
  { name: '0.1 %', by: 0.001, rateHz: 48_000 / 1.001, seconds: 120 },
  { name: '4.17 %', by: 25 / 24 - 1, rateHz: 48_000 * (24 / 25), seconds: 120 },
  { name: '4.27 %', by: 1001 / 960 - 1, rateHz: 48_000 * (960 / 1001), seconds: 120 },
  { name: '-4.10 %', by: 24 / 25.025 - 1, rateHz: 48_000 * (25.025 / 24), seconds: 120 },
];
export const STEP = { seconds: 20, atS: 10, stepMs: 300 };
/** Two cameras cut to and fro: the sound is one, their pictures are not equally late. */
export const CAMERAS = { seconds: 36, partS: 4, offsetsMs: [209, -26] };

/** @returns path of the file with its sound `offsetMs` late; 0 is the undisturbed one */
export async function makeFile(file, offsetMs, movesAll = true) {
  mkdirSync(FOLDER, { recursive: true });
  const moved = movesAll || (file.sounds ?? 1) === 1 ? '' : '-first';
  const out = join(FOLDER, `${file.name}.${offsetMs}${moved}.${file.ext}`);
  if (existsSync(out)) return out;
  const seconds = file.example ? 12.6 : (file.seconds ?? 14);
  const picture = file.example ? EXAMPLE : await pictureOf(file, seconds);
  const master = file.example ? EXAMPLE : await masterOf(seconds + 2 * SPARE_S);
  const fromS = (file.example ? 0 : SPARE_S) - offsetMs / 1000;
  const trim = `atrim=start=${Math.max(0, fromS)}:end=${fromS + seconds},asetpts=PTS-STARTPTS`;
  const pad = fromS < 0 ? `,adelay=${-fromS * 1000}:all=1` : '';
  const inputs = ['-i', picture, '-i', master];
  const filters = [`[1:a]${trim}${pad},apad=whole_dur=${seconds},asplit=1[s0]`];
  const maps = ['-map', '0:v', '-map', '[s0]'];
  if (file.sounds === 2) {
    const otherS = movesAll ? fromS : SPARE_S;
    filters.push(`[1:a]atrim=start=${otherS}:end=${otherS + seconds},asetpts=PTS-STARTPTS,areverse[s1]`);
    maps.push('-map', '[s1]', '-metadata:s:a:1', 'language=fra', '-metadata:s:a:0', 'language=eng');
  }
  const chapters = file.chapters
    ? ['-f', 'ffmetadata', '-i', await chaptersFile(), '-map_chapters', '2']
    : [];
  const whole = file.cutS === undefined ? out : out.replace(/(\.\w+)$/, '.whole$1');
  await ffmpeg(
    ...[
      ...inputs,
      ...chapters.slice(0, 4),
      '-filter_complex',
      filters.join(';'),
      ...maps,
      ...chapters.slice(4),
    ],
    ...[
      '-c:v',
      'copy',
      ...file.sound,
      '-metadata',
      'title=A test',
      ...(file.mux ?? []),
      '-t',
      String(seconds),
      whole,
    ],
  );
  if (file.cutS !== undefined)
    await ffmpeg('-ss', String(file.cutS), '-i', whole, '-map', '0', '-c', 'copy', out);
  return out;
}

/** @returns an undisturbed file, and one whose sound runs slow (or fast) */
export async function makeDrifting({ rateHz, seconds }) {
  const file = {
    name: `drift-${seconds}`,
    ext: 'mp4',
    fps: '10',
    seconds,
    size: '160x90',
    picture: h264,
    sound: aac,
  };
  const base = await makeFile(file, 0);
  const out = join(FOLDER, `drift.${Math.round(rateHz)}.mp4`);
  if (!existsSync(out)) {
    // At ten times the rate, so that asetrate's whole numbers are fine enough.
    const fine = `aresample=480000,asetrate=${Math.round(rateHz * 10)},aresample=48000`;
    await ffmpeg(
      ...['-i', base, '-i', await soundFile(base), '-filter_complex', `[1:a]${fine},atrim=end=${seconds}[s]`],
      ...['-map', '0:v', '-map', '[s]', '-c:v', 'copy', ...aac, out],
    );
  }
  return { base, out };
}

/** @returns an undisturbed file, and one in which the sound belongs to the picture by another offset every 4 s */
export async function makeCameras() {
  const { seconds, partS, offsetsMs } = CAMERAS;
  const file = { name: 'cameras', ext: 'mp4', fps: '25', seconds, picture: h264, sound: aac };
  const base = await makeFile(file, 0);
  const out = join(FOLDER, 'cameras.cut.mp4');
  if (!existsSync(out)) {
    // Of each part the sound that was recorded `offsetMs` earlier: the picture's latency, seen from the sound.
    const spare = 1;
    const parts = Array.from({ length: seconds / partS }, (_, i) => {
      const fromS = spare + i * partS - offsetsMs[i % 2] / 1000;
      return `[p${i}]atrim=start=${fromS}:end=${fromS + partS},asetpts=PTS-STARTPTS[q${i}]`;
    });
    const pads = (name) => parts.map((_, i) => `[${name}${i}]`).join('');
    const filter = [
      `[1:a]adelay=${spare * 1000}:all=1,apad=pad_dur=${spare},asplit=${parts.length}${pads('p')}`,
      ...parts,
      `${pads('q')}concat=n=${parts.length}:v=0:a=1[s]`,
    ].join(';');
    await ffmpeg(
      ...['-i', base, '-i', await soundFile(base), '-filter_complex', filter, '-map', '0:v'],
      ...['-map', '[s]', '-c:v', 'copy', ...aac, out],
    );
  }
  return { base, out };
}

/** @returns an undisturbed file, and one in whose sound 300 ms of silence were put at 10 s */
export async function makeStep() {
  const file = { name: 'step', ext: 'mp4', fps: '25', seconds: STEP.seconds, picture: h264, sound: aac };
  const base = await makeFile(file, 0);
  const out = join(FOLDER, 'step.300.mp4');
  if (!existsSync(out)) {
    const parts = [
      '[1:a]asplit=2[a][b]',
      `[a]atrim=end=${STEP.atS}[c]`,
      `[b]atrim=start=${STEP.atS},asetpts=PTS-STARTPTS,adelay=${STEP.stepMs}:all=1[d]`,
      `[c][d]concat=n=2:v=0:a=1,atrim=end=${STEP.seconds}[s]`,
    ];
    await ffmpeg(
      ...['-i', base, '-i', await soundFile(base), '-filter_complex', parts.join(';'), '-map', '0:v'],
      ...['-map', '[s]', '-c:v', 'copy', ...aac, out],
    );
  }
  return { base, out };
}

async function soundFile(path) {
  const out = `${path}.wav`;
  if (!existsSync(out)) await ffmpeg('-i', path, '-map', '0:a:0', out);
  return out;
}

async function pictureOf(file, seconds) {
  const ext = ['mp4', 'mov', 'webm'].includes(file.ext) ? file.ext : 'mkv';
  const out = join(FOLDER, `${file.name}.picture.${ext}`);
  const filter = file.filter ? ['-vf', file.filter] : [];
  const source = `testsrc2=size=${file.size ?? '320x180'}:rate=${file.fps}:duration=${seconds}`;
  if (!existsSync(out)) await ffmpeg('-f', 'lavfi', '-i', source, ...filter, ...file.picture, out);
  return out;
}

/** The example's speech again and again, with noise that never repeats, so that no two places sound the same. */
async function masterOf(seconds) {
  const out = join(FOLDER, `master-${seconds}.wav`);
  const noise = `anoisesrc=sample_rate=48000:amplitude=0.05:color=pink:seed=7:duration=${seconds}`;
  const mix =
    '[0:a]aresample=48000,pan=stereo|c0=c0|c1=c0[v];[1:a]pan=stereo|c0=c0|c1=c0[n];[v][n]amix=inputs=2:duration=shortest:normalize=0';
  if (!existsSync(out))
    await ffmpeg(
      ...['-stream_loop', '-1', '-i', EXAMPLE, '-f', 'lavfi', '-i', noise, '-filter_complex', mix],
      ...['-t', String(seconds), out],
    );
  return out;
}

async function chaptersFile() {
  const { writeFileSync } = await import('node:fs');
  const out = join(FOLDER, 'chapters.txt');
  const chapter = (start, end, title) =>
    `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${start}\nEND=${end}\ntitle=${title}\n`;
  writeFileSync(out, `;FFMETADATA1\n${chapter(0, 5000, 'One')}${chapter(5000, 14000, 'Two')}`);
  return out;
}

async function ffmpeg(...args) {
  await mustRun('ffmpeg', ['-v', 'error', '-y', ...args], { quiet: true });
}
