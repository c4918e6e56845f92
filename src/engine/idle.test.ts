import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleRelease } from './idle';

describe('what nobody holds', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is let go after the idle time, counted from the last end of its use', () => {
    const release = vi.fn();
    const idle = new IdleRelease(1000, release);
    idle.hold()();
    vi.advanceTimersByTime(900);
    idle.hold()();
    vi.advanceTimersByTime(900);
    expect(release).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(release).toHaveBeenCalledTimes(1);
  });

  it('is kept while a use goes on, however long that takes', () => {
    const release = vi.fn();
    const idle = new IdleRelease(1000, release);
    const first = idle.hold();
    const second = idle.hold();
    first();
    first();
    vi.advanceTimersByTime(600_000);
    expect(release).not.toHaveBeenCalled();
    second();
    vi.advanceTimersByTime(1000);
    expect(release).toHaveBeenCalledTimes(1);
  });

  it('waits for nothing when its last holder lets go of what was released already; and does when it is held anew', () => {
    const release = vi.fn();
    const idle = new IdleRelease(1000, release);
    const cancelled = idle.hold();
    idle.stop();
    cancelled();
    expect(vi.getTimerCount()).toBe(0);
    const old = idle.hold();
    idle.stop();
    const next = idle.hold();
    old();
    next();
    vi.advanceTimersByTime(1000);
    expect(release).toHaveBeenCalledTimes(1);
  });

  it('is kept for good where no idle time is set', () => {
    const release = vi.fn();
    new IdleRelease(Number.POSITIVE_INFINITY, release).hold()();
    vi.advanceTimersByTime(1e9);
    expect(release).not.toHaveBeenCalled();
  });
});
