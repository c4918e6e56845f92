import { describe, expect, it } from 'vitest';
import { ProgressMeter } from './progress';

describe('progress', () => {
  it('never goes back', () => {
    let nowS = 0;
    const meter = new ProgressMeter(() => nowS);
    meter.update('watching', 10, 60);
    nowS = 1;
    const next = meter.update('listening', 4, 60);
    expect(next.stage).toBe('watching');
    expect(next.doneS).toBe(10);
  });

  it('begins anew for SyncNet, which comes on top', () => {
    const meter = new ProgressMeter(() => 0);
    meter.update('comparing', 60, 60);
    expect(meter.update('syncnet', 0, 60).doneS).toBe(0);
    expect(meter.update('syncnet', 12, 60)).toMatchObject({ stage: 'syncnet', doneS: 12 });
    expect(meter.update('syncnet', 6, 60).doneS).toBe(12);
  });

  it('estimates the time left from the pace so far', () => {
    let nowS = 0;
    const meter = new ProgressMeter(() => nowS);
    meter.update('watching', 1, 60);
    nowS = 10;
    expect(meter.update('watching', 30, 60).remainingS).toBeCloseTo(10, 0);
  });

  it('the time left does not jump back where the pace wobbles, and does where the work is slower than was thought', () => {
    let nowS = 0;
    const meter = new ProgressMeter(() => nowS);
    const leftAt = (s: number, doneS: number) => {
      nowS = s;
      return meter.update('watching', doneS, 60).remainingS!;
    };
    meter.update('watching', 1, 60);
    const told = leftAt(10, 20);
    expect(told).toBeCloseTo(20, 0);
    expect(leftAt(13, 22)).toBe(told);
    expect(leftAt(14, 28)).toBeLessThan(told);
    expect(leftAt(40, 30)).toBeCloseTo(40, 0);
  });

  it('does not guess at the very start', () => {
    const meter = new ProgressMeter(() => 0);
    expect(meter.update('opening', 0, 0).remainingS).toBeNull();
    expect(meter.update('watching', 1, 600).remainingS).toBeNull();
  });
});
