import { describe, expect, it } from 'vitest';
import { CROP_SIZE, cropPlanes, fillLipWindow, syncnetCrops } from './crop';

const WIDTH = 160;
const HEIGHT = 120;

/** A face that moves to the lower right and once jumps aside. */
const boxes = Array.from({ length: 20 }, (_, i) => ({
  x: 40.3 + 3.1 * i + (i === 9 ? 25 : 0),
  y: 20.7 + 1.7 * i,
  width: 60.2 + 0.9 * i,
  height: 71.5 + 0.4 * i,
}));

/** B = 7x + 3y, G = xy / 5, R = x² / 9 + y, all modulo 256. */
function picture(): Uint8Array {
  const rgba = new Uint8Array(4 * WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++)
      rgba.set(
        [Math.floor((x * x) / 9) + y, Math.floor((x * y) / 5), x * 7 + y * 3, 255],
        4 * (y * WIDTH + x),
      );
  return rgba;
}

describe('crops for SyncNet', () => {
  it("lie where the original's run_pipeline.py puts them", () => {
    // crop_video's own lines with numpy and scipy on these boxes: x, y, width, height.
    expect(syncnetCrops(boxes).map((c) => [c.x, c.y, c.width, c.height])).toEqual([
      [20, 20, 100, 100],
      [23, 22, 101, 101],
      [26, 24, 102, 101],
      [30, 25, 101, 102],
      [33, 27, 102, 102],
      [36, 29, 103, 103],
      [39, 30, 104, 104],
      [43, 32, 104, 104],
      [46, 34, 105, 104],
      [53, 36, 105, 105],
      [56, 37, 106, 106],
      [59, 39, 107, 106],
      [63, 41, 106, 106],
      [66, 42, 107, 108],
      [66, 42, 107, 108],
      [66, 42, 107, 108],
      [62, 42, 108, 108],
      [62, 42, 108, 108],
      [62, 42, 108, 108],
      [62, 42, 108, 108],
    ]);
  });

  it.each([
    [0, [6352615, 6445305, 6528581], [131, 60, 12], [47, 209, 231]],
    [10, [6194088, 6179888, 6230949], [205, 196, 224], [110, 110, 110]],
    [19, [6097516, 6086740, 5995993], [15, 186, 153], [110, 110, 110]],
  ])('hold what OpenCV cuts and scales, frame %i', (index, sums, middle, corner) => {
    const planes = cropPlanes(picture(), WIDTH, HEIGHT, syncnetCrops(boxes)[index]!);
    const area = CROP_SIZE ** 2;
    for (let c = 0; c < 3; c++) {
      const plane = planes.subarray(c * area, (c + 1) * area);
      expect(plane.reduce((sum, value) => sum + value, 0)).toBe(sums[c]);
      expect(plane[100 * CROP_SIZE + 100]).toBe(middle[c]);
      expect(plane[200 * CROP_SIZE + 30]).toBe(corner[c]);
    }
  });

  it('are laid out picture after picture for the lip tower', () => {
    const out = new Float32Array(16);
    fillLipWindow(
      [0, 1, 2, 3, 4].map((n) => Uint8Array.of(3 * n + 1, 3 * n + 2, 3 * n + 3)),
      out,
    );
    expect(Array.from(out)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0]);
  });

  it('of no boxes are none', () => {
    expect(syncnetCrops([])).toEqual([]);
  });
});
