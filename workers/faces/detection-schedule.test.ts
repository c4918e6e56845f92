import { describe, expect, it } from 'vitest';
import { SearchSchedule, searchLevels } from './detection-schedule';

/** What the detector needs: the face within the square, and at least an eighth of its side wide. */
function findable(width: number, height: number, faceX: number, faceY: number, faceSize: number): boolean {
  return searchLevels(width, height)
    .flat()
    .some(
      ({ centreX, centreY, size }) =>
        faceSize >= size * 0.125 &&
        Math.abs(faceX - centreX) + faceSize / 2 <= size / 2 + 0.001 &&
        Math.abs(faceY - centreY) + faceSize / 2 <= size / 2 + 0.001,
    );
}

describe('looking for faces', () => {
  it.each([
    [1280, 720, 48],
    [720, 1280, 48],
    [640, 360, 48],
    [1920, 1080, 72],
    [256, 256, 48],
  ])('finds a face anywhere in %i x %i down to %i pixels', (width, height, smallest) => {
    for (const size of [smallest, 1.5 * smallest, 2.5 * smallest]) {
      for (let x = size / 2; x <= width - size / 2; x += 13) {
        for (let y = size / 2; y <= height - size / 2; y += 13) {
          expect(findable(width, height, x, y, size), `${size} px at ${x}, ${y}`).toBe(true);
        }
      }
    }
  });

  it('shows the detector few squares while every face is followed, and more while there is none', () => {
    const count = (following: boolean) => {
      const schedule = new SearchSchedule(1280, 720);
      let squares = 0;
      for (let frame = 0; frame < 250; frame++) squares += schedule.next(frame / 25, following).length;
      return squares / 10;
    };
    expect(count(true)).toBeLessThan(12);
    expect(count(false)).toBeGreaterThan(30);
    expect(count(false)).toBeLessThan(60);
  });

  it('looks at the whole picture at once after a cut', () => {
    const schedule = new SearchSchedule(1280, 720);
    schedule.next(0, true);
    expect(schedule.next(0.04, true)).toHaveLength(0);
    schedule.restart();
    expect(schedule.next(0.08, true)[0]).toMatchObject({ centreX: 640, centreY: 360, size: 1280 });
  });
});
