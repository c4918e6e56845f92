import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../testing/native-ffmpeg';
import { seeded } from '../testing/random';
import { detailed, hasDetail } from './detail';
import { shiftBetween } from './follow-shape';
import { type Plane, planeOf, resampled } from './plane';

const EXAMPLE = 'public/example.mp4';
/** The face in it, which hardly moves. */
const BOX = { x: 366, y: 160, width: 240, height: 330 };
/** Pictures between the mouth that is drawn and the picture that it is laid over. */
const APART = 12;
const PICTURES = 12;

type Pixels = Uint8ClampedArray<ArrayBuffer>;

describe.skipIf(!hasFfmpeg())('of a mouth that 96 pixels held (needs ffmpeg)', () => {
  let faces: Pixels[] = [];
  let truth: Plane[] = [];
  let withDetail: Plane[] = [];
  let without: Plane[] = [];
  const shown = (n: number, base: number) => detailed(held(faces[n]!), faces[base]!, BOX.width, BOX.height);
  const plain = (n: number) => enlargedPlainly(held(faces[n]!));
  beforeAll(() => {
    faces = facesOf(APART + PICTURES);
    truth = faces.slice(0, PICTURES).map(lumaOf);
    withDetail = truth.map((_, n) => lumaOf(shown(n, n + APART)));
    without = truth.map((_, n) => lumaOf(plain(n)));
  }, 60_000);

  it('more comes back than enlarging gives: nearer to the true picture, and sharper', () => {
    const near = (made: readonly Plane[]) => mean(made.map((plane, n) => ssim(plane, truth[n]!)));
    const sharp = (made: readonly Plane[]) => mean(made.map(sharpness)) / mean(truth.map(sharpness));
    expect(near(withDetail)).toBeGreaterThan(near(without));
    expect(sharp(without)).toBeLessThan(0.5);
    expect(sharp(withDetail)).toBeGreaterThan(0.7);
  });

  it('all comes back where the picture shows the same mouth', () => {
    const made = truth.slice(0, 4).map((_, n) => lumaOf(shown(n, n)));
    const sharp = mean(made.map(sharpness)) / mean(truth.slice(0, 4).map(sharpness));
    expect(mean(made.map((plane, n) => ssim(plane, truth[n]!)))).toBeGreaterThan(0.98);
    expect(sharp).toBeGreaterThan(0.9);
    expect(sharp).toBeLessThan(1.1);
  });

  it('no more comes back than the picture has, however coarsely the mouth is drawn', () => {
    // Every pixel as one of the face's is: with stairs at the edges.
    const coarse = Uint8Array.from({ length: 3 * 96 * 96 }, (_, i) => {
      const [x, y] = [Math.floor(i / 3) % 96, Math.floor(i / 288)];
      const at =
        Math.floor(((y + 0.5) * BOX.height) / 96) * BOX.width + Math.floor(((x + 0.5) * BOX.width) / 96);
      return faces[0]![4 * at + (i % 3)]!;
    });
    const made = lumaOf(detailed(coarse, faces[0]!, BOX.width, BOX.height));
    expect(sharpness(made) / sharpness(truth[0]!)).toBeGreaterThan(0.8);
    expect(sharpness(made) / sharpness(truth[0]!)).toBeLessThan(1.4);
  });

  it('nothing flickers that did not before', () => {
    expect(unsteadiness(withDetail) / unsteadiness(truth)).toBeLessThan(1.3);
  });
});

describe('a mouth with detail', () => {
  it('has the colours that were drawn, and as many pixels as the face', () => {
    const [width, height] = [150, 190];
    const mouth = Uint8Array.from({ length: 3 * 96 * 96 }, (_, i) => [200, 120, 90][i % 3]!);
    const random = seeded(1);
    const picture = Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) =>
      i % 4 === 3 ? 255 : 200 * random(),
    );
    const made = detailed(mouth, picture, width, height);
    expect(made).toHaveLength(4 * width * height);
    let farthest = 0;
    // Flat as drawn: of a picture that shows something else nothing is taken.
    for (let i = 0; i < made.length; i += 4)
      for (const [c, value] of [200, 120, 90, 255].entries())
        farthest = Math.max(farthest, Math.abs(made[i + c]! - value));
    expect(farthest).toBeLessThan(12);
  });

  it('is not asked of a face that 96 pixels hold', () => {
    expect(hasDetail(96, 120)).toBe(false);
    expect(hasDetail(110, 140)).toBe(false);
    expect(hasDetail(120, 140)).toBe(true);
  });

  it('follows what has moved', () => {
    const random = seeded(3);
    const waves = Array.from({ length: 9 }, () => [random() * 0.5, random() * 0.5, random() * 6]);
    const at = (x: number, y: number) =>
      128 + waves.reduce((sum, [a, b, c]) => sum + 12 * Math.sin(a! * x + b! * y + c!), 0);
    const from = planeOf(96, 96, (i) => at(i % 96, Math.floor(i / 96)));
    const to = planeOf(96, 96, (i) => at((i % 96) + 1.4, Math.floor(i / 96) - 2.2));
    const { x, y } = shiftBetween(from, to);
    const off: number[] = [];
    for (let row = 12; row < 84; row += 6)
      for (let column = 12; column < 84; column += 6) {
        const i = row * 96 + column;
        off.push(Math.hypot(x.data[i]! - 1.4, y.data[i]! + 2.2));
      }
    off.sort((a, b) => a - b);
    expect(off[off.length >> 1]).toBeLessThan(0.15);
    expect(off.at(-1)).toBeLessThan(0.8);
  });
});

/** RGBA of the face box, picture by picture. */
function facesOf(count: number): Pixels[] {
  const crop = `crop=${BOX.width}:${BOX.height}:${BOX.x}:${BOX.y}`;
  const args = ['-v', 'error', '-ss', '1', '-i', EXAMPLE, '-frames:v', `${count}`, '-vf', crop];
  const all = execFileSync('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'], {
    maxBuffer: 1e9,
  });
  const bytes = 4 * BOX.width * BOX.height;
  return Array.from({ length: count }, (_, n) =>
    Uint8ClampedArray.from(all.subarray(n * bytes, (n + 1) * bytes)),
  );
}

/** As a generator of 96 x 96 pixels would draw it at best. */
function held(face: Pixels): Uint8Array {
  const out = new Uint8Array(3 * 96 * 96);
  for (let c = 0; c < 3; c++) {
    const channel = planeOf(BOX.width, BOX.height, (i) => face[4 * i + c]!);
    resampled(channel, 96, 96).data.forEach((value, i) => {
      out[3 * i + c] = Math.round(value);
    });
  }
  return out;
}

function enlargedPlainly(mouth: Uint8Array): Pixels {
  const out = new Uint8ClampedArray(4 * BOX.width * BOX.height);
  for (let c = 0; c < 3; c++) {
    const channel = planeOf(96, 96, (i) => mouth[3 * i + c]!);
    resampled(channel, BOX.width, BOX.height).data.forEach((value, i) => {
      out[4 * i + c] = value;
    });
  }
  return out;
}

/** Of the part of the box that the mouth is in. */
function lumaOf(rgba: Pixels): Plane {
  const [left, top] = [Math.round(0.2 * BOX.width), Math.round(0.55 * BOX.height)];
  const [width, height] = [Math.round(0.6 * BOX.width), Math.round(0.38 * BOX.height)];
  return planeOf(width, height, (i) => {
    const at = 4 * ((top + Math.floor(i / width)) * BOX.width + left + (i % width));
    return 0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!;
  });
}

function sharpness({ width, height, data }: Plane): number {
  const values: number[] = [];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      values.push(data[i - 1]! + data[i + 1]! + data[i - width]! + data[i + width]! - 4 * data[i]!);
    }
  return mean(values.map((value) => value * value)) - mean(values) ** 2;
}

/** Wang et al. 2004, windows of 8 x 8 every 4 pixels. */
function ssim(a: Plane, b: Plane): number {
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
  const all: number[] = [];
  for (let top = 0; top + 8 <= a.height; top += 4)
    for (let left = 0; left + 8 <= a.width; left += 4) {
      const at = Array.from({ length: 64 }, (_, k) => (top + (k >> 3)) * a.width + left + (k & 7));
      const [x, y] = [at.map((i) => a.data[i]!), at.map((i) => b.data[i]!)];
      const [mx, my] = [mean(x), mean(y)];
      const [vx, vy] = [mean(x.map((v) => (v - mx) ** 2)), mean(y.map((v) => (v - my) ** 2))];
      const cov = mean(x.map((v, k) => (v - mx) * (y[k]! - my)));
      all.push(((2 * mx * my + c1) * (2 * cov + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2)));
    }
  return mean(all);
}

/** Root of the mean square of the second difference over time. */
function unsteadiness(planes: readonly Plane[]): number {
  const squares = planes.slice(2).map(({ data }, n) => {
    const [first, second] = [planes[n]!.data, planes[n + 1]!.data];
    return mean(Array.from(data, (value, i) => (value - 2 * second[i]! + first[i]!) ** 2));
  });
  return Math.sqrt(mean(squares));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
