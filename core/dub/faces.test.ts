import { describe, expect, it } from 'vitest';
import { DEFAULT_PADS } from '../lips/wav2lip';
import { facePerPicture, type SeenFace } from './faces';

const SIZE = { width: 1000, height: 500, pads: DEFAULT_PADS, smoothBoxes: false };
const pictures = (count: number, fps = 25) => Float64Array.from({ length: count }, (_, i) => i / fps);

/** A face 100 wide and 100 high whose left edge (at 100.4 px: clear of rounding) goes 10 px to the right every 40 ms. */
function face(timesS: number[]): SeenFace {
  const boxes = timesS.flatMap((t) => [(100.4 + 250 * t) / 1000, 0.2, 0.1, 0.2]);
  return { timesS: Float64Array.from(timesS), boxes: Float32Array.from(boxes), outlines: cornersOf(boxes) };
}

/** Outlines of four points: the boxes themselves. */
function cornersOf(boxes: readonly number[]): Float32Array {
  const corners: number[] = [];
  for (let i = 0; i < boxes.length; i += 4) {
    const [x, y, width, height] = boxes.slice(i, i + 4) as [number, number, number, number];
    corners.push(x, y, x + width, y, x + width, y + height, x, y + height);
  }
  return Float32Array.from(corners);
}

const seen = (list: readonly unknown[]) => list.map((box) => (box ? 'x' : '.')).join('');

describe('the face to be dubbed', () => {
  it('has in every picture the box that a detector would give, with room for the chin', () => {
    const boxes = facePerPicture(pictures(3), [face([0, 0.04, 0.08])], SIZE);
    // 104 high around y = 146: 94.0 .. 198.0, and 10 px below.
    expect(boxes.map((one) => one?.box)).toEqual([
      { x: 100, y: 94, width: 100, height: 114 },
      { x: 110, y: 94, width: 100, height: 114 },
      { x: 120, y: 94, width: 100, height: 114 },
    ]);
  });

  it('is kept through a short gap and left alone in a long one', () => {
    const times = [0, 0.04, 0.28, 0.32, 0.6, 0.64];
    const boxes = facePerPicture(pictures(18), [face(times)], SIZE);
    expect(seen(boxes)).toBe('xxxxxxxxx......xx.');
    expect(boxes[4]?.box.x).toBe(140);
    // Its outline goes along: 40.4 px from where it began, 100 x 100.
    expect([...boxes[4]!.outline].map(Math.round)).toEqual([140, 100, 240, 100, 240, 200, 140, 200]);
  });

  it('is found between the samples of a thinned track', () => {
    const boxes = facePerPicture(pictures(9, 50), [face([0, 0.04, 0.08, 0.12])], SIZE);
    expect(seen(boxes)).toBe('xxxxxxx..');
    expect(boxes[3]?.box.x).toBe(115);
  });

  it('is followed through cuts, never averaged over one', () => {
    const far = face([0.12, 0.16, 0.2]);
    far.boxes.forEach((_, i) => {
      if (i % 4 === 0) far.boxes[i]! += 0.5;
    });
    const boxes = facePerPicture(pictures(6), [face([0, 0.04, 0.08]), far], { ...SIZE, smoothBoxes: true });
    expect(boxes.slice(0, 3).every((box) => box!.box.x <= 120)).toBe(true);
    expect(boxes.slice(3).every((box) => box!.box.x >= 600)).toBe(true);
  });

  it('is not taken from pictures half a picture away, and not where it is too small', () => {
    expect(seen(facePerPicture(pictures(4), [face([0.04, 0.085, 0.5])], SIZE))).toBe('.xx.');
    const box = [0.5, 0.5, 0.004, 0.01];
    const tiny = { timesS: Float64Array.of(0), boxes: Float32Array.from(box), outlines: cornersOf(box) };
    expect(seen(facePerPicture(pictures(1), [tiny], SIZE))).toBe('.');
    expect(seen(facePerPicture(pictures(2), [], SIZE))).toBe('..');
  });

  it('of a photo is found at its one time', () => {
    expect(seen(facePerPicture(Float64Array.of(0), [face([0])], SIZE))).toBe('x');
  });
});
