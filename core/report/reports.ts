/** All reports of a checked file: the one thing that page and headless command need to know of this folder. */

import { toLines } from './commands';
import { toCsv } from './csv';
import { toEdl } from './edl';
import { toFcpxml } from './fcpxml';
import { fileNames, REPORT_TYPES, type ReportKind } from './file-names';
import { toHtml } from './html';
import { toJson } from './json';
import { toMarkersCsv, toResolveMarkers } from './marker-lists';
import { toOtio } from './otio';
import { nameOf, type ReportFacts } from './report-data';
import { toSrt } from './srt';
import { toXmeml } from './xmeml';

export interface ReportFile {
  kind: ReportKind;
  /** Safe on every common file system. */
  name: string;
  /** Media type for a Blob. */
  type: string;
  /** To be written as UTF-8. */
  text: string;
}

/** In the order in which they are offered. */
export const REPORT_KINDS: readonly ReportKind[] = [
  'html',
  'csv',
  'json',
  'otio',
  'fcpxml',
  'xmeml',
  'edl',
  'markers',
  'resolve',
  'srt',
  'lines',
];

/** What each is for, in a few words. */
export const REPORT_LABELS: Record<ReportKind, string> = {
  html: 'One page to read and print (HTML)',
  csv: 'Spreadsheet (CSV)',
  json: 'For programs (JSON)',
  otio: 'Timeline for editors (OpenTimelineIO)',
  fcpxml: 'Final Cut Pro, Resolve (FCPXML)',
  xmeml: 'Premiere Pro, Resolve (Final Cut Pro 7 XML)',
  edl: 'Edit list for any editor (CMX 3600)',
  markers: 'Markers as Premiere Pro lists them (CSV)',
  resolve: 'Markers for Resolve’s timeline (EDL)',
  srt: 'Offsets as subtitles (SRT)',
  lines: 'Commands to copy (ffmpeg, mkvmerge)',
};

const WRITERS: Record<ReportKind, (facts: ReportFacts) => string> = {
  html: toHtml,
  csv: toCsv,
  json: toJson,
  otio: toOtio,
  fcpxml: toFcpxml,
  xmeml: toXmeml,
  edl: toEdl,
  markers: toMarkersCsv,
  resolve: toResolveMarkers,
  srt: toSrt,
  lines: toLines,
};

/** @param base name the files by this instead of the video's own name (for the second a.mov beside an a.mp4) */
export function writeReport(
  kind: ReportKind,
  facts: ReportFacts,
  base = nameOf(facts.record.file),
): ReportFile {
  return { kind, name: fileNames(base)[kind], type: REPORT_TYPES[kind], text: WRITERS[kind](facts) };
}

export function writeReports(facts: ReportFacts, base?: string): ReportFile[] {
  return REPORT_KINDS.map((kind) => writeReport(kind, facts, base));
}
