import { describe, expect, it } from 'vitest';
import type { Stretch } from './holes';
import { GRAIN_S, nearest } from './room-tone';

const RATE_HZ = 48_000;
const S = RATE_HZ;
const MINUTE = 60 * S;
const GRAIN = GRAIN_S * RATE_HZ;
const samples = (stretches: readonly Stretch[]) =>
  stretches.reduce((sum, { from, to }) => sum + to - from, 0);

describe('pauses next to a hole', () => {
  it('of minutes give the two seconds next to it', () => {
    const hole = { from: 31 * MINUTE, to: 31 * MINUTE + S };
    const long = { from: MINUTE, to: 30 * MINUTE };
    expect(nearest([long], hole, RATE_HZ)).toEqual([{ from: 30 * MINUTE - 2 * S, to: 30 * MINUTE }]);
    const behind = { from: 32 * MINUTE, to: 60 * MINUTE };
    expect(nearest([behind], hole, RATE_HZ)).toEqual([{ from: 32 * MINUTE, to: 32 * MINUTE + 2 * S }]);
  });

  it('are taken from the nearest on, on either side, and of the last a grain at least', () => {
    const before = { from: 0, to: 9 * S };
    const next = { from: 9.5 * S, to: 9.9 * S };
    const after = { from: 11.2 * S, to: 12.8 * S - 100 };
    const hole = { from: 10 * S, to: 11 * S };
    const chosen = nearest([before, next, after, { from: 20 * S, to: 30 * S }], hole, RATE_HZ);
    expect(chosen).toEqual([next, after, { from: 9 * S - GRAIN, to: 9 * S }]);
  });

  it('are the same by walking outward as by looking at all of them', () => {
    const pauses = Array.from({ length: 300 }, (_, i) => {
      const from = Math.round(i * S * 1.3 + 0.5 * S * Math.sin(7 * i));
      return { from, to: from + Math.round(S * (0.2 + 0.05 * Math.sin(3 * i))) };
    });
    for (let hole = 0; hole < 400; hole += 7) {
      const [from, to] = [hole * S, hole * S + 900];
      const outside = pauses.filter((pause) => pause.to <= from || pause.from >= to);
      const away = (pause: Stretch) => Math.max(0, from - pause.to, pause.from - to);
      const sorted = [...outside].sort((a, b) => away(a) - away(b));
      const chosen = nearest(outside, { from, to }, RATE_HZ);
      const whole = chosen.slice(0, -1);
      expect(whole).toEqual(sorted.slice(0, whole.length));
      expect(samples(whole)).toBeLessThan(2 * S);
      expect(samples(chosen)).toBeGreaterThanOrEqual(2 * S);
      expect(samples(chosen)).toBeLessThan(2 * S + GRAIN);
    }
  });
});
