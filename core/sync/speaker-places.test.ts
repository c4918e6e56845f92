import { describe, expect, it } from 'vitest';
import { heardIn, speakerPlaces, speakersOf } from './speaker-places';
import type { Measurement, Segment } from './types';

/** A face 0.2 wide, whose middle is where `middleAt` says. */
function face(id: number, fromS: number, toS: number, middleAt: (timeS: number) => number) {
  const timesS = Float64Array.from({ length: Math.round((toS - fromS) * 25) }, (_, i) => fromS + i / 25);
  const boxes = Float32Array.from([...timesS].flatMap((timeS) => [middleAt(timeS) - 0.1, 0.3, 0.2, 0.3]));
  return { id, timesS, boxes };
}

const measured = (offsetMs: number, ...turns: [trackId: number, startS: number, endS: number][]) =>
  ({
    offsetMs,
    pattern: { kind: 'constant' },
    segments: [{ startS: 0, endS: 60, offsetMs, trackIds: [] as number[] } as Segment],
    activeSpeaker: turns.map(([trackId, startS, endS]) => ({ trackId, startS, endS })),
  }) as Measurement;

describe('where those who speak are', () => {
  it('is told along the time of the sound, from -1 at the left edge to 1 at the right one', () => {
    const tracks = [face(1, 0, 20, () => 0.25), face(2, 0, 20, () => 0.9)];
    const [first, second] = speakerPlaces(measured(200, [1, 1, 4], [2, 5, 6]), tracks);
    expect([first!.startS, first!.endS, second!.startS]).toEqual([1.2, 4.2, 5.2]);
    expect(first!.sides).toHaveLength(30);
    for (const side of first!.sides) expect(side).toBeCloseTo(-0.5, 5);
    for (const side of second!.sides) expect(side).toBeCloseTo(0.8, 5);
  });

  it('is smooth where a face trembles, and follows it where it walks', () => {
    const trembling = face(1, 0, 20, (timeS) => 0.5 + (Math.round(timeS * 25) % 2 ? 0.02 : -0.02));
    for (const side of speakerPlaces(measured(0, [1, 2, 8]), [trembling])[0]!.sides)
      expect(Math.abs(side)).toBeLessThan(0.005);
    const walking = face(1, 0, 20, (timeS) => 0.2 + 0.03 * timeS);
    const { sides } = speakerPlaces(measured(0, [1, 5, 15]), [walking])[0]!;
    expect(sides[0]!).toBeCloseTo(2 * (0.2 + 0.03 * 5.05) - 1, 1);
    expect(sides.at(-1)!).toBeCloseTo(2 * (0.2 + 0.03 * 14.95) - 1, 1);
  });

  it('holds where a face is lost for a while, of one that speaks alone as well, and is unknown of one that is not seen', () => {
    const lost = [face(1, 0, 3, () => 0.3), face(3, 30, 40, () => 0.3)];
    const { turns, places } = speakersOf(measured(0, [1, 2, 9], [2, 12, 14]), lost, 1);
    expect(turns).toEqual([]);
    expect(places).toHaveLength(1);
    for (const side of places[0]!.sides) expect(side).toBeCloseTo(-0.4, 5);
  });

  it('is known of the sound track that was checked alone', () => {
    const speakers = speakersOf(measured(0, [1, 2, 9]), [face(1, 0, 20, () => 0.3)], 1);
    expect(heardIn(speakers, 1).places).toHaveLength(1);
    expect(heardIn(speakers, 0)).toEqual({ turns: [], places: [] });
  });
});
