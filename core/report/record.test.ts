import { describe, expect, it } from 'vitest';
import { LipslateError } from '../errors';
import type { Measurement } from '../sync/types';
import { toFailedRecord, toRecord } from './record';

const measurement: Measurement = {
  verdict: 'late',
  engine: 'motion',
  offsetMs: 118.4321,
  ci95Ms: 6.06,
  confidence: 0.98765,
  probability: 0.98765,
  profile: 'itu',
  level: 'acceptable',
  pattern: { kind: 'drift', ppm: 500, startMs: 100, endMs: 136 },
  segments: [
    {
      startS: 0,
      endS: 12.6,
      offsetMs: 118.4321,
      ci95Ms: 6.06,
      confidence: 0.98765,
      probability: 0.98765,
      startsAt: 'file',
      group: 1,
      trackIds: [1],
    },
  ],
  tracks: [
    { id: 1, startS: 0, endS: 12.6, offsetMs: -0.01, confidence: 0.9, probability: 0.9, speakingS: 9.123 },
    { id: 2, startS: 3, endS: 4, offsetMs: null, confidence: 0, probability: 0, speakingS: 0 },
  ],
  activeSpeaker: [],
  votes: [],
  evidence: {
    visibleSpeechS: 9,
    windows: 20,
    windowsAgreeing: 18,
    edgeHits: 0,
    searchS: 1,
    peakZ: 6,
    secondPeak: 0.2,
  },
  reasons: [],
};

const sound = { track: 1, codec: 'aac', channels: 2, mix: 'downmix', speechTrack: null };

describe('the record of a checked file', () => {
  it('holds exactly the documented fields, in the documented order', () => {
    const record = toRecord({
      file: 'a.mp4',
      durationS: 12.68,
      sound,
      measurement,
      warnings: ['w'],
      wallS: 4.2345,
    });
    expect(JSON.stringify(record)).toBe(
      '{"file":"a.mp4","ok":true,"verdict":"late","offsetMs":118.4,"ci95Ms":6.1,"probability":0.988,' +
        '"pattern":"drift","engine":"motion","durationS":12.68,"sound":{"track":1,"codec":"aac","channels":2,"mix":"downmix","speechTrack":null},"tracks":[' +
        '{"id":1,"startS":0,"endS":12.6,"offsetMs":0,"probability":0.9,"speakingS":9.12,"syncnet":null},' +
        '{"id":2,"startS":3,"endS":4,"offsetMs":null,"probability":0,"speakingS":0,"syncnet":null}],' +
        '"segments":[{"startS":0,"endS":12.6,"offsetMs":118.4,"probability":0.988}],' +
        '"syncnet":null,"warnings":["w"],"wallS":4.23}',
    );
  });

  it('says null, not zero, when nothing could be compared', () => {
    const unsure: Measurement = { ...measurement, verdict: 'unsure', offsetMs: null, ci95Ms: null };
    const record = toRecord({
      file: 'a.mp4',
      durationS: 1,
      sound,
      measurement: unsure,
      warnings: [],
      wallS: 1,
    });
    expect(record.offsetMs).toBeNull();
    expect(record.ci95Ms).toBeNull();
  });

  it('of a file that failed names the code and the sentence, and nothing internal', () => {
    const error = new LipslateError('not-a-video', 'demuxer said 42').toData();
    expect(toFailedRecord('b.txt', error)).toEqual({
      file: 'b.txt',
      ok: false,
      error: { code: 'not-a-video', message: 'This file is not a video.' },
    });
  });
});
