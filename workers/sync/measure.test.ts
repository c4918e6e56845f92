import { describe, expect, it } from 'vitest';
import { type FaceChunk, type FaceTrack, LIP_AND_CHIN_COUNT } from '../../core/lips/types';
import { SOUND_HOP_S, type SoundFeatures } from '../../core/sound/types';
import { syntheticLagMap } from '../../core/sync/synthetic';
import { measureFile, type PreparedEngine } from './measure';

const DURATION_S = 24;
const TURN_S = 6;
const OFFSET_MS = 160;
/** Of the film of two shots. */
const CUT_S = 14;
const OPTIONS = {
  engine: 'lipslate',
  profile: 'itu',
  searchS: 1,
  durationS: DURATION_S,
  fps: 25,
  pictureWidthPx: 1280,
} as const;

const speech: SoundFeatures = {
  startS: 0,
  energyDb: new Float32Array(DURATION_S / SOUND_HOP_S),
  bandsDb: new Float32Array(0),
  speech: new Float32Array(DURATION_S / SOUND_HOP_S).fill(1),
};

/** A face whose lips move all the time. */
function faceAt(left: number): FaceTrack {
  const timesS = Float64Array.from({ length: DURATION_S * 25 }, (_, i) => i / 25);
  return {
    id: 0,
    timesS,
    boxes: Float32Array.from({ length: 4 * timesS.length }, (_, i) => [left, 0.2, 0.3, 0.4][i % 4]!),
    lips: new Float32Array(timesS.length * LIP_AND_CHIN_COUNT * 2),
    opening: Float32Array.from(timesS, (timeS) => 0.1 + 0.05 * Math.sin(20 * timeS)),
    quality: new Float32Array(timesS.length).fill(1),
    pose: new Float32Array(3 * timesS.length),
    thumbnail: null,
  };
}

const scene = (): FaceChunk => ({
  startS: 0,
  endS: DURATION_S,
  frameTimesS: faceAt(0).timesS,
  cutsS: new Float64Array(0),
  tracks: [faceAt(0.1), faceAt(0.6)],
  motion: 5,
});

/** An engine that finds the match of each face during its turns, and noise else. */
function engine(speaks: (trackId: number, timeS: number) => boolean): PreparedEngine {
  return {
    mapsOf: ({ id }, searchS) => {
      const made = { durationS: DURATION_S, searchS, hopS: 0.5, windowS: 3, trackId: id, seed: id };
      const noise = syntheticLagMap({ ...made, truthMs: () => 0, peak: 0 });
      const match = syntheticLagMap({ ...made, truthMs: () => OFFSET_MS, peak: 3 });
      const score = noise.score.map((value, i) => {
        const timeS = noise.timesS[Math.floor(i / noise.lagsMs.length)]!;
        return 0.38 + (speaks(id, timeS) ? match.score[i]! : value) / 20;
      });
      const map = { ...noise, score };
      return [map, map];
    },
    chanceOf: () => null,
    matchOf: ({ id }, offsetMsAt) => ({
      trackId: id,
      startS: 0,
      hopS: 0.1,
      values: Float32Array.from({ length: DURATION_S * 10 }, (_, p) =>
        speaks(id, p / 10) && Math.abs(offsetMsAt(p / 10) - OFFSET_MS) < 60 ? 1 : -0.1,
      ),
    }),
  };
}

const inTurns = (trackId: number, timeS: number) =>
  (Math.floor(timeS / TURN_S) % 2 === 0 ? 1 : 2) === trackId;
const measure = (speaks: (trackId: number, timeS: number) => boolean) =>
  measureFile(
    { chunks: [scene()], sound: speech, lipslate: async () => engine(speaks), syncnet: null },
    OPTIONS,
  );

/** Two shots, the second one's sound so late; it is found where that is looked for. */
const cutTo = (lateMs: number, searchS = 1) => {
  const first = { ...faceAt(0.1), timesS: faceAt(0.1).timesS.filter((timeS) => timeS < CUT_S) };
  const seen = [first, { ...faceAt(0.1), timesS: faceAt(0.1).timesS.filter((timeS) => timeS >= CUT_S) }];
  const tracks = seen.map((face) => ({
    ...face,
    boxes: face.boxes.slice(0, 4 * face.timesS.length),
    lips: face.lips.slice(0, face.timesS.length * LIP_AND_CHIN_COUNT * 2),
    opening: Float32Array.from(face.timesS, (timeS) => 0.1 + 0.05 * Math.sin(20 * timeS)),
    quality: face.quality.slice(0, face.timesS.length),
    pose: face.pose.slice(0, 3 * face.timesS.length),
  }));
  const chunk = { ...scene(), cutsS: Float64Array.of(CUT_S), tracks };
  const found: PreparedEngine = {
    mapsOf: ({ id, timesS }, searchS) => {
      const truthMs = () => (id === 1 ? 0 : lateMs);
      const peak = Math.abs(truthMs()) < 1000 * searchS ? 3 : 0;
      const durationS = timesS.at(-1)! - timesS[0]!;
      const made = { durationS, searchS, hopS: 0.5, windowS: 3, trackId: id, seed: id };
      const map = syntheticLagMap({ ...made, truthMs, peak });
      const score = map.score.map((value) => 0.38 + value / 20);
      const moved = { ...map, score, timesS: map.timesS.map((timeS) => timeS + timesS[0]!) };
      return [moved, moved];
    },
    chanceOf: () => null,
    matchOf: ({ id }) => ({ trackId: id, startS: 0, hopS: 0.1, values: new Float32Array(0) }),
  };
  const given = { chunks: [chunk], sound: speech, lipslate: async () => found, syncnet: null };
  return measureFile(given, { ...OPTIONS, searchS });
};

describe('a film of which a part is further off than is looked for at first', () => {
  it('has that part told', async () => {
    const lateMs = 2200;
    const { measurement } = await cutTo(lateMs);
    expect(measurement.verdict).toBe('varies');
    expect(measurement.segments).toHaveLength(2);
    expect(Math.abs(measurement.segments[0]!.offsetMs)).toBeLessThan(20);
    expect(Math.abs(measurement.segments[1]!.offsetMs - lateMs)).toBeLessThan(20);
    expect(measurement.segments[1]!.startS).toBeCloseTo(CUT_S, 1);
  });

  // The one of 1500 ms is 90 % sure: foreign voices reach that by chance.
  it.each([5000, 1500])(
    'keeps its first look where nothing is surely found further out, %s ms',
    async (lateMs) => {
      const { measurement } = await cutTo(lateMs);
      expect(measurement.verdict).toBe('in-sync');
      expect(measurement.evidence.searchS).toBe(1);
    },
  );
});

describe('a talk of two faces in one picture', () => {
  it('is measured by the one who speaks, turn by turn', async () => {
    const { measurement } = await measure(inTurns);
    expect(measurement.verdict).toBe('late');
    expect(Math.abs(measurement.offsetMs! - OFFSET_MS)).toBeLessThan(20);
    const spans = measurement.activeSpeaker;
    expect(spans.map(({ trackId }) => trackId)).toEqual([1, 2, 1, 2]);
    spans.forEach((span, turn) => {
      expect(Math.abs(span.startS - turn * TURN_S)).toBeLessThan(0.3);
    });
  });

  it('does not count what the lips of the other one do meanwhile', async () => {
    const { measurement } = await measure(inTurns);
    const votes = measurement.votes.filter(({ weight }) => weight > 0.9);
    expect(votes.length).toBeGreaterThan(10);
    for (const { trackId, timeS } of votes) expect(inTurns(trackId, timeS)).toBe(true);
  });

  it('under the voice of a third is not sure, and neither face is said to speak', async () => {
    const { measurement } = await measure(() => false);
    expect(measurement.verdict).toBe('unsure');
    expect(measurement.reasons).toContain('voice-over');
    expect(measurement.activeSpeaker).toEqual([]);
  });
});
