import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { FigureMeter } from '../loudness/figures';
import {
  earlyEndSentence,
  figuresRecord,
  notPlacedWarning,
  sidesSentence,
  soundReportCsv,
  soundReportJson,
  writtenSentence,
} from './sound';
import { soundReportHtml } from './sound-html';
import { soundFigures } from './testing/sound-figures';

const made = { atIso: '2026-11-21T06:21:00.000Z', version: '1.2.3' };
const measured = (lufs: number | null) => ({
  figures: soundFigures(lufs),
  shortTermLufs: Float32Array.of(Number.NEGATIVE_INFINITY, -20.123, -14),
  hopS: 0.1,
});

it('has two lines for each file of a queue, and a formula in a name is none', () => {
  const lines = ['=1+1.wav', 'talk, "two".wav'].map((file) => ({
    ...{ file, before: soundFigures(null), after: soundFigures(-16.004) },
  }));
  const rows = parse(soundReportCsv(lines), { columns: true, record_delimiter: '\r\n' }) as Record<
    string,
    string
  >[];
  expect(rows.map(({ file, when }) => `${file} ${when}`)).toEqual([
    ...["'=1+1.wav before", "'=1+1.wav after", 'talk, "two".wav before', 'talk, "two".wav after'],
  ]);
  expect(rows[0]).toMatchObject({ integrated_lufs: '', range_lu: '4.5', noise_floor_lufs: '' });
  expect(rows[3]).toMatchObject({ integrated_lufs: '-16', true_peak_dbtp: '-1.04', clipped_samples: '0' });
});

it('has one line more of each file that was encoded, which says what that measures', () => {
  const written = [{ name: 'a.opus', integratedLufs: -16.02, truePeakDb: -1.12 }];
  const line = { file: 'a.wav', before: soundFigures(-20), after: soundFigures(-16), written };
  const rows = parse(soundReportCsv([line]), { columns: true }) as Record<string, string>[];
  expect(rows[2]).toMatchObject({ file: 'a.opus', when: 'written', integrated_lufs: '-16.02' });
  expect(rows[2]).toMatchObject({ true_peak_dbtp: '-1.12', range_lu: '' });
  const facts = { durationS: 1, targetLufs: -16, before: measured(-20), after: measured(-16), made };
  expect(JSON.parse(soundReportJson({ file: 'a.wav', ...facts, written })).written).toEqual([
    { file: 'a.opus', integrated_lufs: -16.02, true_peak_dbtp: -1.12 },
  ]);
  expect(writtenSentence(written[0]!, -1).replaceAll('\u00a0', ' ')).toBe(
    'Measured in this file: −16.0 LUFS, true peak −1.1 dBTP.',
  );
  expect(writtenSentence({ integratedLufs: -16, truePeakDb: -0.93 }, -1).replaceAll('\u00a0', ' ')).toBe(
    'Measured in this file: −16.0 LUFS, true peak −0.9 dBTP. Its encoder raises a peak past −1 dBTP; WAV and FLAC stay below it.',
  );
  expect(writtenSentence({ integratedLufs: null, truePeakDb: null }, -1)).toMatch(/^In this file nothing/);
  expect(writtenSentence({ integratedLufs: null, truePeakDb: -1.2 }, -1)).toContain('file: true peak −1.2');
});

it('has all figures and the curve for programs, null where nothing is heard', () => {
  const facts = {
    file: 'a.wav',
    durationS: 0.3,
    targetLufs: -16,
    before: measured(null),
    after: measured(-16.004),
    made,
  };
  const report = JSON.parse(soundReportJson(facts));
  expect(report).toMatchObject({
    format: 'lipslate-loudness-report',
    version: 1,
    file: 'a.wav',
    target_lufs: -16,
  });
  expect(report.before).toMatchObject({ integrated_lufs: null, max_momentary_lufs: -12.12 });
  expect(report.after).toMatchObject({ integrated_lufs: -16, short_term_every_s: 0.1 });
  expect(report.after.short_term_lufs).toEqual([null, -20.12, -14]);
});

it('is a page that runs nothing and shows what it was given as text', () => {
  const page = soundReportHtml({
    ...{ file: '<b>.wav', durationS: 62, before: measured(null), after: measured(-16), made },
    rows: [{ name: 'Loudness', hint: 'of all', values: ['–', '−16.0 LUFS'] }],
    sentences: ['A & B.'],
  });
  expect(page).toContain("default-src 'none'");
  expect(page).toContain('</b> loudness report</span>');
  expect(page).toContain('<h1>&lt;b&gt;.wav</h1>');
  expect(page).toContain('A &amp; B.');
  expect(page).toContain('<td>−16.0 LUFS</td>');
  expect(page).toContain('1:02');
  expect(page.match(/<polyline/g)).toHaveLength(2);
  expect(page).not.toMatch(/NaN|Infinity|<script/);
});

it('says why a voice was not placed', () => {
  expect(notPlacedWarning(1, true)).toBe(
    'The voice was not placed: a mix of microphones has no picture with faces.',
  );
  expect(notPlacedWarning(6, false)).toBe('The voice was not placed: the sound has more than two channels.');
  expect(notPlacedWarning(2, false)).toBe('The voice was not placed: no face was seen to speak.');
});

it('says which side is silent, or that one is turned round, and what was done', () => {
  expect(sidesSentence('left-silent', false)).toBe('The left channel is silent.');
  expect(sidesSentence('right-silent', true)).toBe('The right channel is silent.');
  expect(sidesSentence('inverted', false)).toBe(
    'One side of this stereo sound is turned round in phase: it was listened to as the difference of both sides. They stay as they are; played in mono, they cancel each other.',
  );
  expect(sidesSentence('inverted', true)).toContain(
    'the difference of both sides, and the voice was separated with that side turned back. They stay as they are',
  );
});

it('has the phase of both sides in its record and its CSV, and nothing of one channel', () => {
  const tone = Float32Array.from({ length: 9600 }, (_, i) => 0.1 * Math.sin(0.1 * i));
  const turned = tone.map((sample) => -0.5 * sample);
  const [stereo, mono] = [[tone, turned], [tone]].map((planes) => {
    const meter = new FigureMeter(48_000, planes.length);
    meter.push(planes);
    return meter.figures(new Float32Array());
  });
  expect(figuresRecord(stereo!).phaseCorrelation).toBe(-1);
  expect(figuresRecord(mono!).phaseCorrelation).toBeNull();
  const [head, before, after] = soundReportCsv([{ file: 'a.wav', before: stereo!, after: mono! }])
    .trim()
    .split(/\r?\n/);
  const at = head!.split(',').indexOf('phase_correlation');
  const phase = (line?: string) => line!.split(',')[at];
  expect([phase(head), phase(before), phase(after)]).toEqual(['phase_correlation', '-1', '']);
});

it('half a file is told by where its sound ends', () => {
  expect(earlyEndSentence({ atS: 61.97, ofS: 3725 })).toBe('The sound ends at 1:01 of 1:02:05.');
});
