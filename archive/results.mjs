/** What came of an archive, as a table or as lines, all of it or what a filter lets through. */

const FILTERS = {
  /** In sync within 40 ms, and sure of it. */
  'in-sync': ({ verdict, offsetMs }) => verdict !== 'unsure' && offsetMs !== null && Math.abs(offsetMs) <= 40,
  /** Off for sure: what a fix is for. */
  off: ({ verdict }) => ['early', 'late', 'varies'].includes(verdict),
  /** As LatentSync filters its training data: SyncNet's confidence at least 3, and at most 6 frames. */
  latentsync: ({ syncnet }) =>
    syncnet !== null && syncnet.confidence >= 3 && Math.abs(syncnet.offsetFrames) <= 6,
};
export const FILTER_NAMES = Object.keys(FILTERS);

const COLUMNS = [
  ['file', ({ file }) => file],
  ['sha256', ({ sha256 }) => sha256],
  ['verdict', ({ verdict }) => verdict],
  ['offset_ms', ({ offsetMs }) => offsetMs],
  ['plus_minus_ms_95_percent', ({ ci95Ms }) => ci95Ms],
  ['probability_within_40_ms', ({ probability }) => probability],
  ['pattern', ({ pattern }) => pattern],
  ['faces', ({ tracks }) => tracks.length],
  ['speaking_s', ({ tracks }) => round(tracks.reduce((sum, { speakingS }) => sum + (speakingS ?? 0), 0))],
  ['duration_s', ({ durationS }) => durationS],
  ['lse_d', ({ syncnet }) => syncnet?.minDist],
  ['lse_c', ({ syncnet }) => syncnet?.confidence],
  ['warnings', ({ warnings }) => warnings.join(' ')],
];

/** @returns {AsyncGenerator<object>} a record for each clip that has a result, with its path as `file` */
export async function* records(store, filter) {
  const lets = filter === undefined ? () => true : FILTERS[filter];
  for await (const record of store.records()) if (lets(record)) yield record;
}

/** @param {'csv' | 'jsonl'} format @returns {AsyncGenerator<string>} line by line */
export async function* lines(store, format, filter) {
  if (format === 'csv') yield COLUMNS.map(([name]) => name).join(',');
  for await (const record of records(store, filter))
    yield format === 'csv' ? COLUMNS.map(([, of]) => cell(of(record))).join(',') : JSON.stringify(record);
}

/** RFC 4180; text that a spreadsheet would run as a formula gets an apostrophe. */
function cell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const round = (value) => Math.round(value * 100) / 100;
