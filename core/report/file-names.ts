/** What the reports of a video are called. */
import { nameOf } from './report-data';

export type ReportKind =
  | 'json'
  | 'csv'
  | 'html'
  | 'otio'
  | 'fcpxml'
  | 'xmeml'
  | 'edl'
  | 'markers'
  | 'resolve'
  | 'srt'
  | 'lines';

/** Media types for downloads. */
export const REPORT_TYPES: Record<ReportKind, string> = {
  json: 'application/json',
  csv: 'text/csv;charset=utf-8',
  html: 'text/html;charset=utf-8',
  otio: 'application/json',
  fcpxml: 'application/xml',
  xmeml: 'application/xml',
  edl: 'text/plain;charset=utf-8',
  markers: 'text/csv;charset=utf-8',
  resolve: 'text/plain;charset=utf-8',
  srt: 'application/x-subrip',
  lines: 'text/plain;charset=utf-8',
};

/** `.lip-sync` keeps players from taking the subtitles for the video's own, and other files from being overwritten. */
const ENDINGS: Record<ReportKind, string> = {
  json: '.lip-sync.json',
  csv: '.lip-sync.csv',
  html: '.lip-sync.html',
  otio: '.lip-sync.otio',
  fcpxml: '.lip-sync.fcpxml',
  xmeml: '.lip-sync.xml',
  edl: '.lip-sync.edl',
  markers: '.lip-sync.markers.csv',
  resolve: '.lip-sync.markers.edl',
  srt: '.lip-sync.srt',
  lines: '.lip-sync.txt',
};
/** Leaves room for the ending below the 255 bytes that file systems allow: letters may take four. */
const MOST_BYTES = 200;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * @param file the video's name or path; two videos that differ in their extension alone get the same names, so hand in
 *   a numbered one for the second
 * @returns names that every common file system takes
 */
export function fileNames(file: string): Record<ReportKind, string> {
  const base = safeBase(file);
  return Object.fromEntries(Object.entries(ENDINGS).map(([kind, ending]) => [kind, base + ending])) as Record<
    ReportKind,
    string
  >;
}

function safeBase(file: string): string {
  const cleaned = nameOf(file)
    .replace(/(?<=.)\.[^.]{1,5}$/, '')
    .replace(/\p{Surrogate}/gu, '_')
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]/gu, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const encoder = new TextEncoder();
  let base = '';
  let bytes = 0;
  for (const letter of cleaned) {
    bytes += encoder.encode(letter).length;
    if (bytes > MOST_BYTES) break;
    base += letter;
  }
  if (base === '') return 'video';
  return RESERVED.test(base) ? `_${base}` : base;
}
