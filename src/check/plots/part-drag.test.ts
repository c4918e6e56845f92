import { expect, test } from 'vitest';
import { dragPart, gripAt } from './part-drag';
import { createTimeline } from './timeline';

test('with Shift a part goes from where the drag began to where it is, in either direction', () => {
  const timeline = createTimeline(20);
  const grip = gripAt(timeline.getSnapshot(), 8, 0.2, true)!;
  dragPart(timeline, grip, 10);
  expect(timeline.getSnapshot()).toMatchObject({ inS: 8, outS: 10 });
  dragPart(timeline, grip, 5);
  expect(timeline.getSnapshot()).toMatchObject({ inS: 5, outS: 8 });
});

test('an end is moved by what is near it, and never past the other', () => {
  const timeline = createTimeline(20);
  expect(gripAt(timeline.getSnapshot(), 0, 0.2, false)).toBeNull();
  timeline.mark('in', 5);
  timeline.mark('out', 8);
  expect(gripAt(timeline.getSnapshot(), 6, 0.2, false)).toBeNull();
  expect(gripAt(timeline.getSnapshot(), 5.1, 0.2, false)).toBe('in');
  expect(gripAt(timeline.getSnapshot(), 7.9, 0.2, false)).toBe('out');
  dragPart(timeline, 'in', 12);
  expect(timeline.getSnapshot()).toMatchObject({ inS: 7.9, outS: 8 });
  dragPart(timeline, 'out', 30);
  expect(timeline.getSnapshot()).toMatchObject({ inS: 7.9, outS: 20 });
});
