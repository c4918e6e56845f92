/** The parts as markers alone, for timelines that exist already: what Premiere's marker lists and Resolve's importer read. */
import { csvOf } from './csv';
import { headLines } from './edl';
import { oneHour, timecode } from './frame-rate';
import type { ReportFacts } from './report-data';
import { ascii } from './sanitize';
import { type TimelineMarker, timelineOf } from './timeline';

/** Resolve's names of colours. */
const COLORS: Record<TimelineMarker['tone'], string> = {
  good: 'Green',
  warn: 'Yellow',
  bad: 'Red',
  unsure: 'Purple',
};
const CRLF = '\r\n';

/**
 * The columns of Premiere Pro's own list of markers, which importers of markers expect. Timecode counts from 00:00:00:00 at
 * the start of the video.
 */
export function toMarkersCsv(facts: ReportFacts): string {
  const { rate, markers } = timelineOf(facts);
  const code = (frame: number) => timecode(frame, rate);
  const rows = markers.map(({ name, note, startFrame, endFrame }) =>
    [name, note, code(startFrame), code(endFrame), code(endFrame - startFrame), 'Comment'].map((text) => ({
      text,
    })),
  );
  return csvOf(['Marker Name', 'Description', 'In', 'Out', 'Duration', 'Marker Type'], rows);
}

/**
 * Markers as DaVinci Resolve writes and reads them (Timelines > Import > Timeline Markers from EDL): an event of one frame,
 * then note, colour, name and length in frames. The timeline begins at 01:00:00:00, as Resolve's do.
 */
export function toResolveMarkers(facts: ReportFacts): string {
  const { rate, markers } = timelineOf(facts);
  const events = markers.map(({ name, note, tone, startFrame, endFrame }, i) => {
    const [at, next] = [0, 1].map((frame) => timecode(oneHour(rate) + startFrame + frame, rate));
    return [
      `${String(i + 1).padStart(3, '0')}  001      V     C        ${at} ${next} ${at} ${next}  `,
      `${bare(note)} |C:ResolveColor${COLORS[tone]} |M:${bare(name)} |D:${endFrame - startFrame}`,
      '',
    ].join(CRLF);
  });
  return [...headLines(facts, rate), '', ...events, ''].join(CRLF);
}

/** A bar would begin the next field. */
function bare(text: string): string {
  return ascii(text).replaceAll('|', '/');
}
