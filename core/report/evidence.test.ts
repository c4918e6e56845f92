import { expect, it } from 'vitest';
import { evidenceToJson } from './evidence';

it('evidence becomes JSON that any program reads: plain arrays, null where nothing is known, no pictures', () => {
  const evidence = {
    measurement: { verdict: 'late', offsetMs: 118.432198765 },
    tracks: [
      { id: 1, timesS: Float64Array.of(0, 0.04, 0.08), lips: new Float32Array(92), thumbnail: { width: 8 } },
    ],
    lagMaps: [{ score: Float32Array.of(Number.NaN, 0.1, 2) }],
  };
  expect(JSON.parse(evidenceToJson(evidence))).toEqual({
    measurement: { verdict: 'late', offsetMs: 118.432 },
    tracks: [{ id: 1, timesS: [0, 0.04, 0.08] }],
    lagMaps: [{ score: [null, 0.1, 2] }],
  });
});
