/** A check that is done, with something in every place. */
import { steady } from '../../../../core/report/testing/facts';
import type { MediaInfo } from '../../../../workers/media/contract';
import type { CheckJob } from '../../check-types';

export const film = new File(['film'], 'Ünterwegs.mp4', { type: 'video/mp4', lastModified: 1234 });

const MEDIA: MediaInfo = {
  container: 'mp4',
  durationS: 8,
  videoReader: 'webcodecs',
  soundReader: 'webcodecs',
  video: {
    id: 1,
    codec: 'avc',
    width: 640,
    height: 360,
    rotation: 0,
    fps: 25,
    variableFrameRate: false,
    startS: 0,
  },
  audioTracks: [
    {
      index: 0,
      id: 2,
      codec: 'aac',
      channels: 2,
      sampleRateHz: 48000,
      language: null,
      title: null,
      startS: 0,
    },
  ],
  playable: true,
  joinsS: null,
  warnings: [],
};

export function doneJob(change: Partial<CheckJob> = {}): CheckJob {
  const { measurement } = steady(120);
  return {
    id: 'a',
    file: film,
    away: null,
    nudgeMs: -40,
    status: 'done',
    progress: null,
    media: MEDIA,
    audioIndex: 0,
    mix: { kind: 'channel', channel: 2 },
    heard: null,
    peaks: { startS: 0, bucketS: 0.1, minMax: Float32Array.of(-1, 1) },
    evidence: {
      measurement,
      tracks: [
        {
          id: 1,
          timesS: Float64Array.of(0, 0.04),
          boxes: new Float32Array(8),
          opening: new Float32Array(2),
          quality: new Float32Array(2),
          thumbnail: { width: 1, height: 1, rgba: Uint8ClampedArray.of(1, 2, 3, 255) },
        },
      ],
      lagMaps: [],
      speech: { startS: 0, values: Float32Array.of(0, 1) },
      energyDb: Float32Array.of(-60, -20),
      cutsS: Float64Array.of(1.5),
      frameTimesS: Float64Array.of(0, 0.04),
      syncnet: null,
    },
    seenS: null,
    part: { startS: 1, endS: 5 },
    onlyFace: 2,
    error: null,
    wallS: 4.2,
    ...change,
  };
}
