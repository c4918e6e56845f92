/** Looks at a corrected file with native ffmpeg: where its sound is, and whether everything else is what it was. */
import { spawnSync } from 'node:child_process';
import FFT from 'fft.js';

const RATE_HZ = 16_000;
const MAX_BYTES = 1 << 30;
/** Lags looked at, and the length of what is compared. */
const SEARCH_S = 1.5;
const WINDOW_S = 8;

/** @returns Float32Array, mono at 16 kHz, from time 0 with timestamps applied, or as it comes when `raw` */
export function soundOf(path, { raw = false, track = 0, fromS = 0, lengthS = 0 } = {}) {
  const place = [
    `aresample=${RATE_HZ}`,
    ...(raw ? [] : ['aresample=async=1:first_pts=0:min_hard_comp=0.01']),
  ];
  const cut = lengthS > 0 ? [`atrim=start=${fromS}:end=${fromS + lengthS}`] : [];
  const { stdout } = run('ffmpeg', [
    ...['-v', 'error', ...(raw ? [] : ['-copyts']), '-i', path, '-map', `0:a:${track}`],
    ...['-af', [...place, ...cut].join(','), '-ac', '1', '-f', 'f32le', '-'],
  ]);
  return new Float32Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.length / 4));
}

/**
 * @param fromS the window begins here, in `sound`; `expectedS` later in `reference`
 * @returns how much later than expected the sound is in `sound`, ms, and how alike both are there, 0..1
 */
export function lagOf(sound, reference, fromS, expectedS, windowS = WINDOW_S) {
  const count = Math.round(windowS * RATE_HZ);
  const reach = Math.round(SEARCH_S * RATE_HZ);
  const at = Math.round(fromS * RATE_HZ);
  const there = Math.round((fromS + expectedS) * RATE_HZ);
  const size = 2 ** Math.ceil(Math.log2(count + 2 * reach));
  const fft = new FFT(size);
  const a = spectrum(fft, size, (i) => (i < count ? (sound[at + i] ?? 0) : 0));
  const b = spectrum(fft, size, (i) => (i < count + 2 * reach ? (reference[there - reach + i] ?? 0) : 0));
  const product = fft.createComplexArray();
  for (let i = 0; i < size; i++) {
    const [ar, ai, br, bi] = [a[2 * i], a[2 * i + 1], b[2 * i], b[2 * i + 1]];
    product[2 * i] = ar * br + ai * bi;
    product[2 * i + 1] = ar * bi - ai * br;
  }
  const back = fft.createComplexArray();
  fft.inverseTransform(back, product);
  let best = 0;
  for (let lag = 0; lag <= 2 * reach; lag++) if (back[2 * lag] > back[2 * best]) best = lag;
  const [left, top, right] = [-1, 0, 1].map((d) => back[2 * Math.max(0, best + d)]);
  const fraction = (0.5 * (left - right)) / (left - 2 * top + right || 1);
  let [ea, eb] = [0, 0];
  for (let i = 0; i < count; i++) {
    ea += (sound[at + i] ?? 0) ** 2;
    eb += (reference[there - reach + best + i] ?? 0) ** 2;
  }
  const exact = there / RATE_HZ - (fromS + expectedS) - (at / RATE_HZ - fromS);
  return {
    lagMs: (-(best + fraction - reach) / RATE_HZ - exact) * 1000,
    likeness: ea > 0 && eb > 0 ? top / Math.sqrt(ea * eb) : 0,
  };
}

/** What ffprobe says of a file's tracks, and what is in their packets. */
export function look(path, isMov) {
  const json = probe(path, ['-show_streams', '-show_format', '-show_chapters']);
  const streams = json.streams.map((stream) => ({
    type: stream.codec_type,
    codec: stream.codec_name,
    language: stream.tags?.language ?? null,
    rotation: stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0,
    size: stream.width ? `${stream.width}x${stream.height}` : '',
    colour: stream.color_space ?? '',
  }));
  const first = probe(path, [
    '-select_streams',
    'v:0',
    '-read_intervals',
    '%+#60',
    '-show_entries',
    'packet=pts_time,flags',
  ]);
  const times = first.packets
    .filter(({ flags }) => !flags.includes('D'))
    .map(({ pts_time }) => Number(pts_time))
    .filter(Number.isFinite);
  return {
    streams,
    durationS: Number(json.format.duration),
    title: json.format.tags?.title ?? null,
    chapters: json.chapters.map(({ start_time, tags }) => ({
      startS: Number(start_time),
      title: tags?.title,
    })),
    pictureS: Math.min(...times),
    pictureHash: packetHash(path, 'v:0', isMov),
    soundHashes: streams
      .filter(({ type }) => type === 'audio')
      .map((_, i) => packetHash(path, `a:${i}`, isMov)),
  };
}

/** MD5 of all packets' bytes, whatever their times. */
function packetHash(path, stream, isMov) {
  const { stdout } = run('ffmpeg', [
    ...['-v', 'error', ...(isMov ? ['-ignore_editlist', '1'] : []), '-copyts', '-i', path],
    ...['-map', `0:${stream}`, '-c', 'copy', '-copyinkf', '-f', 'md5', '-'],
  ]);
  return stdout.toString().trim();
}

function probe(path, args) {
  return JSON.parse(run('ffprobe', ['-v', 'error', '-of', 'json', ...args, path]).stdout.toString());
}

function spectrum(fft, size, at) {
  const out = fft.createComplexArray();
  fft.realTransform(
    out,
    Array.from({ length: size }, (_, i) => at(i)),
  );
  fft.completeSpectrum(out);
  return out;
}

function run(command, args) {
  const result = spawnSync(command, args, { maxBuffer: MAX_BYTES });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${result.stderr}`);
  return result;
}
