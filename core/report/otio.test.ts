import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { toOtio } from './otio';
import type { ReportFacts } from './report-data';
import { drifting, FILM, NTSC, steady, stepping, unsure, withCorrection } from './testing/facts';
import { otioComplaints } from './testing/otio-grammar';

const hasReader = spawnSync('python3', ['-c', 'import opentimelineio']).status === 0;

/** Prints for each sound clip where it lies on the timeline and in the file, as OpenTimelineIO understands it. */
const READER = `
import sys, opentimelineio as otio
timeline = otio.adapters.read_from_string(sys.stdin.read(), "otio_json")
track = timeline.audio_tracks()[0]
for clip in track.find_clips():
    at = clip.range_in_parent()
    print(round(at.start_time.to_seconds(), 3), round(clip.source_range.start_time.to_seconds(), 3), round(at.duration.to_seconds(), 3))
`;

const FILES: [string, ReportFacts][] = [
  ['late sound at 25', steady(120)],
  ['early sound at 23.976', steady(-120, { fps: FILM })],
  ['29.97', steady(120, { fps: NTSC })],
  ['a drift', drifting(300)],
  ['steps', stepping()],
  ['not sure', unsure()],
  ['no sound left', withCorrection(steady(120), { kind: 'shift', offsetMs: 11_000 })],
];

/** The sound track: [kind, start in the file, length], in frames. */
function soundOf(facts: ReportFacts): [string, number, number][] {
  const { tracks } = JSON.parse(toOtio(facts));
  const [picture, sound] = tracks.children;
  expect([picture.kind, sound.kind]).toEqual(['Video', 'Audio']);
  return sound.children.map(({ OTIO_SCHEMA, source_range: { start_time, duration } }: Json) => [
    OTIO_SCHEMA,
    start_time.value,
    duration.value,
  ]);
}
// biome-ignore lint/suspicious/noExplicitAny: parsed JSON, checked by the grammar.
type Json = any;

describe('the OTIO timeline', () => {
  it.each(FILES)('keeps to the schemas: %s', (_, facts) => {
    expect(otioComplaints(toOtio(facts))).toEqual([]);
  });

  it('a grammar that lets wrong files pass would be worth nothing', () => {
    const json = toOtio(steady(120));
    const wrong = [
      json.replace('"Clip.2"', '"Clip.1"'),
      json.replace('"rate": 25', '"rate": "25"'),
      json.replace('"kind": "Video"', '"kind": "Picture"'),
      json.replace('"enabled": true,', ''),
    ];
    for (const each of wrong) expect(otioComplaints(each)).not.toEqual([]);
  });

  it.runIf(hasReader)('is read by OpenTimelineIO with the same times (needs opentimelineio)', () => {
    const { stdout, stderr } = spawnSync('python3', ['-c', READER], {
      input: toOtio(steady(120)),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toBe('0.0 0.12 9.88\n');
  });

  it('120 ms late at 25: the sound begins 3 frames into the file', () => {
    expect(soundOf(steady(120))).toEqual([['Clip.2', 3, 247]]);
  });

  it('120 ms early at 25: 3 frames of nothing, then the sound from its start', () => {
    expect(soundOf(steady(-120))).toEqual([
      ['Gap.1', 0, 3],
      ['Clip.2', 0, 247],
    ]);
  });

  it('at 23.976 the edges are whole frames and the place in the sound is not', () => {
    // 120 ms = 2.877123 frames; 10 s = 239.76 frames.
    expect(soundOf(steady(120, { fps: FILM }))).toEqual([['Clip.2', 2.877123, 236]]);
    expect(soundOf(steady(-120, { fps: FILM }))).toEqual([
      ['Gap.1', 0, 3],
      ['Clip.2', 0.122877, 236],
    ]);
    expect(
      JSON.parse(toOtio(steady(120, { fps: FILM }))).tracks.children[0].children[0].source_range.duration,
    ).toEqual({
      OTIO_SCHEMA: 'RationalTime.1',
      rate: 24_000 / 1001,
      value: 239,
    });
  });

  it('a drift of 300 ms over 10 minutes is a sound played 1.0005 times as fast', () => {
    const [clip] = JSON.parse(toOtio(drifting(300))).tracks.children[1].children;
    expect(clip.effects).toMatchObject([{ OTIO_SCHEMA: 'LinearTimeWarp.1', time_scalar: 1.0005 }]);
    expect(soundOf(drifting(300))).toEqual([['Clip.2', 0, 14_992]]);
    const [slower] = JSON.parse(toOtio(drifting(-300))).tracks.children[1].children;
    expect(slower.effects).toMatchObject([{ time_scalar: 0.9995 }]);
  });

  it('steps are clips side by side, each from its own place', () => {
    expect(soundOf(stepping())).toEqual([
      ['Clip.2', 2.5, 100],
      ['Clip.2', 98.5, 100],
      ['Clip.2', 202.5, 97],
    ]);
  });

  it('has a marker for every part, coloured by what viewers make of it', () => {
    const markers = JSON.parse(toOtio(stepping())).tracks.markers;
    expect(
      markers.map((m: Json) => [
        m.name,
        m.color,
        m.marked_range.start_time.value,
        m.marked_range.duration.value,
      ]),
    ).toEqual([
      ['100 ms late', 'GREEN', 0, 100],
      ['60 ms early', 'YELLOW', 100, 100],
      ['100 ms late', 'GREEN', 200, 100],
    ]);
    expect(markers[1].comment).toBe('0:04–0:08: 60 ms early, ±8 ms (97 %)');
    expect(JSON.parse(toOtio(unsure())).tracks.markers).toMatchObject([
      { name: 'Not sure', color: 'PURPLE' },
    ]);
  });
});
