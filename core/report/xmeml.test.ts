import { describe, expect, it } from 'vitest';
import type { ReportFacts } from './report-data';
import { drifting, FILM, FOR_EDITORS, NTSC, steady, stepping } from './testing/facts';
import { validator } from './testing/relax-ng';
import { toXmeml } from './xmeml';

const complaints = validator('xmeml-5.rng');

const inside = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}[ >][\\s\\S]*?</${name}>`, 'g'))].map(([whole]) => whole);
const value = (xml: string, name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(xml)?.[1];

/** Start, end, in and out of every clip of each track of sound. */
function soundOf(facts: ReportFacts): number[][][] {
  const media = toXmeml(facts).split('<audio>').at(-1)!;
  return inside(media, 'track').map((track) =>
    inside(track, 'clipitem').map((clip) =>
      ['start', 'end', 'in', 'out'].map((name) => Number(value(clip, name))),
    ),
  );
}

describe('the Final Cut Pro 7 XML', () => {
  it.each(FOR_EDITORS)('validates: %s', async (_, facts) => {
    expect(await complaints(toXmeml(facts))).toEqual([]);
  });

  it('a grammar that lets wrong files pass would be worth nothing', async () => {
    const xml = toXmeml(steady(120));
    const wrong = [
      xml.replace('version="5"', 'version="4"'),
      xml.replace('<ntsc>FALSE</ntsc>', '<ntsc>no</ntsc>'),
      xml.replace('<start>0</start>', '<start>-1</start>'),
      xml.replace('</track>', ''),
      xml.replace('<linkclipref>clipitem-2<', '<linkclipref>clipitem 2<'),
    ];
    for (const each of wrong) expect(await complaints(each)).not.toEqual([]);
  });

  it('120 ms late at 25: both channels begin 3 frames into the file and end as much earlier', () => {
    expect(soundOf(steady(120))).toEqual([[[0, 247, 3, 250]], [[0, 247, 3, 250]]]);
  });

  it('120 ms early at 25: the sound begins 3 frames later', () => {
    expect(soundOf(steady(-120))).toEqual([[[3, 250, 0, 247]], [[3, 250, 0, 247]]]);
  });

  it('has the rates that the format knows: 23.976 is 24 with ntsc, 29.97 drops frames', () => {
    const film = toXmeml(steady(120, { fps: FILM }));
    expect([value(film, 'timebase'), value(film, 'ntsc'), value(film, 'string')]).toEqual([
      '24',
      'TRUE',
      '00:00:00:00',
    ]);
    const ntsc = toXmeml(steady(120, { fps: NTSC }));
    expect([value(ntsc, 'timebase'), value(ntsc, 'displayformat'), value(ntsc, 'string')]).toEqual([
      '30',
      'DF',
      '00:00:00;00',
    ]);
  });

  it('says what whole frames leave over', () => {
    expect(toXmeml(steady(130))).toContain('Left over by whole frames: sound still 10 ms late');
    expect(toXmeml(steady(120))).toContain('Nothing left over by whole frames');
  });

  it('steps are clips side by side, a drift is cut into pieces of whole frames', () => {
    // 100 ms are 2.5 frames, -60 ms are -1.5.
    const [left] = soundOf(stepping());
    expect(left!.map(([start, end]) => [start, end])).toEqual([
      [0, 100],
      [100, 200],
      [200, expect.any(Number)],
    ]);
    const [drift] = soundOf(drifting(300));
    // 7.5 frames: 0 to 7.
    expect(drift!.length).toBe(8);
    for (const [i, [start]] of drift!.entries()) if (i > 0) expect(start).toBe(drift![i - 1]![1]);
  });

  it('channels of a piece are linked to each other, and to nothing of the picture', () => {
    const xml = toXmeml(stepping());
    const ids = inside(xml, 'clipitem').map((clip) => /id="([^"]+)"/.exec(clip)![1]);
    expect(new Set(ids).size).toBe(7);
    expect(inside(xml, 'link').map((link) => value(link, 'linkclipref'))).not.toContain('clipitem-1');
    expect(inside(toXmeml(steady(120, { channels: 1 })), 'link')).toEqual([]);
  });
});
