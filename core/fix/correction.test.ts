import { describe, expect, it } from 'vitest';
import { linearParts, problemOf } from './correction';
import { asFraction, cutsOf, quietest, sourceAt } from './retime';

describe('corrections', () => {
  it('late sound: what belongs to a picture is found that much later in the sound', () => {
    expect(sourceAt({ kind: 'shift', offsetMs: 200 }, 1, 10)).toEqual({ sourceS: 1.2, speed: 1 });
  });

  it('early sound: what belongs to the first picture was before the sound began', () => {
    expect(sourceAt({ kind: 'shift', offsetMs: -480 }, 0, 10).sourceS).toBeCloseTo(-0.48, 9);
  });

  it('a drift ends where it was measured to end', () => {
    const correction = { kind: 'drift', startMs: 20, endMs: 320 } as const;
    const { sourceS, speed } = sourceAt(correction, 0, 600);
    expect(sourceS).toBeCloseTo(0.02, 9);
    expect(sourceS + speed * 600).toBeCloseTo(600.32, 9);
  });

  it('speeds become fractions that miss them by less than a millisecond in a day', () => {
    for (const speed of [1.0005, 0.9995, 1.000_123_4, 1.005, 24 / (24_000 / 1001)]) {
      const { from, to } = asFraction(speed);
      expect(Math.abs(from / to - speed) * 86_400_000).toBeLessThan(1);
      expect(Math.max(from, to)).toBeLessThan(768_000);
    }
    expect(asFraction(1)).toEqual({ from: 1, to: 1 });
  });

  it('refuses what no file can need', () => {
    expect(problemOf({ kind: 'shift', offsetMs: Number.NaN }, 60)).not.toBeNull();
    expect(problemOf({ kind: 'shift', offsetMs: 61_000 }, 60)).not.toBeNull();
    expect(problemOf({ kind: 'steps', segments: [] }, 60)).not.toBeNull();
    expect(problemOf({ kind: 'drift', startMs: 0, endMs: Number.NaN }, 60)).not.toBeNull();
    expect(problemOf({ kind: 'drift', startMs: 0, endMs: 20_000 }, 60)).not.toBeNull();
    expect(problemOf({ kind: 'shift', offsetMs: -800 }, 60)).toBeNull();
  });

  it('takes the sound of a PAL film of two hours, five minutes behind in the end', () => {
    const endMs = 7200 * 1000 * (25 / (24_000 / 1001) - 1);
    expect(endMs).toBeGreaterThan(300_000);
    expect(problemOf({ kind: 'drift', startMs: 0, endMs }, 7200)).toBeNull();
  });
});

describe('parts', () => {
  it('cover the film without a gap, each with its own offset', () => {
    const segments = [
      { startS: 18, endS: 30, offsetMs: 464 },
      { startS: 0, endS: 12, offsetMs: 214 },
    ];
    expect(linearParts({ kind: 'steps', segments }, 30)).toEqual([
      { startS: 0, endS: 15, offsetS: 0.214, slope: 0 },
      { startS: 15, endS: 30, offsetS: 0.464, slope: 0 },
    ]);
  });

  it('that are short are cut close to where they meet', () => {
    const segments = Array.from({ length: 6 }, (_, i) => ({
      startS: 4 * i,
      endS: 4 * i + 4,
      offsetMs: i % 2 === 0 ? 209 : -26,
    }));
    // It is quiet only in the middle of parts, where no cut may go.
    const loudness = new Float32Array(2600).fill(1);
    for (let s = 2; s < 26; s += 4) loudness.fill(0, s * 100 - 60, s * 100 + 60);
    const cuts = cutsOf({ kind: 'steps', segments }, 48_000, loudness, 0.01);
    expect(cuts.map(({ samples }) => samples)).toEqual([11_280, -11_280, 11_280, -11_280, 11_280]);
    cuts.forEach(({ atSample }, i) => {
      const seenS = 4 * (i + 1) + (i % 2 === 0 ? 0.209 : -0.026);
      expect(Math.abs(atSample / 48_000 - seenS)).toBeLessThanOrEqual(0.61);
    });
  });
});

describe('where a step is cut', () => {
  const loud = () => new Float32Array(2000).fill(1);
  const segments = [
    { startS: 0, endS: 10, offsetMs: 0 },
    { startS: 10, endS: 20, offsetMs: 300 },
  ];

  it('in the quietest place nearby, with samples taken out where the sound falls behind', () => {
    const loudness = loud();
    loudness.fill(0.01, 1040, 1075);
    const [cut] = cutsOf({ kind: 'steps', segments }, 48_000, loudness, 0.01);
    expect(cut!.samples).toBe(-14_400);
    expect(cut!.atSample / 48_000).toBeGreaterThanOrEqual(10.4);
    expect(cut!.atSample / 48_000).toBeLessThanOrEqual(10.46);
  });

  it('and silence put in where it catches up', () => {
    const falling = segments.map((segment, i) => ({ ...segment, offsetMs: i === 0 ? 300 : 0 }));
    const loudness = loud();
    loudness[1001] = 0;
    const [cut] = cutsOf({ kind: 'steps', segments: falling }, 48_000, loudness, 0.01);
    expect(cut).toEqual({ atSample: 480_480, samples: 14_400 });
  });

  it('where it was seen when all is equally loud, and never beyond the end', () => {
    expect(quietest(loud(), 0.01, 5, 7, 0.3)).toBeCloseTo(6, 1);
    expect(quietest(loud(), 0.01, 19, 25, 0.3)).toBeLessThanOrEqual(19.7);
  });
});
