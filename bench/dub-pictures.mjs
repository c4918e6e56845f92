/** Mouths cut out of a video's pictures, each as large and in its place, so that those of two videos can be compared. */
import { spawnSync } from 'node:child_process';
import { ssim } from './picture-measures.mjs';

const SIDE = 64;
/** Width of what is cut out, as a share of the face's box. */
const WIDTH_SHARE = 0.7;
const WHOLE = { x: 0, y: 0, width: SIDE, height: SIDE };

/**
 * @param {string} file @param {number} rate pictures a second
 * @param {({ x: number, y: number, width: number } | null)[]} places middle of the mouth and width of the face at every picture,
 *   relative to the picture; null where it is not seen
 * @returns {(object | null)[]} mouths, as picture-measures has pictures
 */
export function mouthsOf(file, rate, places) {
  const { width, height, at } = picturesOf(file, rate);
  return places.map((place, i) => {
    const picture = place && at(i);
    return picture ? cut(picture, width, height, place) : null;
  });
}

/**
 * PSNR of one video's pictures against another's where no mouth is put in: luma of all rows but the topmost and lowest 15 %,
 * where the badge may be, and without the face and what lies below it.
 * @param places as of `mouthsOf`, of the face in `file` @returns the mean, dB
 */
export function outsidePsnr(file, other, rate, places) {
  const [a, b] = [picturesOf(file, rate), picturesOf(other, rate)];
  const { width, height } = a;
  const all = [];
  for (const [i, place] of places.entries()) {
    const [x, y] = [a.at(i), b.at(i)];
    if (!place || !x || !y) continue;
    const [left, right] = [place.x - 0.7 * place.width, place.x + 0.7 * place.width].map((at) => at * width);
    let [sum, count] = [0, 0];
    for (let row = Math.round(0.15 * height); row < 0.85 * height; row++)
      for (let column = 0; column < width; column++) {
        if (column > left && column < right) continue;
        sum += (x[row * width + column] - y[row * width + column]) ** 2;
        count++;
      }
    if (count > 0) all.push(10 * Math.log10((255 * 255 * count) / Math.max(sum, 1)));
  }
  return all.length > 0 ? all.reduce((sum, value) => sum + value, 0) / all.length : null;
}

/** Mean structural similarity of pairs; null where there is none. */
export function meanSsim(pairs) {
  const all = pairs.flatMap(([a, b]) => (a && b ? [ssim(a, b, WHOLE)] : []));
  return all.length > 0 ? all.reduce((sum, value) => sum + value, 0) / all.length : null;
}

/** Luma, one Uint8Array [width * height] each. */
function picturesOf(file, rate) {
  const { width, height } = sizeOf(file);
  const size = width * height;
  const { stdout } = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-vf', `fps=${rate}`, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'],
    { maxBuffer: 4e9 },
  );
  const at = (i) => ((i + 1) * size <= stdout.length ? stdout.subarray(i * size, (i + 1) * size) : null);
  return { width, height, at };
}

function cut(picture, width, height, place) {
  const side = place.width * width * WIDTH_SHARE;
  const data = new Uint8ClampedArray(4 * SIDE * SIDE);
  for (let j = 0; j < SIDE; j++)
    for (let i = 0; i < SIDE; i++) {
      const x = place.x * width + ((i + 0.5) / SIDE - 0.5) * side - 0.5;
      const y = place.y * height + ((j + 0.5) / SIDE - 0.5) * side - 0.5;
      data.fill(sampled(picture, width, height, x, y), 4 * (j * SIDE + i), 4 * (j * SIDE + i) + 4);
    }
  return { data, width: SIDE, height: SIDE };
}

function sampled(picture, width, height, x, y) {
  const at = (i, j) =>
    picture[Math.max(0, Math.min(height - 1, j)) * width + Math.max(0, Math.min(width - 1, i))];
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - i, y - j];
  const above = at(i, j) * (1 - right) + at(i + 1, j) * right;
  const below = at(i, j + 1) * (1 - right) + at(i + 1, j + 1) * right;
  return above * (1 - down) + below * down;
}

function sizeOf(file) {
  const { stdout } = spawnSync(
    'ffprobe',
    ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', file],
    { encoding: 'utf8' },
  );
  const [width, height] = stdout.trim().split(',').map(Number);
  return { width, height };
}
