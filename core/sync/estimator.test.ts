import { describe, expect, it } from 'vitest';
import { floorMsOf } from './calibration';
import { type EstimateOptions, estimate } from './estimator';
import type { FileConditions } from './file-conditions';
import { type SyntheticMap, syntheticLagMap } from './synthetic';
import { trackEvidence } from './track-fusion';
import type { LagMap } from './types';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

function conditions(durationS: number, tracks = 1): FileConditions {
  return {
    visibleSpeechS: durationS * 0.8,
    speechS: durationS * 0.8,
    faces: tracks,
    faceWidthPx: 200,
    pictureMotion: 5,
    cutsS: [],
    tracks: Array.from({ length: tracks }, (_, i) => ({
      id: i + 1,
      startS: 0,
      endS: durationS,
      speakingS: durationS * 0.8,
    })),
  };
}

const estimateMaps = (maps: readonly LagMap[], around: FileConditions, options: EstimateOptions) =>
  estimate(trackEvidence(maps), around, options);

function measure(map: SyntheticMap, change: Partial<EstimateOptions> = {}) {
  const options: EstimateOptions = {
    engine: 'motion',
    profile: 'itu',
    fps: 25,
    durationS: map.durationS,
    ...change,
  };
  return estimateMaps([syntheticLagMap(map)], conditions(map.durationS), options);
}

describe('a constant offset', () => {
  it.each(SEEDS)('is found within 10 ms and called steady (seed %i)', (seed) => {
    const result = measure({ durationS: 60, truthMs: () => 213, peak: 3, seed });
    expect(result.verdict).toBe('late');
    expect(Math.abs(result.offsetMs! - 213)).toBeLessThan(10);
    expect(result.pattern.kind).toBe('constant');
    expect(result.segments).toHaveLength(1);
  });

  it('has the sign of the sound: early is negative', () => {
    const result = measure({ durationS: 60, truthMs: () => -340, peak: 3 });
    expect(result.verdict).toBe('early');
    expect(result.offsetMs).toBeCloseTo(-340, -1);
  });

  it('is found between grid points', () => {
    const errors = SEEDS.map(
      (seed) => measure({ durationS: 120, truthMs: () => 107, peak: 4, seed }).offsetMs! - 107,
    );
    const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
    expect(Math.abs(mean)).toBeLessThan(2);
  });

  it('is found by distances as well as by similarities', () => {
    const result = measure({ durationS: 60, truthMs: () => 213, peak: 3, higherIsBetter: false });
    expect(result.offsetMs).toBeCloseTo(213, -1);
  });

  it('within a frame counts as in sync', () => {
    expect(measure({ durationS: 60, truthMs: () => 12, peak: 3 }).verdict).toBe('in-sync');
  });

  // The interval also holds what differs between people and recordings (floorMs), which no made-up map has: so it is
  // the spread it adds to that, told apart again, that must cover the error of a map of known noise.
  it('spreads as much as its error: what leaving out parts shows is neither too small nor far too large', () => {
    const runs = Array.from({ length: 40 }, (_, seed) => {
      const result = measure({ durationS: 20, truthMs: () => 150, peak: 1.8, seed: seed + 100 });
      const floor95Ms = 1.96 * floorMsOf('motion');
      const spread95Ms = Math.sqrt(result.ci95Ms! ** 2 - floor95Ms ** 2);
      return { errorMs: Math.abs(result.offsetMs! - 150), spread95Ms };
    });
    const inside = runs.filter(({ errorMs, spread95Ms }) => errorMs <= spread95Ms).length;
    expect(inside).toBeGreaterThanOrEqual(0.85 * runs.length);
    const errorRms = Math.hypot(...runs.map(({ errorMs }) => errorMs)) / Math.sqrt(runs.length);
    const typical = runs.map(({ spread95Ms }) => spread95Ms).sort((a, b) => a - b)[runs.length >> 1]!;
    expect(typical).toBeLessThan(4 * 1.96 * errorRms);
  }, 30_000);
});

describe('what changes over time', () => {
  it.each(SEEDS)('a drift of 500 ppm over ten minutes is called a drift (seed %i)', (seed) => {
    const durationS = 600;
    const result = measure({ durationS, truthMs: (t) => 100 + 0.5 * t, peak: 3, seed, hopS: 1 });
    expect(result.verdict).toBe('varies');
    expect(result.pattern.kind).toBe('drift');
    if (result.pattern.kind !== 'drift') return;
    expect(result.pattern.ppm).toBeGreaterThan(440);
    expect(result.pattern.ppm).toBeLessThan(560);
    expect(Math.abs(result.pattern.startMs - 100)).toBeLessThan(25);
    expect(Math.abs(result.pattern.endMs - 400)).toBeLessThan(25);
  });

  it.each(SEEDS)(
    'a step of 300 ms in the middle is two segments with their own offsets (seed %i)',
    (seed) => {
      const result = measure({ durationS: 60, truthMs: (t) => (t < 30 ? 0 : 300), peak: 3, seed });
      expect(result.verdict).toBe('varies');
      expect(result.pattern.kind).toBe('steps');
      expect(result.segments).toHaveLength(2);
      expect(Math.abs(result.segments[0]!.offsetMs)).toBeLessThan(15);
      expect(Math.abs(result.segments[1]!.offsetMs - 300)).toBeLessThan(15);
      expect(Math.abs(result.segments[1]!.startS - 30)).toBeLessThan(3);
    },
  );

  it('a constant offset is almost never called a drift or a step', () => {
    const kinds = Array.from(
      { length: 60 },
      (_, seed) => measure({ durationS: 60, truthMs: () => 80, peak: 1.6, seed: seed + 1 }).pattern.kind,
    );
    expect(kinds.filter((kind) => kind !== 'constant').length).toBeLessThanOrEqual(1);
  }, 30_000);
});

describe('thin evidence', () => {
  it.each(SEEDS)('half of the windows silent changes nothing (seed %i)', (seed) => {
    const result = measure({
      durationS: 60,
      truthMs: () => 120,
      peak: 3,
      weight: (t) => (Math.floor(t / 5) % 2 === 0 ? 1 : 0),
      seed,
    });
    expect(result.verdict).toBe('late');
    expect(Math.abs(result.offsetMs! - 120)).toBeLessThan(12);
  });

  it.each(SEEDS)('two lower false peaks do not win (seed %i)', (seed) => {
    const result = measure({
      durationS: 60,
      truthMs: () => 120,
      peak: 3,
      falsePeaks: [
        { offsetMs: -400, height: 1.5 },
        { offsetMs: 620, height: 1.5 },
      ],
      seed,
    });
    expect(Math.abs(result.offsetMs! - 120)).toBeLessThan(12);
  });

  it('two equal peaks are not sure', () => {
    const result = measure({
      durationS: 30,
      truthMs: () => 120,
      peak: 2,
      falsePeaks: [{ offsetMs: -400, height: 2 }],
    });
    expect(result.verdict).toBe('unsure');
    expect(result.reasons).toContain('two-peaks');
    expect(result.offsetMs).not.toBeNull();
  });

  it('noise alone is almost never sure', () => {
    const verdicts = Array.from(
      { length: 100 },
      (_, seed) => measure({ durationS: 20, truthMs: () => 0, peak: 0, seed: seed + 1 }).verdict,
    );
    expect(verdicts.filter((verdict) => verdict !== 'unsure').length).toBeLessThanOrEqual(2);
  });

  it('two windows are never a fix', () => {
    const result = measure({ durationS: 4, truthMs: () => 520, peak: 6, hopS: 2 });
    expect(result.verdict).toBe('unsure');
    expect(result.reasons).toContain('few-windows');
  });

  it('a best lag at the edge is not reported as sure', () => {
    const result = measure({ durationS: 60, truthMs: () => 1000, peak: 4 });
    expect(result.verdict).toBe('unsure');
    expect(result.reasons).toContain('edge-of-search');
  });

  it('nothing at all is unsure with a reason', () => {
    const result = estimateMaps(
      [],
      { ...conditions(10, 0) },
      { engine: 'motion', profile: 'itu', fps: 25, durationS: 10 },
    );
    expect(result.verdict).toBe('unsure');
    expect(result.offsetMs).toBeNull();
    expect(result.reasons).toContain('no-face');
  });
});

describe('several faces', () => {
  it('a silent listener takes nothing away, and the speaker is named', () => {
    const speaker = syntheticLagMap({ durationS: 30, truthMs: () => 200, peak: 3, trackId: 1, seed: 5 });
    const listener = syntheticLagMap({ durationS: 30, truthMs: () => 0, peak: 0, trackId: 2, seed: 6 });
    const result = estimateMaps([listener, speaker], conditions(30, 2), {
      engine: 'motion',
      profile: 'itu',
      fps: 25,
      durationS: 30,
    });
    expect(result.verdict).toBe('late');
    expect(Math.abs(result.offsetMs! - 200)).toBeLessThan(15);
    expect(new Set(result.activeSpeaker.map((span) => span.trackId))).toEqual(new Set([1]));
    expect(result.activeSpeaker[0]!.startS).toBeLessThan(0.5);
    expect(result.activeSpeaker.at(-1)!.endS).toBeGreaterThan(29.5);
  });

  it('a speaker cut into shots adds up', () => {
    const maps = Array.from({ length: 6 }, (_, i) => {
      const map = syntheticLagMap({
        durationS: 5,
        truthMs: () => 160,
        peak: 2.2,
        trackId: i + 1,
        seed: 20 + i,
      });
      return { ...map, timesS: map.timesS.map((t) => t + 5 * i) };
    });
    const result = estimateMaps(maps, conditions(30, 6), {
      engine: 'motion',
      profile: 'itu',
      fps: 25,
      durationS: 30,
    });
    expect(Math.abs(result.offsetMs! - 160)).toBeLessThan(20);
  });

  it('two faces that speak at once are several speakers, one face before and after a cut is not', () => {
    const options = { engine: 'motion', profile: 'itu', fps: 25, durationS: 30 } as const;
    const half = (trackId: number) =>
      syntheticLagMap({ durationS: 15, truthMs: () => 160, peak: 3, trackId, seed: 30 + trackId });
    const second = half(2);
    const later = { ...second, timesS: second.timesS.map((t) => t + 15) };
    const seen = (startS: number, id: number) => ({ id, startS, endS: startS + 15, speakingS: 12 });
    const around = (startS: number) => ({ ...conditions(30, 2), tracks: [seen(0, 1), seen(startS, 2)] });
    expect(estimateMaps([half(1), later], around(15), options).reasons).not.toContain('several-speakers');
    expect(estimateMaps([half(1), second], around(0), options).reasons).toContain('several-speakers');
  });
});

describe('why it is not sure', () => {
  const reasonsOf = (speechS: number, visibleSpeechS: number) =>
    estimateMaps(
      [],
      { ...conditions(10), speechS, visibleSpeechS },
      {
        engine: 'motion',
        profile: 'itu',
        fps: 25,
        durationS: 10,
      },
    ).reasons;

  it('a voice over a face with shut lips: the lips hardly move, and it looks like a voice-over', () => {
    expect(reasonsOf(8, 0.3)).toEqual(['lips-still', 'voice-over']);
  });

  it('a few words over a face with shut lips: the lips hardly move, and no more is said', () => {
    expect(reasonsOf(1.5, 0.3)).toEqual(['lips-still']);
  });

  describe('lips that move for long while a voice is heard that fits at no offset', () => {
    const options = { profile: 'itu', fps: 25, durationS: 20 } as const;
    // Similarities of lips and speech are some tenths, and differ by a tenth over lags.
    const alike = (map: LagMap) => ({ ...map, score: map.score.map((value) => 0.35 + value / 20) });
    const noise = (seed: number) => [
      alike(syntheticLagMap({ durationS: 20, truthMs: () => 0, peak: 0, seed })),
    ];
    const told = (engine: 'lipslate' | 'motion', around: FileConditions) =>
      SEEDS.map((seed) => estimateMaps(noise(seed), around, { ...options, engine }));

    it('are called a voice-over, and nobody in view is said to speak', () => {
      for (const { verdict, reasons, activeSpeaker } of told('lipslate', conditions(20))) {
        expect(verdict).toBe('unsure');
        expect(reasons).toContain('voice-over');
        expect(activeSpeaker).toEqual([]);
      }
    });

    it('are not when they are too few, too small, or seen by an engine that often misses a match', () => {
      const short = told('lipslate', { ...conditions(20), visibleSpeechS: 2 });
      const small = told('lipslate', { ...conditions(20), faceWidthPx: 30 });
      for (const { reasons } of [...short, ...small, ...told('motion', conditions(20))])
        expect(reasons).not.toContain('voice-over');
    });

    it('are not when they fit', () => {
      const maps = [alike(syntheticLagMap({ durationS: 20, truthMs: () => 120, peak: 3 }))];
      const result = estimateMaps(maps, conditions(20), { ...options, engine: 'lipslate' });
      expect(result.reasons).not.toContain('voice-over');
      expect(result.activeSpeaker).not.toEqual([]);
    });

    describe('and lips that fit, where chance reaches a share of that', () => {
      const maps = [alike(syntheticLagMap({ durationS: 20, truthMs: () => 120, peak: 3 }))];
      const around = conditions(20);
      const evidence = trackEvidence(maps);
      const where: number[] = [];
      const withChance = (share: number | null, change: Partial<FileConditions> = {}) =>
        estimate(
          evidence,
          { ...around, ...change },
          { ...options, engine: 'lipslate' },
          evidence,
          (ids, at) => {
            where.push(at(ids[0]!, 10));
            return share;
          },
        );

      it('are sure while it is little, or not known', () => {
        for (const share of [0.4, null]) expect(withChance(share).verdict).toBe('late');
        expect(where.every((ms) => Math.abs(ms - 120) <= 20)).toBe(true);
      });

      it('are not sure of a match that is hardly better than one that cannot be', () => {
        const { verdict, level, reasons, offsetMs } = withChance(0.9);
        expect({ verdict, level, reasons }).toEqual({
          verdict: 'unsure',
          level: null,
          reasons: ['weak-match'],
        });
        expect(offsetMs).toBeCloseTo(120, -1);
      });

      it('are called a voice-over where it is no better, and nobody speaks', () => {
        const { verdict, reasons, activeSpeaker } = withChance(1.1);
        expect({ verdict, reasons, activeSpeaker }).toEqual({
          verdict: 'unsure',
          reasons: ['voice-over'],
          activeSpeaker: [],
        });
        expect(withChance(1.1, { visibleSpeechS: 2 }).reasons).not.toContain('voice-over');
      });

      it('is not asked for where it changes nothing: with too little speech to be sure of, or to tell a voice-over by', () => {
        where.length = 0;
        withChance(1.1, { visibleSpeechS: 0.8 });
        expect(where).toEqual([]);
      });
    });
  });

  it('less than a second, all of it spoken with moving lips: too short, and nothing about the lips', () => {
    expect(reasonsOf(0.8, 0.74)).toEqual(['too-short']);
  });

  it('a clear match of less than a second of speech is shown, but never called sure', () => {
    const maps = [syntheticLagMap({ durationS: 60, truthMs: () => 213, peak: 3 })];
    const options = { engine: 'motion', profile: 'itu', fps: 25, durationS: 60 } as const;
    const long = estimateMaps(maps, conditions(60), options);
    const short = estimateMaps(maps, { ...conditions(60), speechS: 0.9, visibleSpeechS: 0.9 }, options);
    expect(long.verdict).toBe('late');
    expect(short.verdict).toBe('unsure');
    expect(short.offsetMs).toBe(long.offsetMs);
    expect(short.reasons).toContain('too-short');
  });

  it('a clear match of less than three seconds of speech is called a short clip, and never 99 % sure', () => {
    const maps = [syntheticLagMap({ durationS: 60, truthMs: () => 213, peak: 3 })];
    const options = { engine: 'motion', profile: 'itu', fps: 25, durationS: 60 } as const;
    const of = (speechS: number) =>
      estimateMaps(maps, { ...conditions(60), speechS, visibleSpeechS: speechS }, options);
    const [least, less, enough] = [of(1.1), of(2), of(3)];
    expect([least.verdict, less.verdict, enough.verdict]).toEqual(['late', 'late', 'late']);
    expect(least.confidence).toBeLessThan(0.9);
    expect(less.confidence).toBeLessThan(0.93);
    expect(enough.confidence).toBeGreaterThan(0.95);
    for (const { probability, confidence } of [least, less])
      expect(probability).toBeLessThanOrEqual(confidence);
    expect([least, less, enough].map(({ reasons }) => reasons.includes('short-clip'))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
