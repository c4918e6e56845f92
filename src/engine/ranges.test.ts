import { describe, expect, it } from 'vitest';
import { planRanges } from './ranges';

describe('time ranges', () => {
  it.each([0.8, 3, 12, 60, 1800, 7200])('cover a file of %d s without gap or overlap', (durationS) => {
    const ranges = planRanges(durationS, 2);
    expect(ranges[0]!.startS).toBe(0);
    expect(ranges[ranges.length - 1]!.endS).toBeGreaterThanOrEqual(durationS);
    for (let i = 1; i < ranges.length; i++) expect(ranges[i]!.startS).toBe(ranges[i - 1]!.endS);
  });

  it('start short, so that a first verdict comes early', () => {
    expect(planRanges(1800, 2)[0]!.endS).toBeLessThanOrEqual(5);
  });

  it('are long in long files, so that seeking does not eat the time', () => {
    expect(planRanges(7200, 2).length).toBeLessThan(300);
  });
});
