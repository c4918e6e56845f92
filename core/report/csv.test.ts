import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { type CSV_COLUMNS, toCsv } from './csv';
import type { ReportFacts } from './report-data';
import { drifting, FILM, steady, stepping, unsure, withFix } from './testing/facts';

type Row = Record<(typeof CSV_COLUMNS)[number], string>;

function rowsOf(facts: ReportFacts | ReportFacts[]): Row[] {
  // Strict: every line as long as the header, quotes closed, CRLF alone ends a line.
  return parse(toCsv(facts), { columns: true, record_delimiter: '\r\n', relax_column_count: false });
}

describe('the CSV report', () => {
  it('has a line for the file, each part and each face, with signed figures and words', () => {
    const [whole, part, face, silent] = rowsOf(steady(120));
    expect(whole).toMatchObject({
      file: 'talk.mp4',
      what: 'whole file',
      start_s: '0',
      end_s: '10',
      offset_ms: '120',
      offset_in_words: 'sound 120 ms late',
      plus_minus_ms_95_percent: '8',
      sure_0_to_1: '0.971',
      verdict: '120 ms late',
    });
    expect(part).toMatchObject({ what: 'part', number: '1', offset_ms: '120' });
    expect(face).toMatchObject({ what: 'face', number: '1', speaking_s: '7.23' });
    expect(silent).toMatchObject({
      what: 'face',
      number: '2',
      offset_ms: '',
      offset_in_words: 'not measured',
    });
  });

  it('writes early sound as a negative figure that stays a figure', () => {
    const [whole] = rowsOf(steady(-120, { fps: FILM }));
    expect(whole).toMatchObject({ offset_ms: '-120', offset_in_words: 'sound 120 ms early' });
    expect(toCsv(steady(-120))).toContain(',-120,');
  });

  it('has every part of a drift and of steps', () => {
    const offsets = (facts: ReportFacts) =>
      rowsOf(facts)
        .filter((row) => row.what === 'part')
        .map((row) => [row.start_s, row.end_s, row.offset_ms]);
    expect(offsets(drifting(300))).toEqual([
      ['0', '150', '37.5'],
      ['150', '300', '112.5'],
      ['300', '450', '187.5'],
      ['450', '600', '262.5'],
    ]);
    expect(offsets(stepping())).toEqual([
      ['0', '4', '100'],
      ['4', '8', '-60'],
      ['8', '12', '100'],
    ]);
  });

  it.each(['=1+1.mp4', '+1.mp4', '-1.mp4', '@SUM(A1).mp4', '\u00a0=1+1.mp4', '\t=1.mp4', '＝1.mp4'])(
    'a file called %j is no formula',
    (file) => {
      expect(rowsOf(steady(120, { file }))[0]?.file).toMatch(/^'/);
    },
  );

  it('calls only what is sure of it in sync', () => {
    const words = (facts: ReportFacts) => rowsOf(facts)[0]!.offset_in_words;
    const at = (facts: ReportFacts, offsetMs: number): ReportFacts => ({
      ...facts,
      measurement: { ...facts.measurement, offsetMs },
    });
    expect(words(steady(0))).toBe('in sync');
    expect(words(at(unsure(), 0.3))).toBe('0 ms');
    expect(words(at(drifting(60), 0.3))).toBe('0 ms');
  });

  it('keeps commas, quotes and letters of every script; line breaks become blanks', () => {
    const file = 'a, "b"\r\n日本 é.mp4';
    expect(rowsOf(steady(120, { file }))[0]?.file).toBe('a, "b" 日本 é.mp4');
  });

  it('tells what a fix did, and that nothing is sure', () => {
    expect(rowsOf(withFix(steady(120)))[0]).toMatchObject({
      fix_mode: 'lossless',
      fix_applied_ms: '120',
      fix_after_ms: '2.4',
      fix_residual_ms: '2.4',
    });
    expect(rowsOf(unsure())[0]?.verdict).toBe('Not sure');
  });

  it('puts a whole queue under one header', () => {
    const rows = rowsOf([steady(120, { file: 'a.mp4' }), steady(-120, { file: 'b.mp4' })]);
    expect(rows.filter((row) => row.what === 'whole file').map((row) => row.file)).toEqual([
      'a.mp4',
      'b.mp4',
    ]);
  });
});
