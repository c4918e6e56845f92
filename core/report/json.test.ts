import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import { describe, expect, it } from 'vitest';
import { toJson } from './json';
import { drifting, FILM, nudged, steady, stepping, unsure, withCorrection, withFix } from './testing/facts';

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
const isReport = ajv.compile(schema);

describe('the JSON report', () => {
  it.each([
    ['late sound', steady(120)],
    ['early sound at 23.976', steady(-120, { fps: FILM })],
    ['a drift', drifting(300)],
    ['steps', stepping()],
    ['not sure', unsure()],
    ['a fix', withFix(steady(120))],
    ['a correction by hand', withCorrection(unsure(), { kind: 'shift', offsetMs: 80 })],
    ['a nudge', nudged(steady(120))],
  ])('keeps to its schema: %s', (_, facts) => {
    isReport(JSON.parse(toJson(facts)));
    expect(isReport.errors).toBeNull();
  });

  it('a schema that lets wrong reports pass would be worth nothing', () => {
    const report = JSON.parse(toJson(withFix(steady(120))));
    const wrong = [
      { ...report, version: 2 },
      { ...report, extra: 1 },
      { ...report, result: { ...report.result, offsetMs: '120' } },
      { ...report, result: { ...report.result, confidence: 97 } },
      { ...report, correction: { ...report.correction, startMs: 3 } },
      { ...report, correction: { kind: 'drift', startMs: 3, words: '' } },
      { ...report, fix: { ...report.fix, mode: 'best' } },
    ];
    expect(wrong.map((each) => isReport(each))).toEqual(wrong.map(() => false));
  });

  it('says by sign and in words that the sound is late, and what to do', () => {
    const { result, correction, fix } = JSON.parse(toJson(withFix(steady(120))));
    expect([result.offsetMs, result.ci95Ms, result.confidence]).toEqual([120, 8, 0.971]);
    expect(result.words.headline).toBe('The sound is 120 ms late.');
    expect(correction).toEqual({ kind: 'shift', offsetMs: 120, words: 'Sound moved 120 ms earlier.' });
    expect(fix).toMatchObject({
      mode: 'lossless',
      beforeMs: 120,
      appliedMs: 120,
      afterMs: 2.4,
      residualMs: 2.4,
      good: true,
    });
  });

  it('moves early sound later', () => {
    const { correction } = JSON.parse(toJson(steady(-120)));
    expect(correction).toEqual({ kind: 'shift', offsetMs: -120, words: 'Sound moved 120 ms later.' });
  });

  it('tells a drift and steps as they were measured', () => {
    const drift = JSON.parse(toJson(drifting(300)));
    expect(drift.result.pattern).toEqual({ kind: 'drift', ppm: 500, startMs: 0, endMs: 300 });
    expect(drift.correction).toMatchObject({ kind: 'drift', startMs: 0, endMs: 300 });
    const steps = JSON.parse(toJson(stepping()));
    expect(steps.result.pattern).toEqual({ kind: 'steps', atS: [4, 8] });
    expect(steps.correction.segments.map((s: { offsetMs: number }) => s.offsetMs)).toEqual([100, -60, 100]);
  });

  it('corrects nothing when it is not sure or in sync', () => {
    expect(JSON.parse(toJson(unsure())).correction).toBeNull();
    expect(JSON.parse(toJson(steady(20))).correction).toBeNull();
  });

  it('names the file, not where it lies', () => {
    expect(JSON.parse(toJson(steady(120, { file: '/home/me/secret/talk.mp4' }))).file.name).toBe('talk.mp4');
  });
});
