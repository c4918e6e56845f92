import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { toMarkersCsv, toResolveMarkers } from './marker-lists';
import { NTSC, steady, stepping, unsure } from './testing/facts';

const rows = (text: string): string[][] => parse(text, { record_delimiter: '\r\n' });

describe('markers as Premiere lists them', () => {
  it('have the columns of its own list, and a row for each part', () => {
    const [header, ...parts] = rows(toMarkersCsv(stepping()));
    expect(header).toEqual(['Marker Name', 'Description', 'In', 'Out', 'Duration', 'Marker Type']);
    expect(parts.map(([name, , ...times]) => [name, ...times])).toEqual([
      ['100 ms late', '00:00:00:00', '00:00:04:00', '00:00:04:00', 'Comment'],
      ['60 ms early', '00:00:04:00', '00:00:08:00', '00:00:04:00', 'Comment'],
      ['100 ms late', '00:00:08:00', '00:00:12:00', '00:00:04:00', 'Comment'],
    ]);
  });

  it('say that nothing is sure', () => {
    expect(rows(toMarkersCsv(unsure()))[1]![0]).toBe('Not sure');
  });
});

describe('markers for Resolve', () => {
  /** Event and field line of each marker, by what Resolve writes itself. */
  const EVENT =
    /^(\d{3}) {2}001 {6}V {5}C {8}(\S+) (\S+) (\S+) (\S+) {2}\r\n(.*) \|C:ResolveColor(\w+) \|M:([^|]*) \|D:(\d+)\r\n/gm;

  it('begin at one hour, with colour, name and length in frames', () => {
    const text = toResolveMarkers(stepping());
    expect(text).toMatch(/^TITLE: .+\r\nFCM: NON-DROP FRAME\r\n\r\n001 /);
    const found = [...text.matchAll(EVENT)].map(([, number, at, next, , , , color, name, frames]) => [
      number,
      at,
      next,
      color,
      name,
      frames,
    ]);
    // By ITU-R BT.1359-1, 100 ms late is not noticed, 60 ms early is.
    expect(found).toEqual([
      ['001', '01:00:00:00', '01:00:00:01', 'Green', '100 ms late', '100'],
      ['002', '01:00:04:00', '01:00:04:01', 'Yellow', '60 ms early', '100'],
      ['003', '01:00:08:00', '01:00:08:01', 'Green', '100 ms late', '100'],
    ]);
  });

  it('drop frames where the timeline does', () => {
    const text = toResolveMarkers(steady(120, { fps: NTSC }));
    expect(text).toContain('FCM: DROP FRAME');
    expect(text).toContain('01:00:00;00 01:00:00;01');
  });

  it('no bar in a note begins another field', () => {
    const facts = steady(120);
    const text = toResolveMarkers({ ...facts, record: { ...facts.record, file: 'a|b.mp4' } });
    for (const line of text.split('\r\n').filter((each) => each.includes('|C:')))
      expect(line.split('|')).toHaveLength(4);
  });
});
