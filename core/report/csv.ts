/** The report for spreadsheets: one line for the whole file, one per part with its own offset, one per face. */
import type { Measurement } from '../sync/types';
import { inUseSentence } from './correction-sentence';
import { offsetWords } from './format';
import type { SyncnetRecord } from './record';
import { correctionOf, nameOf, type ReportFacts } from './report-data';
import { decimal, plain } from './sanitize';
import { verdictLabel } from './sentences';

type Cell = { text: string } | { number: number | null; digits: number };

/** Header names, in order. `offset_ms` is positive where the sound is late. */
export const CSV_COLUMNS = [
  'file',
  'what',
  'number',
  'start_s',
  'end_s',
  'offset_ms',
  'offset_in_words',
  'plus_minus_ms_95_percent',
  'sure_0_to_1',
  'error_at_most_40_ms_0_to_1',
  'speaking_s',
  'syncnet_offset_frames_of_40_ms_positive_early',
  'syncnet_min_distance_lse_d',
  'syncnet_confidence_lse_c',
  'verdict',
  'profile',
  'pattern',
  'engine',
  'correction_ms',
  'correction_in_words',
  'correction_by_hand_ms',
  'fix_file',
  'fix_mode',
  'fix_applied_ms',
  'fix_after_ms',
  'fix_residual_ms',
  'warnings',
] as const;

type Row = Partial<Record<(typeof CSV_COLUMNS)[number], Cell>>;

/** A spreadsheet takes text that begins like this for a formula. */
const FORMULA = /^[=+\-@＝＋－＠]/;

/**
 * RFC 4180: CRLF, quotes doubled, dot as decimal sign, UTF-8. Text that a spreadsheet would run as a formula gets an
 * apostrophe in front (OWASP, "CSV injection"); figures stay figures.
 * @param reports one file, or all of a queue: the header is written once
 */
export function toCsv(reports: ReportFacts | readonly ReportFacts[]): string {
  const all: readonly ReportFacts[] = Array.isArray(reports) ? reports : [reports as ReportFacts];
  const rows = all.flatMap(rowsOf).map((row) => CSV_COLUMNS.map((column) => row[column]));
  return csvOf(CSV_COLUMNS, rows);
}

/** @param rows cells in the order of the columns; undefined ones stay empty */
export function csvOf(columns: readonly string[], rows: readonly (readonly (Cell | undefined)[])[]): string {
  return [columns, ...rows.map((cells) => cells.map(cellText))]
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('');
}

function rowsOf(facts: ReportFacts): Row[] {
  const { record, measurement, media, fix } = facts;
  const file: Row = { file: { text: nameOf(record.file) } };
  const whole: Row = {
    ...file,
    what: { text: 'whole file' },
    ...span(0, media.durationS),
    ...offset(measurement.offsetMs, measurement.verdict === 'in-sync'),
    plus_minus_ms_95_percent: { number: measurement.ci95Ms, digits: 1 },
    ...certainty(measurement),
    ...syncnet(record.syncnet),
    verdict: { text: verdictLabel(measurement) },
    profile: { text: measurement.profile },
    pattern: { text: measurement.pattern.kind },
    engine: { text: measurement.engine },
    warnings: { text: record.warnings.join(' ') },
    ...correction(facts),
    ...(fix
      ? {
          fix_file: { text: nameOf(fix.file) },
          fix_mode: { text: fix.mode },
          fix_applied_ms: { number: fix.appliedMs, digits: 1 },
          fix_after_ms: { number: fix.afterMs, digits: 1 },
          fix_residual_ms: { number: fix.residualMs, digits: 1 },
        }
      : {}),
  };
  const segments = measurement.segments.map(
    (segment, i): Row => ({
      ...file,
      what: { text: 'part' },
      number: { number: i + 1, digits: 0 },
      ...span(segment.startS, segment.endS),
      ...offset(segment.offsetMs),
      plus_minus_ms_95_percent: { number: segment.ci95Ms, digits: 1 },
      ...certainty(segment),
    }),
  );
  const faces = measurement.tracks.map(
    (track): Row => ({
      ...file,
      what: { text: 'face' },
      number: { number: track.id, digits: 0 },
      ...span(track.startS, track.endS),
      ...offset(track.offsetMs),
      ...certainty(track),
      speaking_s: { number: track.speakingS, digits: 2 },
      ...syncnet(record.tracks.find(({ id }) => id === track.id)?.syncnet ?? null),
    }),
  );
  return [whole, ...segments, ...faces];
}

/** The figure only of what is one shift; positive = the sound moves earlier. */
function correction(facts: ReportFacts): Row {
  const inUse = correctionOf(facts);
  return {
    ...(inUse === null || inUse.kind === 'shift'
      ? { correction_ms: { number: inUse?.offsetMs ?? 0, digits: 1 } }
      : {}),
    correction_in_words: { text: inUseSentence(facts) },
    correction_by_hand_ms: { number: facts.byHandMs ?? 0, digits: 1 },
  };
}

function span(startS: number, endS: number): Row {
  return { start_s: { number: startS, digits: 3 }, end_s: { number: endS, digits: 3 } };
}

/** @param isSync what no offset at all is called: of what nobody is sure of, or what drifts through it, it is no verdict */
function offset(ms: number | null, isSync = true): Row {
  return { offset_ms: { number: ms, digits: 1 }, offset_in_words: { text: inWords(ms, isSync) } };
}

function inWords(ms: number | null, isSync: boolean): string {
  if (ms === null) return 'not measured';
  if (Math.round(ms) !== 0) return `sound ${offsetWords(ms)}`;
  return isSync ? 'in sync' : '0 ms';
}

function certainty({ confidence, probability }: Pick<Measurement, 'confidence' | 'probability'>): Row {
  return {
    sure_0_to_1: { number: confidence, digits: 3 },
    error_at_most_40_ms_0_to_1: { number: probability, digits: 3 },
  };
}

function syncnet(figures: SyncnetRecord | null): Row {
  if (!figures) return {};
  return {
    syncnet_offset_frames_of_40_ms_positive_early: { number: figures.offsetFrames, digits: 0 },
    syncnet_min_distance_lse_d: { number: figures.minDist, digits: 3 },
    syncnet_confidence_lse_c: { number: figures.confidence, digits: 3 },
  };
}

function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if ('number' in cell) return cell.number === null ? '' : decimal(cell.number, cell.digits);
  const words = plain(cell.text);
  const text = FORMULA.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
