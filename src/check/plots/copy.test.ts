import { describe, expect, test } from 'vitest';
import { confidenceSentence, faceSentence, facesSentence, lipsSentence, offsetSentence } from './copy';
import { evidenceOf, measurementOf, trackOf } from './fixture';
import { readoutAt } from './readout';
import { lipSeries } from './series';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('what the plots say', () => {
  test('an unsure result is never told as a match', () => {
    expect(lipsSentence(measurementOf({ verdict: 'unsure' }), false)).toContain('no clear match');
  });

  test('no match is not announced while the file is still being read', () => {
    expect(lipsSentence(measurementOf({ verdict: 'unsure' }), false, false)).not.toContain('no clear match');
  });

  test('the votes are counted, and the band is told', () => {
    expect(plain(offsetSentence(measurementOf()))).toBe(
      '10 of 12 stretches agree: 120 ms late, between 111 and 129 ms late.',
    );
    expect(offsetSentence(measurementOf({ offsetMs: null }))).toBe('No stretch could be compared.');
  });

  test('SyncNet’s confidence is told with its range and how much was looked at', () => {
    const figures = { confidence: 7.81, windows: 3, windowsInFull: 1500 };
    const windowConfidence = Float32Array.of(10.42, -0.71, 7.2);
    expect(plain(confidenceSentence({ ...figures, windowConfidence }))).toBe(
      'Higher means more certain: 7.8 for all together (LSE-C), −0.7 to 10.4 one by one; 3 of 1 500 windows looked at.',
    );
    expect(plain(confidenceSentence({ ...figures, windowsInFull: 3, windowConfidence }))).toContain(
      'all 3 windows.',
    );
  });

  test('a face tells whether it speaks and what it says on its own', () => {
    const track = trackOf(2, 0, 1, () => 0);
    const result = {
      id: 2,
      startS: 0,
      endS: 1,
      offsetMs: 118,
      confidence: 0.994,
      probability: 0.994,
      speakingS: 9.1,
    };
    expect(plain(faceSentence(track, result))).toBe('Face 2 speaks for 9.1 s, 118 ms late, 99 % sure');
    expect(faceSentence(track, { ...result, speakingS: 0, offsetMs: null })).toContain('does not speak');
    expect(plain(faceSentence(track, result, true))).toBe(
      'Face 2 speaks for 9.1 s; how far it is off changes',
    );
    expect(faceSentence(track, undefined)).toContain('not measured');
    expect(facesSentence(evidenceOf())).toBe('No face was seen.');
  });
});

describe('the line that reads the values out', () => {
  const evidence = evidenceOf({
    tracks: [trackOf(1, 0, 2, (t) => (t < 1 ? 0.05 : 0.45))],
    speech: { startS: 0, values: new Float32Array(200).fill(1, 100) },
    energyDb: new Float32Array(200).fill(-60).fill(-20, 100),
    measurement: measurementOf({
      votes: [
        { trackId: 1, timeS: 0.5, offsetMs: 118, weight: 1, agrees: true },
        { trackId: 1, timeS: 1.5, offsetMs: -700, weight: 0.4, agrees: false },
      ],
    }),
  });
  const lips = lipSeries(evidence);
  const read = (timeS: number, shiftMs = 0) => plain(readoutAt(timeS, evidence, lips, shiftMs).join(', '));

  test('tells sound, lips, the vote of this stretch and the result', () => {
    expect(read(1.5)).toBe(
      '0:01.50, speech, −20 dB, face 1: lips 100 % open, this stretch says 700 ms early (disagrees), result 120 ms late',
    );
  });

  test('reads the sound where it is drawn when it is drawn corrected', () => {
    expect(read(0.95)).toContain('no speech, −60 dB');
    expect(read(0.95, 120)).toContain('speech, −20 dB');
  });

  test('tells SyncNet’s confidence where a window was looked at, and the face when there are several', () => {
    const figures = (trackId: number, times: number[], values: number[]) => ({
      ...{
        trackId,
        offsetFrames: 0,
        minDist: 6,
        confidence: 7,
        confidenceError: 0.1,
        windows: 2,
        windowsInFull: 2,
      },
      curve: new Float32Array(31),
      windowTimesS: Float64Array.from(times),
      windowConfidence: Float32Array.from(values),
    });
    const runtime = { provider: 'wasm', threads: 1, reason: null, failedCheck: false } as const;
    const withSyncnet = (...tracks: ReturnType<typeof figures>[]) =>
      evidenceOf({ syncnet: { offsetFrames: 0, minDist: 6, confidence: 7, tracks, runtime } });
    const one = withSyncnet(figures(1, [0.5, 0.7], [8.04, 3]));
    expect(readoutAt(0.5, one, null, 0)).toContain('SyncNet’s confidence 8.0');
    expect(readoutAt(0.66, one, null, 0)).toContain('SyncNet’s confidence 3.0');
    expect(readoutAt(1, one, null, 0).join()).not.toContain('SyncNet');
    const two = withSyncnet(figures(1, [0.5], [8]), figures(2, [0.5, 4], [1, -2]));
    expect(readoutAt(0.5, two, null, 0)).toContain('SyncNet’s confidence 8.0 (face 1)');
    expect(readoutAt(4, two, null, 0)).toContain('SyncNet’s confidence −2.0 (face 2)');
  });

  test('tells that there is no sound or no face instead of a number', () => {
    expect(read(30)).toBe('0:30.00, no sound here, no face, result 120 ms late');
  });

  test('tells the time alone before anything is measured', () => {
    expect(readoutAt(3, null, null, 0)).toEqual(['0:03.00']);
  });
});
