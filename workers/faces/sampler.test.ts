import { describe, expect, it } from 'vitest';
import { type FramePixels, mapFor, matrixFor, type YuvPicture } from '../lib/frame-pixels';
import { sampleLuma, sampleSquare } from './sampler';

/** A 4:2:0 picture whose luma is value(x, y) and whose chroma is u, v everywhere, in studio range BT.601. */
function yuv(
  width: number,
  height: number,
  value: (x: number, y: number) => number,
  rotation: 0 | 90 | 180 | 270 = 0,
  u = 128,
  v = 128,
): YuvPicture {
  const chroma = (width / 2) * (height / 2);
  const data = new Uint8Array(width * height + 2 * chroma);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = value(x, y);
  data.fill(u, width * height, width * height + chroma);
  data.fill(v, width * height + chroma);
  const [displayWidth, displayHeight] = rotation % 180 === 0 ? [width, height] : [height, width];
  return {
    kind: 'yuv',
    data,
    width,
    height,
    displayWidth,
    displayHeight,
    toSource: mapFor(rotation, displayWidth, displayHeight, width, height),
    y: { offset: 0, stride: width },
    u: { offset: width * height, stride: width / 2 },
    v: { offset: width * height + chroma, stride: width / 2 },
    chromaStep: 1,
    shiftX: 1,
    shiftY: 1,
    matrix: matrixFor({ matrix: 'smpte170m', fullRange: false }, height),
  };
}

function sample(
  picture: FramePixels,
  centreX: number,
  centreY: number,
  size: number,
  rollRad: number,
  n: number,
) {
  const out = { width: n, data: new Uint8ClampedArray(4 * n * n) };
  sampleSquare(picture, { centreX, centreY, size, rollRad }, out, 'black');
  return (x: number, y: number) => [...out.data.subarray(4 * (y * n + x), 4 * (y * n + x) + 3)];
}

/** Studio luma as the 0..255 grey that it stands for. */
const grey = (luma: number) => Math.round(((luma - 16) * 255) / 219);
const ramp = (x: number, y: number) => 40 + 4 * x + 2 * y;

describe('cutting squares out of a frame', () => {
  it('gives back the very pixels when nothing is scaled or turned', () => {
    const pixel = sample(yuv(32, 32, ramp), 16, 16, 32, 0, 32);
    for (const [x, y] of [
      [0, 0],
      [7, 20],
      [31, 31],
    ] as const) {
      expect(Math.abs(pixel(x, y)[0]! - grey(ramp(x, y)))).toBeLessThanOrEqual(1);
    }
  });

  it('averages when shrinking and interpolates when growing', () => {
    const checks = yuv(32, 32, (x, y) => ((x + y) % 2 ? 235 : 16));
    expect(Math.abs(sample(checks, 16, 16, 32, 0, 8)(3, 3)[0]! - 127.5)).toBeLessThanOrEqual(1);
    const grown = sample(yuv(32, 32, ramp), 16, 16, 8, 0, 32);
    // Centre of output pixel 16 is an eighth of a source pixel right of and below the middle.
    expect(Math.abs(grown(16, 16)[0]! - grey(40 + 4 * 15.625 + 2 * 15.625))).toBeLessThanOrEqual(1);
  });

  it('turns a tilted face upright', () => {
    // Brighter to the lower right: after undoing a tilt of 45 degrees clockwise, brighter to the right only.
    const pixel = sample(
      yuv(64, 64, (x, y) => 30 + x + y),
      32,
      32,
      24,
      Math.PI / 4,
      24,
    );
    expect(pixel(22, 12)[0]! - pixel(2, 12)[0]!).toBeGreaterThan(25);
    expect(Math.abs(pixel(12, 22)[0]! - pixel(12, 2)[0]!)).toBeLessThanOrEqual(3);
  });

  it('is black outside the picture, or repeats its edge', () => {
    const picture = yuv(16, 16, () => 200);
    expect(sample(picture, 0, 0, 16, 0, 16)(2, 2)).toEqual([0, 0, 0]);
    const out = { width: 16, data: new Uint8ClampedArray(16 * 16 * 4) };
    sampleSquare(picture, { centreX: 0, centreY: 0, size: 16, rollRad: 0 }, out, 'edge');
    expect(out.data[0]).toBe(grey(200));
  });

  it('knows colours: studio BT.601 red comes out red', () => {
    const [r, g, b] = sample(
      yuv(16, 16, () => 81, 0, 90, 240),
      8,
      8,
      8,
      0,
      8,
    )(4, 4);
    expect(r).toBeGreaterThan(250);
    expect(g).toBeLessThan(5);
    expect(b).toBeLessThan(5);
  });
});

describe('phone videos that are stored turned', () => {
  // Stored: bright at the left. What lies left in storage comes to the top when turned clockwise by 90 degrees.
  const bright = (x: number) => (x < 8 ? 220 : 30);

  it.each([
    { rotation: 0 as const, corner: 'left', x: 1, y: 4 },
    { rotation: 90 as const, corner: 'top', x: 4, y: 1 },
    { rotation: 180 as const, corner: 'right', x: 14, y: 4 },
    { rotation: 270 as const, corner: 'bottom', x: 4, y: 14 },
  ])('shows the stored left side at the $corner for $rotation degrees', ({ rotation, x, y }) => {
    const picture = yuv(32, 16, bright, rotation);
    const wide = picture.displayWidth > picture.displayHeight;
    const pixel = sample(picture, wide ? 16 : 8, wide ? 8 : 16, 32, 0, 16);
    const at = (right: number, down: number) =>
      rotation % 180 === 0 ? pixel(right, down + 4)[0] : pixel(right + 4, down)[0];
    expect(at(x, y)).toBe(grey(220));
    // And the opposite side is dark.
    expect(rotation % 180 === 0 ? at(15 - x, y) : at(x, 15 - y)).toBe(grey(30));
  });
});

describe('the small luma picture', () => {
  it('averages the whole frame', () => {
    const out = new Uint8Array(4 * 2);
    sampleLuma(
      yuv(64, 32, (x) => (x < 32 ? 50 : 150)),
      out,
      4,
      2,
    );
    expect([...out]).toEqual([50, 50, 150, 150, 50, 50, 150, 150]);
  });
});
