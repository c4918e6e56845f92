import { describe, expect, it, vi } from 'vitest';
import { steady } from '../../../core/report/testing/facts';
import type { Checked } from '../checked';
import { factsOf } from './report-data';
import type { FixResult } from './types';

vi.stubGlobal('__APP_VERSION__', '0.0.0');

const checked = (offsetMs: number, audioIndex: number) => {
  const { measurement, media } = steady(offsetMs);
  const evidence = { measurement, syncnet: null, lagMaps: [], tracks: [] };
  const warnings: string[] = [];
  return {
    ...{ name: 'talk.mp4', media: { ...media, warnings }, audioIndex, heard: null, part: null },
    ...{ evidence, peaks: null, wallS: 1 },
  } as unknown as Checked;
};

/** A second try: it moved the first sound, measured 198 ms late, by 205 ms. */
const COPY = {
  wish: { mode: 'lossless', correction: { kind: 'shift', offsetMs: 205 }, by: 'again', targetMs: 0 },
  audioIndex: 0,
  before: steady(198).measurement,
  rewritten: { suggestedName: 'talk.in-sync.mp4', how: 'Moved.', appliedMs: 205 },
  recheck: null,
  judgement: { outcome: 'good', beforeMs: 198, afterMs: 2, residualMs: 2, limitMs: 20 },
} as unknown as FixResult;

describe('the reports of a file', () => {
  it('have the correction of its copy, and what became of it', () => {
    const { correction, fix } = factsOf(checked(198, 0), COPY);
    expect(correction).toEqual({ kind: 'shift', offsetMs: 205 });
    expect(fix).toMatchObject({ appliedMs: 205, good: true });
  });

  it.each([
    ['what it measures now', -80, 0],
    ['the sound that is measured now', 198, 1],
  ])('go by %s where the copy was made before that', (_what, offsetMs, audioIndex) => {
    const { correction, fix } = factsOf(checked(offsetMs, audioIndex), COPY);
    expect(correction).toEqual({ kind: 'shift', offsetMs });
    expect(fix).toBeNull();
  });
});
