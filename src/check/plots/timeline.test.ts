import { describe, expect, test, vi } from 'vitest';
import { createTimeline, MIN_VISIBLE_S } from './timeline';

describe('the shared time axis', () => {
  test('shows the whole file at first', () => {
    expect(createTimeline(12).getSnapshot()).toMatchObject({
      startS: 0,
      endS: 12,
      playheadS: 0,
      hoverS: null,
    });
  });

  test('zooming in keeps the time under the pointer where it is', () => {
    const timeline = createTimeline(100);
    timeline.zoom(4, 20);
    const { startS, endS } = timeline.getSnapshot();
    expect(endS - startS).toBeCloseTo(25);
    expect((20 - startS) / (endS - startS)).toBeCloseTo(0.2);
  });

  test('zooming out stops at the whole file and zooming in stops at a few frames', () => {
    const timeline = createTimeline(100);
    timeline.zoom(1e9, 50);
    const near = timeline.getSnapshot();
    expect(near.endS - near.startS).toBeCloseTo(MIN_VISIBLE_S);
    timeline.zoom(1e-9);
    expect(timeline.getSnapshot()).toMatchObject({ startS: 0, endS: 100 });
  });

  test('panning stops at both ends without changing the zoom', () => {
    const timeline = createTimeline(100);
    timeline.setRange(40, 60);
    timeline.pan(1000);
    expect(timeline.getSnapshot()).toMatchObject({ startS: 80, endS: 100 });
    timeline.pan(-1000);
    expect(timeline.getSnapshot()).toMatchObject({ startS: 0, endS: 20 });
  });

  test('a file shorter than the closest zoom is shown whole', () => {
    const timeline = createTimeline(0.1);
    timeline.zoom(5, 0.05);
    expect(timeline.getSnapshot()).toMatchObject({ startS: 0, endS: 0.1 });
  });

  test('an unknown length never yields a time that is not a number', () => {
    const timeline = createTimeline();
    timeline.zoom(2);
    timeline.pan(1);
    timeline.setPlayhead(3);
    timeline.setHover(Number.NaN);
    timeline.mark('in', 1);
    expect(timeline.getSnapshot()).toEqual({
      durationS: 0,
      startS: 0,
      endS: 0,
      playheadS: 0,
      hoverS: null,
      inS: 0,
      outS: null,
    });
  });

  test('a length that becomes known shows the whole file, but keeps a chosen zoom', () => {
    const timeline = createTimeline();
    timeline.setDuration(10);
    expect(timeline.getSnapshot()).toMatchObject({ startS: 0, endS: 10 });
    timeline.setRange(2, 4);
    timeline.setDuration(12);
    expect(timeline.getSnapshot()).toMatchObject({ startS: 2, endS: 4, durationS: 12 });
    timeline.setDuration(3);
    expect(timeline.getSnapshot()).toMatchObject({ startS: 0, endS: 3 });
  });

  test('playback that runs out of the visible range turns the page, only when asked to follow', () => {
    const timeline = createTimeline(100);
    timeline.setRange(10, 20);
    timeline.setPlayhead(20.5);
    expect(timeline.getSnapshot().startS).toBe(10);
    timeline.setPlayhead(20.5, true);
    expect(timeline.getSnapshot()).toMatchObject({ startS: 20.5, endS: 30.5 });
  });

  test('a seek reaches the player inside the file, until it stops listening', () => {
    const timeline = createTimeline(10);
    const player = vi.fn();
    const undo = timeline.onSeek(player);
    timeline.seek(25);
    timeline.seek(-1);
    undo();
    timeline.seek(5);
    expect(player.mock.calls).toEqual([[10], [0]]);
  });

  test('subscribers hear of changes and only of changes', () => {
    const timeline = createTimeline(10);
    const listener = vi.fn();
    const undo = timeline.subscribe(listener);
    const before = timeline.getSnapshot();
    timeline.setHover(null);
    timeline.reset();
    expect(listener).not.toHaveBeenCalled();
    expect(timeline.getSnapshot()).toBe(before);
    timeline.setHover(4);
    expect(listener).toHaveBeenCalledTimes(1);
    undo();
    timeline.setHover(5);
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
