import { describe, expect, it } from 'vitest';
import { type SpeakerMatch, speechOf, whoSpeaks, withoutOthersTurns } from './active-speaker';
import { matchOfWindows } from './speaker-windows';
import { syntheticLagMap } from './synthetic';

const HOP_S = 0.1;
/** A turn is found so near to where it is, in the noise below. */
const LATEST_S = 1.2;
const always = () => 1;

/** A face seen from startS on, whose lips match the sound as told, with as much noise as real ones have. */
function face(
  trackId: number,
  startS: number,
  endS: number,
  matchAt: (timeS: number) => number,
): SpeakerMatch {
  let seed = trackId;
  const noise = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed / 4294967296 - 0.5) * 3;
  };
  const values = Float32Array.from(
    { length: Math.round((endS - startS) / HOP_S) },
    (_, p) => matchAt(startS + (p + 0.5) * HOP_S) + noise(),
  );
  return { trackId, startS, hopS: HOP_S, values };
}

/** Share of a span of time that is given to a face; to nobody when trackId is null. */
function share(
  spans: ReturnType<typeof whoSpeaks>,
  trackId: number | null,
  fromS: number,
  toS: number,
): number {
  let count = 0;
  let all = 0;
  for (let timeS = fromS + 0.005; timeS < toS; timeS += 0.01) {
    const span = spans.find((one) => one.startS <= timeS && timeS < one.endS);
    all += 1;
    if ((span?.trackId ?? null) === trackId) count += 1;
  }
  return count / all;
}

describe('who speaks', () => {
  it('is the face that matches, though the other moves its lips all the time', () => {
    const spans = whoSpeaks([face(1, 0, 20, () => 0), face(2, 0, 20, () => 1)], always);
    expect(share(spans, 2, 0, 20)).toBeGreaterThan(0.95);
  });

  it('changes with the turns of a talk, each found within half a second', () => {
    const isFirst = (timeS: number) => Math.floor(timeS / 3) % 2 === 0;
    const spans = whoSpeaks(
      [face(1, 0, 30, (t) => (isFirst(t) ? 1 : 0)), face(2, 0, 30, (t) => (isFirst(t) ? 0 : 1))],
      always,
    );
    for (let turn = 0; turn < 10; turn++)
      expect(share(spans, turn % 2 === 0 ? 1 : 2, 3 * turn + 0.5, 3 * turn + 2.5)).toBe(1);
  });

  it('is nobody in view while the only face does not match, and while no face is seen', () => {
    const spans = whoSpeaks([face(1, 0, 10, (t) => (t < 5 ? 1 : -0.2)), face(2, 12, 20, () => 1)], always);
    expect(share(spans, 1, 0, 4.5)).toBeGreaterThan(0.95);
    expect(share(spans, null, 6, 12)).toBe(1);
    expect(share(spans, 2, 12.5, 20)).toBeGreaterThan(0.95);
  });

  it('is told on both sides of a short pause as one, and ends with a long one', () => {
    const speech = (timeS: number) => ((timeS > 4 && timeS < 5) || (timeS > 10 && timeS < 14) ? 0 : 1);
    const spans = whoSpeaks([face(1, 0, 20, () => 1)], speech);
    expect(spans).toHaveLength(2);
    expect(spans[0]!.endS).toBeCloseTo(10, 0);
    expect(spans[1]!.startS).toBeCloseTo(14, 0);
  });

  it.each([0.3, 0.8, 1.4])('is the next one after a pause of %s s, seen together or cut to', (pauseS) => {
    const [fromS, toS] = [10 - pauseS / 2, 10 + pauseS / 2];
    const speech = (timeS: number) => (timeS > fromS && timeS < toS ? 0 : 1);
    const together = [face(1, 0, 20, (t) => (t < 10 ? 1 : 0)), face(2, 0, 20, (t) => (t < 10 ? 0 : 1))];
    const cut = [face(1, 0, 10, () => 1), face(2, 10, 20, () => 1)];
    for (const faces of [together, cut]) {
      const spans = whoSpeaks(faces, speech);
      expect(spans.map(({ trackId }) => trackId)).toEqual([1, 2]);
      expect(Math.abs(spans[0]!.endS - fromS)).toBeLessThan(LATEST_S);
      expect(Math.abs(spans[1]!.startS - toS)).toBeLessThan(LATEST_S);
    }
  });

  it('ends when a face goes out of view in a pause, and nobody in view speaks after it', () => {
    const speech = (timeS: number) => (timeS > 9.5 && timeS < 10.5 ? 0 : 1);
    const spans = whoSpeaks([face(1, 0, 10, () => 1), face(2, 5, 20, () => -0.4)], speech);
    expect(share(spans, 1, 0, 9)).toBeGreaterThan(0.95);
    expect(share(spans, null, 11, 20)).toBeGreaterThan(0.95);
  });

  it('is asked only of faces in view, however many shots a film has', () => {
    const shots = Array.from({ length: 300 }, (_, i) => face(i + 1, 2 * i, 2 * i + 2, () => 1));
    const spans = whoSpeaks(shots, always);
    expect(spans.length).toBeGreaterThan(280);
    expect(share(spans, 150, 298.3, 299.7)).toBe(1);
  });

  it('is nobody without faces, and without speech', () => {
    expect(whoSpeaks([], always)).toEqual([]);
    expect(whoSpeaks([face(1, 0, 5, () => 1)], () => 0)).toEqual([]);
  });
});

describe('windows of a lag map', () => {
  it('tell every moment from half a window before the first to half a window after the last', () => {
    const timesS = Float64Array.from({ length: 11 }, (_, t) => 1.5 + 0.5 * t);
    const evidence = { timesS, freshness: 1 / 6, lagsMs: new Float32Array(1) } as Parameters<
      typeof matchOfWindows
    >[1];
    const match = matchOfWindows(7, evidence, (t) => t);
    expect(match.startS).toBe(0);
    expect(match.values.length * match.hopS).toBeCloseTo(8);
    expect(match.values[0]).toBe(0);
    expect(match.values.at(-1)).toBe(10);
    expect(match.values[Math.round(4.1 / match.hopS)]).toBe(5);
  });
});

describe('speech within a piece', () => {
  it('is its mean, and 0 outside the sound', () => {
    const sound = { startS: 1, speech: Float32Array.from({ length: 100 }, (_, i) => (i < 50 ? 1 : 0)) };
    const at = speechOf(sound as Parameters<typeof speechOf>[0]);
    expect(at(1.4, 0.2)).toBeCloseTo(0.5);
    expect(at(0, 0.5)).toBe(0);
    expect(at(3, 0.5)).toBe(0);
  });
});

describe("a face's windows", () => {
  it('count by the share of their time in which nobody else speaks', () => {
    const map = syntheticLagMap({
      durationS: 10,
      truthMs: () => 0,
      peak: 1,
      trackId: 1,
      windowS: 2,
      hopS: 1,
    });
    const spans = [
      { trackId: 1, startS: 0, endS: 4 },
      { trackId: 2, startS: 4, endS: 7.5 },
    ];
    const [own] = withoutOthersTurns([map], spans);
    // Centres 1, 2, ... 9 s.
    expect([...own!.weight]).toEqual([1, 1, 1, 0.5, 0, 0, 0.25, 0.75, 1]);
    expect(map.weight[4]).toBe(1);
    expect([...withoutOthersTurns([map], [spans[0]!])[0]!.weight]).toEqual([...map.weight]);
  });
});
