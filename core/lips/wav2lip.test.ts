import { describe, expect, it } from 'vitest';
import {
  FACE_SIZE,
  fillFace,
  melStartsAtRate,
  melStartsAtTimes,
  melWindows,
  pictureToRgba,
  sourcePicture,
  wav2lipBoxes,
} from './wav2lip';

const AREA = FACE_SIZE * FACE_SIZE;

describe("Wav2Lip's windows of sound", () => {
  // Length, first and last starts and sum as printed by inference.py's loop for 523 columns.
  it.each([
    [25, 160, [0, 3, 6, 9, 12, 16], [499, 502, 505, 507], 40639],
    [29.97, 192, [0, 2, 5, 8, 10, 13], [501, 504, 507, 507], 48852],
    [30, 192, [0, 2, 5, 8, 10, 13], [501, 504, 506, 507], 48830],
    [23.976, 154, [0, 3, 6, 10, 13, 16], [500, 503, 507, 507], 39234],
    [60, 382, [0, 1, 2, 4, 5, 6], [504, 505, 506, 507], 96900],
    [12.5, 81, [0, 6, 12, 19, 25, 32], [492, 499, 505, 507], 20699],
  ])('start where the original starts them at %f fps', (fps, length, first, last, sum) => {
    const starts = melStartsAtRate(fps, 523);
    expect(starts.length).toBe(length);
    expect(starts.slice(0, 6)).toEqual(first);
    expect(starts.slice(-4)).toEqual(last);
    expect(starts.reduce((a, b) => a + b, 0)).toBe(sum);
  });

  it.each([25, 29.97, 30, 60])('are the same by time as by number at %f fps', (fps) => {
    const byNumber = melStartsAtRate(fps, 5000).slice(0, -1);
    const times = byNumber.map((_, i) => i / fps);
    expect(melStartsAtTimes(times, 5000)).toEqual(byNumber);
  });

  it('follow pictures at any times, and stay inside the sound', () => {
    expect(melStartsAtTimes([-0.1, 0, 0.033, 0.1, 0.5, 9], 50)).toEqual([0, 0, 2, 8, 34, 34]);
  });

  it('of sound shorter than a window are filled with silence', () => {
    const windows = melWindows(new Float32Array(80 * 3).fill(1), melStartsAtRate(25, 3));
    expect(windows.length % (80 * 16)).toBe(0);
    expect(Array.from(windows.subarray(0, 5))).toEqual([1, 1, 1, -4, -4]);
    expect(melStartsAtRate(25, 0)).toEqual([]);
  });

  it('hold bands by columns', () => {
    const mel = Float32Array.from({ length: 80 * 20 }, (_, i) => i);
    const windows = melWindows(mel, [0, 4]);
    expect(windows[16]).toBe(20); // band 1, column 0
    expect(windows[80 * 16 + 15]).toBe(19); // second window: band 0, column 19
  });
});

describe("Wav2Lip's face boxes", () => {
  it('are padded and smoothed as in inference.py', () => {
    const boxes = Array.from({ length: 9 }, (_, i) => ({
      x: 10.7 + 9.3 * i,
      y: 5.2 + ((i * i) % 7),
      width: 60.5 + i,
      height: 80.9 + 4 * i,
    }));
    // get_smoothened_boxes after its pads on a picture of 200 x 150.
    expect(wav2lipBoxes(boxes, 200, 150).map((b) => [b.x, b.y, b.x + b.width, b.y + b.height])).toEqual([
      [28, 6, 91, 105],
      [38, 7, 101, 110],
      [47, 7, 112, 114],
      [56, 6, 122, 117],
      [66, 6, 132, 121],
      [69, 6, 136, 123],
      [72, 5, 139, 123],
      [73, 5, 140, 124],
      [73, 5, 140, 124],
    ]);
  });

  it('stay inside the picture, for a photo too', () => {
    const [box] = wav2lipBoxes([{ x: -5, y: 60, width: 130, height: 50 }], 100, 100);
    expect(box).toEqual({ x: 0, y: 60, width: 100, height: 40 });
  });
});

describe("Wav2Lip's pictures", () => {
  it('go in masked and whole', () => {
    const planes = Uint8Array.from({ length: 3 * AREA }, (_, i) => i % 251);
    const out = new Float32Array(8 * AREA).fill(9);
    fillFace(planes, out);
    expect(out[100]).toBeCloseTo(planes[100]! / 255, 6);
    expect(out[AREA / 2 - 1]).toBeCloseTo(planes[AREA / 2 - 1]! / 255, 6);
    expect(out[AREA / 2]).toBe(0);
    expect(out[3 * AREA + AREA / 2]).toBeCloseTo(planes[AREA / 2]! / 255, 6);
    expect(out.subarray(6 * AREA).every((value) => value === 0)).toBe(true);
  });

  it('come out as RGBA, cut off to whole numbers', () => {
    const picture = new Float32Array(3 * AREA);
    picture[0] = 1; // blue
    picture[2 * AREA] = 0.5; // red
    expect(Array.from(pictureToRgba(picture).subarray(0, 4))).toEqual([127, 0, 255, 255]);
  });
});

describe('a video shorter than the new speech', () => {
  it('is looped, played to and fro, or frozen', () => {
    const row = (how: 'loop' | 'ping-pong' | 'freeze') =>
      [0, 1, 2, 3, 4, 5, 6].map((i) => sourcePicture(i, 3, how));
    expect(row('loop')).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect(row('ping-pong')).toEqual([0, 1, 2, 1, 0, 1, 2]);
    expect(row('freeze')).toEqual([0, 1, 2, 2, 2, 2, 2]);
    expect(sourcePicture(5, 1, 'ping-pong')).toBe(0);
  });
});
