import { expect, test } from 'vitest';
import { nextMark, seekVisibly, zoomHere } from './moves';
import { createTimeline } from './timeline';

test('marks are gone through in their order, to either end of the file', () => {
  const marks = [8, 0, 4];
  expect(nextMark(marks, 0, 1, 12)).toBe(4);
  expect(nextMark(marks, 4, 1, 12)).toBe(8);
  expect(nextMark(marks, 9, 1, 12)).toBe(12);
  expect(nextMark(marks, 9, -1, 12)).toBe(8);
  // Just behind a mark, the one before it is meant.
  expect(nextMark(marks, 8.2, -1, 12)).toBe(4);
  expect(nextMark([], 5, -1, 12)).toBe(0);
});

test('what cannot be seen is brought into view, and zoom keeps the playhead where it is', () => {
  const timeline = createTimeline(100);
  let soughtS = Number.NaN;
  timeline.onSeek((timeS) => {
    soughtS = timeS;
  });
  timeline.setRange(0, 10);
  seekVisibly(timeline, 50);
  expect(soughtS).toBe(50);
  expect(timeline.getSnapshot()).toMatchObject({ startS: 45, endS: 55 });
  timeline.setPlayhead(46);
  zoomHere(timeline, 2);
  const { startS, endS } = timeline.getSnapshot();
  expect(endS - startS).toBeCloseTo(5);
  expect((46 - startS) / (endS - startS)).toBeCloseTo(0.1);
});
