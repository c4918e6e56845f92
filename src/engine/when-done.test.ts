import { describe, expect, test } from 'vitest';
import { DoneWatch } from './when-done';

const SEEN = false;
const HIDDEN = true;

describe('what is told of long work', () => {
  test('the icon says how much is left, and nothing once it is done and seen', () => {
    const watch = new DoneWatch();
    expect(watch.update(3, 0, SEEN)).toEqual({ badge: 3, hasEnded: false });
    expect(watch.update(1, 60_000, SEEN)).toEqual({ badge: 1, hasEnded: false });
    expect(watch.update(0, 90_000, SEEN)).toEqual({ badge: null, hasEnded: false });
  });

  test('its end is told once, to who did not look, and the icon says so until they do', () => {
    const watch = new DoneWatch();
    watch.update(2, 0, SEEN);
    watch.update(1, 9_000, HIDDEN);
    expect(watch.update(0, 20_000, HIDDEN)).toEqual({ badge: 'done', hasEnded: true });
    expect(watch.update(0, 21_000, HIDDEN)).toEqual({ badge: 'done', hasEnded: false });
    expect(watch.update(0, 22_000, SEEN)).toEqual({ badge: null, hasEnded: false });
    expect(watch.update(0, 23_000, HIDDEN)).toEqual({ badge: null, hasEnded: false });
  });

  test('short work is not worth a word', () => {
    const watch = new DoneWatch();
    watch.update(1, 0, HIDDEN);
    expect(watch.update(0, 5_000, HIDDEN)).toEqual({ badge: null, hasEnded: false });
  });

  test('a page that just stands there tells nothing', () => {
    expect(new DoneWatch().update(0, 100_000, HIDDEN)).toEqual({ badge: null, hasEnded: false });
  });
});
