import { describe, expect, it } from 'vitest';
import { speakerTurns } from './speaker-turns';
import type { Measurement, Pattern, Segment, SpeakerSpan } from './types';

const seen = (id: number, fromS: number, toS: number) => ({ id, timesS: Float64Array.of(fromS, toS) });
const turn = (trackId: number, startS: number, endS: number): SpeakerSpan => ({ trackId, startS, endS });
const segment = (startS: number, endS: number, offsetMs: number, trackIds: number[]) =>
  ({ startS, endS, offsetMs, trackIds }) as Segment;

function measured(
  activeSpeaker: SpeakerSpan[],
  segments: Segment[],
  pattern: Pattern = { kind: 'constant' },
): Measurement {
  return { offsetMs: segments[0]?.offsetMs ?? null, pattern, segments, activeSpeaker } as Measurement;
}

describe('turns for the work on the sound', () => {
  const both = [seen(1, 0, 20), seen(2, 0, 20)];
  const talk = [turn(1, 1, 4), turn(2, 5, 8)];

  it('lie where they are heard: later by as much as the sound is late', () => {
    const late = measured(talk, [segment(0, 20, 500, [1, 2])]);
    expect(speakerTurns(late, both)).toEqual([turn(1, 1.5, 4.5), turn(2, 5.5, 8.5)]);
    const early = measured(talk, [segment(0, 20, -250, [1, 2])]);
    expect(speakerTurns(early, both)).toEqual([turn(1, 0.75, 3.75), turn(2, 4.75, 7.75)]);
  });

  it('go by the offset of their part and face, up to its very end', () => {
    const steps = measured(talk, [segment(0, 4, 500, [1]), segment(4, 20, -200, [2])], {
      kind: 'steps',
      atS: [4],
    });
    expect(speakerTurns(steps, both)).toEqual([turn(1, 1.5, 4.5), turn(2, 4.8, 7.8)]);
    const within = measured(
      [turn(1, 1, 4), turn(2, 5, 8), turn(1, 10, 12)],
      [segment(0, 4, 500, [1, 2]), segment(4, 20, -200, [1, 2])],
      { kind: 'steps', atS: [4] },
    );
    expect(speakerTurns(within, both)).toEqual([turn(1, 1.5, 4.5), turn(2, 4.8, 7.8), turn(1, 9.8, 11.8)]);
  });

  it('go along a drift', () => {
    const drift = { kind: 'drift', ppm: 10_000, startMs: 100, endMs: 300 } as const;
    const [first, second] = speakerTurns(measured(talk, [segment(0, 20, 200, [1, 2])], drift), both);
    expect(first!.startS).toBeCloseTo(1.11, 9);
    expect(first!.endS).toBeCloseTo(4.14, 4);
    expect(second!.startS).toBeCloseTo(5.15, 9);
  });

  it('are none of one presenter whom every cut gives another number', () => {
    const cut = [seen(1, 0, 6.96), seen(2, 7, 12.96), seen(3, 13, 20)];
    const alone = measured([turn(1, 1, 6), turn(2, 7, 12), turn(3, 13, 18)], [segment(0, 20, 0, [1, 2, 3])]);
    expect(speakerTurns(alone, cut)).toEqual([]);
    // Somebody beside who says nothing makes no two speakers.
    expect(speakerTurns(alone, [...cut, seen(4, 2, 15)])).toEqual([]);
  });

  it('are those of faces that are in view with another one who speaks', () => {
    const spans = [turn(1, 1, 3), turn(2, 4, 6), turn(3, 8, 10), turn(4, 12, 14)];
    const tracks = [seen(4, 11, 20), seen(1, 0, 7), seen(2, 2, 7), seen(3, 7, 11)];
    const talked = measured(spans, [segment(0, 20, 0, [1, 2, 3, 4])]);
    expect(speakerTurns(talked, tracks)).toEqual(spans.slice(0, 2));
  });
});
