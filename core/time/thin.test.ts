import { describe, expect, it } from 'vitest';
import { thinner } from './thin';

function kept(fps: number, maxFps: number, roundToMs = false): number[] {
  const keep = thinner(maxFps);
  const times = Array.from({ length: fps * 4 }, (_, i) =>
    roundToMs ? Math.round((i / fps) * 1000) / 1000 : i / fps,
  );
  return times.filter(keep);
}

describe('thinning frames', () => {
  it('keeps every frame of a video at or below the rate', () => {
    expect(kept(25, 30)).toHaveLength(100);
    expect(kept(30, 30)).toHaveLength(120);
    expect(kept(30, 30, true)).toHaveLength(120);
  });

  it('keeps every fourth frame of 120 fps and every second of 60 and 50 fps', () => {
    expect(kept(120, 30)).toHaveLength(120);
    expect(kept(60, 30)).toHaveLength(120);
    expect(kept(60, 30, true)).toHaveLength(120);
    expect(kept(50, 30)).toHaveLength(100);
  });

  it('leaves even gaps', () => {
    const times = kept(120, 30);
    const gaps = times.slice(1).map((t, i) => t - (times[i] ?? 0));
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(1e-9);
  });

  it('never drops a frame after a long pause of a variable frame rate', () => {
    const keep = thinner(30);
    expect([0, 0.01, 0.5, 0.51, 1.2].map(keep)).toEqual([true, false, true, false, true]);
  });
});
