import { describe, expect, it } from 'vitest';
import type { SyncnetOptions, SyncnetTrack } from './contract';
import { planRuns } from './plan';

const OPTIONS: SyncnetOptions = {
  windows: 'thinned',
  searchS: 1,
  durationS: 600,
  part: null,
  width: 1280,
  height: 720,
};
const RATE_HZ = 16000;

/** A face that stays where it is. */
function track(id: number, startS: number, lengthS: number, speakingS = lengthS, fps = 25): SyncnetTrack {
  const count = Math.round(lengthS * fps);
  return {
    id,
    timesS: Float64Array.from({ length: count }, (_, i) => startS + i / fps),
    boxes: Float32Array.from({ length: 4 * count }, (_, i) => [0.4, 0.3, 0.1, 0.2][i % 4]!),
    speakingS,
  };
}

function windowsOf(tracks: SyncnetTrack[], options: Partial<SyncnetOptions> = {}): number[][] {
  return planRuns(tracks, 600 * RATE_HZ, { ...OPTIONS, ...options }).map((run) => run.starts);
}

describe('which windows SyncNet looks at', () => {
  it('in full: every one the original looks at, one fewer than there are', () => {
    const [starts] = windowsOf([track(1, 2, 4)], { windows: 'full' });
    expect(starts).toEqual(Array.from({ length: 100 - 5 }, (_, i) => 50 + i));
  });

  it('of a short face: every fifth, so that no picture is looked at twice', () => {
    const [starts, ...more] = windowsOf([track(1, 0, 4)]);
    expect(starts).toEqual(Array.from({ length: 19 }, (_, i) => 5 * i));
    expect(more).toEqual([]);
  });

  it('of a long face: stretches from its beginning to its end, not more than 64 windows', () => {
    const runs = windowsOf([track(1, 10, 500)]);
    expect(runs.length).toBeGreaterThan(3);
    expect(runs.flat().length).toBeLessThanOrEqual(64);
    expect(runs[0]![0]).toBe(250);
    expect(runs.at(-1)!.at(-1)).toBeGreaterThan(250 + 500 * 25 - 20);
    for (const [i, run] of runs.entries()) if (i > 0) expect(run[0]).toBeGreaterThan(runs[i - 1]!.at(-1)!);
  });

  it('who speaks most comes first, who hardly speaks is left out, and many faces share one budget', () => {
    const many = Array.from({ length: 12 }, (_, i) => track(i + 1, 20 * i, 15, i === 3 ? 0.2 : 5 + i));
    const runs = planRuns(many, 600 * RATE_HZ, OPTIONS);
    expect(runs[0]?.track.id).toBe(12);
    expect(runs.some((run) => run.track.id === 4)).toBe(false);
    expect(runs.flatMap((run) => run.starts).length).toBeLessThanOrEqual(160);
  });

  it.each(['full', 'thinned'] as const)(
    'of a part of a face as large as the picture: none outside (%s)',
    (windows) => {
      const part = { startS: 20, endS: 30 };
      const crop = { ...OPTIONS, windows, durationS: 60, width: 224, height: 224 };
      const starts = planRuns([track(1, 20, 10)], 60 * RATE_HZ, { ...crop, part }).flatMap(
        (run) => run.starts,
      );
      expect(starts.length).toBeGreaterThan(30);
      expect(Math.min(...starts)).toBe(500);
      expect(Math.max(...starts)).toBeLessThanOrEqual(745);
      const whole = planRuns([track(1, 20, 10)], 60 * RATE_HZ, crop).flatMap((run) => run.starts);
      expect(Math.max(...whole)).toBeGreaterThan(1400);
    },
  );

  it('ends with the sound', () => {
    const runs = planRuns([track(1, 0, 10)], 4 * RATE_HZ, { ...OPTIONS, windows: 'full' });
    expect(runs[0]?.starts).toHaveLength(100 - 5);
  });

  it('takes a picture of 224 x 224 as cut out already, and whole', () => {
    const options = { ...OPTIONS, width: 224, height: 224, durationS: 12.68, windows: 'full' as const };
    const [run] = planRuns([track(7, 0.4, 11)], 202_880, options);
    expect(run?.starts).toHaveLength(312);
    expect(run?.track).toMatchObject({ id: 7, first: 0 });
    expect(run?.track.crops[100]).toEqual({ x: 0, y: 0, width: 224, height: 224 });
  });

  it('cuts a face at 30 frames per second out on the grid of 25', () => {
    const [run] = planRuns([track(1, 0, 4, 4, 30)], 600 * RATE_HZ, { ...OPTIONS, windows: 'full' });
    expect(run?.track.crops.length).toBe(100);
    // Landmarks in 512..640 x 216..360, so S3FD's box would be 149.8 high: s = 74.9, centre (576, 282.2).
    expect(run?.track.crops[50]).toEqual({ x: 471, y: 207, width: 209, height: 210 });
  });
});
