import { expect, test } from 'vitest';
import { markedPart, nextMark, seekVisibly, zoomHere } from './moves';
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

test('in and out make a part; one that lies on the wrong side of the other takes it away', () => {
  const timeline = createTimeline(60);
  const part = () => markedPart(timeline.getSnapshot());
  expect(part()).toBeNull();
  timeline.mark('in', 10);
  expect(part()).toEqual({ startS: 10, endS: 60 });
  timeline.mark('out', 20);
  expect(part()).toEqual({ startS: 10, endS: 20 });
  timeline.mark('out', 5);
  expect(part()).toEqual({ startS: 0, endS: 5 });
  timeline.mark('in', 99);
  expect(part()).toEqual({ startS: 60, endS: 60 });
  timeline.mark('in', null);
  expect(part()).toBeNull();
});
