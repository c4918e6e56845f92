/** Two people in one film, of whom one is in sync: from lag maps of known truth to the sentences of the page. */
import { describe, expect, it } from 'vitest';
import { estimate } from '../sync/estimator';
import { type SyntheticFace, syntheticFaces } from '../sync/synthetic';
import { trackEvidence } from '../sync/track-fusion';
import type { Measurement } from '../sync/types';
import { segmentSentence } from './pattern-sentences';
import { describeMeasurement, trackSentence } from './sentences';

function measure(faces: SyntheticFace[], cutsS: number[], durationS: number, seed: number): Measurement {
  const { maps, fineMaps } = syntheticFaces(faces, seed);
  const tracks = faces.map(({ trackId: id, startS, endS }) => ({
    ...{ id, startS, endS },
    speakingS: endS - startS,
  }));
  const conditions = {
    ...{ speechS: durationS, visibleSpeechS: durationS, faces: faces.length },
    ...{ faceWidthPx: 200, pictureMotion: 5, tracks, cutsS },
  };
  const options = { engine: 'lipslate', profile: 'itu', fps: 25, durationS } as const;
  return estimate(trackEvidence(maps), conditions, options, trackEvidence(fineMaps));
}

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

/** A face that speaks from one time to another, at one offset. */
const face = (trackId: number, startS: number, endS: number, offsetMs: number): SyntheticFace => ({
  ...{ trackId, startS, endS },
  truthMs: () => offsetMs,
});

describe('two people, one in sync and one not', () => {
  it('one after the other: the sound varies, and each is named with an offset and times', () => {
    for (const seed of SEEDS) {
      const faces = [face(1, 0, 12, 214), face(2, 12, 20, 0), face(3, 20, 32, 214)];
      const measured = measure(faces, [12, 20], 32, seed);
      expect(measured.verdict).toBe('varies');
      const { headline, pattern } = describeMeasurement(measured, 25);
      expect(headline).toBe('The sound is off by different amounts in different parts.');
      expect(plain(pattern!)).toMatch(
        /^It changes from shot to shot: 0:00–0:12 2[0-3]0 ms late, 0:12–0:20 (0 ms|[12]0 ms \w+), 0:20–0:32 2[0-3]0 ms late\.$/,
      );
      expect(measured.segments.slice(1).map((part) => segmentSentence(part))).toEqual([
        expect.stringContaining('(face 2, after a cut)'),
        expect.stringContaining('(face 3, after a cut)'),
      ]);
    }
  });

  it('in one picture, taking turns: who is off is named with the turns', () => {
    const turns = (trackId: number, offsetMs: number): SyntheticFace => ({
      ...{ trackId, startS: 0, endS: 24 },
      truthMs: (timeS) => (Math.floor(timeS / 6) % 2 === trackId - 1 ? offsetMs : null),
    });
    const measured = measure([turns(1, 0), turns(2, 260)], [], 24, 3);
    expect(measured.verdict).toBe('varies');
    expect(measured.reasons).toContain('several-speakers');
    const late = measured.segments.filter(({ offsetMs }) => offsetMs > 200).map(segmentSentence);
    expect(late).toHaveLength(2);
    for (const line of late) expect(plain(line)).toMatch(/\(face 2, another speaker\): 2\d0 ms late/);
    const rest = measured.segments.filter(({ offsetMs }) => offsetMs < 200);
    expect(rest.map(({ trackIds }) => trackIds)).toEqual([[1], [1]]);
  });

  it('in one picture, both all the time: never called in sync, and each has an offset of its own', () => {
    const measured = SEEDS.map((seed) => measure([face(1, 0, 24, 0), face(2, 0, 24, 260)], [], 24, seed));
    for (const each of measured) {
      const { verdict, segments, tracks, reasons } = each;
      const faces = tracks.map((track) => plain(trackSentence(track)));
      expect(faces[0]).toMatch(/: (0 ms|[12]0 ms \w+|\d ms \w+) \(99 % sure\)\.$/);
      expect(faces[1]).toMatch(/: 2[3-7]\d ms late \(99 % sure\)\.$/);
      if (verdict === 'varies') expect(new Set(segments.flatMap(({ trackIds }) => trackIds)).size).toBe(2);
      else {
        expect({ verdict, reasons }).toEqual({ verdict: 'unsure', reasons: ['windows-disagree'] });
        const { certainty, seen } = describeMeasurement(each, 25);
        expect(plain(certainty)).toMatch(/^Best match: [^,]*\. Do not rely on it\.$/);
        expect(seen).toEqual(['Different parts of the video point to different offsets.']);
      }
    }
    expect(measured.filter(({ verdict }) => verdict === 'varies').length).toBeGreaterThanOrEqual(10);
  });
});
