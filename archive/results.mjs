/** What came of an archive, as a table or as lines, all of it or what a filter lets through. */

const FILTERS = {
  /** In sync within 40 ms, and sure of it. */
  'in-sync': ({ verdict, offsetMs }) =>
    !['unsure', 'varies'].includes(verdict) && offsetMs !== null && Math.abs(offsetMs) <= 40,
  /** Off for sure: what a fix is for. */
  off: ({ verdict }) => ['early', 'late', 'varies'].includes(verdict),
  /** As LatentSync filters its training data: SyncNet's confidence at least 3, and at most 6 frames. */
  latentsync: ({ syncnet }) =>
    syncnet != null && syncnet.confidence >= 3 && Math.abs(syncnet.offsetFrames) <= 6,
};
export const FILTER_NAMES = Object.keys(FILTERS);

/** What people filter by. `kind`: what a table of types makes of it. */
export const COLUMNS = [
  { name: 'file', kind: 'text', of: ({ file }) => file },
  { name: 'sha256', kind: 'text', of: ({ sha256 }) => sha256 },
  { name: 'verdict', kind: 'text', of: ({ verdict }) => verdict },
  { name: 'offset_ms', kind: 'number', of: ({ offsetMs }) => offsetMs },
  { name: 'plus_minus_ms_95_percent', kind: 'number', of: ({ ci95Ms }) => ci95Ms },
  { name: 'probability_within_40_ms', kind: 'number', of: ({ probability }) => probability },
  { name: 'pattern', kind: 'text', of: ({ pattern }) => pattern },
  { name: 'faces', kind: 'count', of: ({ tracks }) => tracks.length },
  { name: 'speaking_s', kind: 'number', of: ({ tracks }) => round(sumOf(tracks, 'speakingS')) },
  { name: 'duration_s', kind: 'number', of: ({ durationS }) => durationS },
  { name: 'lse_d', kind: 'number', of: ({ syncnet }) => syncnet?.minDist },
  { name: 'lse_c', kind: 'number', of: ({ syncnet }) => syncnet?.confidence },
  { name: 'integrated_lufs', kind: 'number', of: ({ loudness }) => loudness?.integratedLufs },
  { name: 'true_peak_dbtp', kind: 'number', of: ({ loudness }) => loudness?.truePeakDb },
  { name: 'warnings', kind: 'text', of: ({ warnings }) => warnings.join(' ') },
];

/** @returns {AsyncGenerator<object>} a record for each clip that has a result, with its path as `file` */
export async function* records(store, filter) {
  const lets = filter === undefined ? () => true : FILTERS[filter];
  for await (const record of store.records()) if (lets(record)) yield record;
}

/** @param {'csv' | 'jsonl'} format @returns {AsyncGenerator<string>} line by line */
export async function* lines(store, format, filter) {
  if (format === 'csv') yield COLUMNS.map(({ name }) => name).join(',');
  for await (const record of records(store, filter))
    yield format === 'csv' ? COLUMNS.map(({ of }) => cell(of(record))).join(',') : JSON.stringify(record);
}

/** RFC 4180; text that a spreadsheet would run as a formula gets an apostrophe. */
function cell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const sumOf = (items, what) => items.reduce((sum, item) => sum + (item[what] ?? 0), 0);
const round = (value) => Math.round(value * 100) / 100;
