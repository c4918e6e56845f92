import { describe, expect, it } from 'vitest';
import { toFcpxml } from './fcpxml';
import type { ReportFacts } from './report-data';
import { drifting, FILM, FOR_EDITORS, steady, stepping, unsure } from './testing/facts';
import { validator } from './testing/relax-ng';

const complaints = validator('fcpxml-1.9.rng');

type Tag = Record<string, string>;

function tags(xml: string, name: string, having = ''): Tag[] {
  return [...xml.matchAll(new RegExp(`<${name} ([^>]*?)/?>`, 'g'))]
    .map(([, attributes]) =>
      Object.fromEntries([...attributes!.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, k, v]) => [k, v])),
    )
    .filter((tag) => having === '' || tag['srcEnable'] === having);
}

const soundOf = (facts: ReportFacts) => tags(toFcpxml(facts), 'asset-clip', 'audio');

describe('the FCPXML', () => {
  it.each(FOR_EDITORS)('validates: %s', async (_, facts) => {
    expect(await complaints(toFcpxml(facts))).toEqual([]);
  });

  it('a grammar that lets wrong files pass would be worth nothing', async () => {
    const xml = toFcpxml(steady(120));
    const wrong = [
      xml.replace('version="1.9"', 'version="2"'),
      xml.replace('ref="r2"', 'ref="r9"'),
      xml.replace(/(<note>.*<\/note>)([\s\S]*?)(<marker[^>]*>)/, '$3$2$1'),
      xml.replace('</spine>', ''),
      xml.replace('srcEnable="audio"', 'srcEnable="sound"'),
      xml.replace('start="3/25s"', 'start="0.12s"'),
    ];
    for (const each of wrong) expect(await complaints(each)).not.toEqual([]);
  });

  it('120 ms late at 25: the sound begins 3/25 s into the file and ends as much earlier', () => {
    expect(soundOf(steady(120))).toMatchObject([
      { lane: '-1', offset: '0s', start: '3/25s', duration: '247/25s' },
    ]);
  });

  it('120 ms early at 25: the sound begins 3 frames later', () => {
    expect(soundOf(steady(-120))).toMatchObject([{ offset: '3/25s', start: '0s', duration: '247/25s' }]);
  });

  it('120 ms late at 23.976: exact in the sound, whole frames on the timeline', () => {
    // 10 s are 239 frames; the sound ends at 9.88 s, in frame 236.
    const xml = toFcpxml(steady(120, { fps: FILM }));
    expect(tags(xml, 'format')).toMatchObject([{ frameDuration: '1001/24000s' }]);
    expect(tags(xml, 'asset-clip', 'video')).toMatchObject([{ duration: '239239/24000s' }]);
    expect(tags(xml, 'asset-clip', 'audio')).toMatchObject([
      { offset: '0s', start: '3/25s', duration: '59059/6000s' },
    ]);
  });

  it('120 ms early at 23.976: begins on the next frame, at that place in the sound', () => {
    // Frame 3 is at 125.125 ms, where 5.125 ms of the sound have passed: 246 samples of 48 kHz.
    expect(soundOf(steady(-120, { fps: FILM }))).toMatchObject([{ offset: '1001/8000s', start: '41/8000s' }]);
  });

  it('a drift of 300 ms over 10 minutes becomes a straight time map', () => {
    const xml = toFcpxml(drifting(300));
    // 600 s of sound fill 599.70 s: 14992 frames; there the sound is at 599.68 * 1.0005 s.
    expect(tags(xml, 'timept')).toEqual([
      { time: '0s', value: '0s', interp: 'linear' },
      { time: '14992/25s', value: reduced(599.97984), interp: 'linear' },
    ]);
    expect(soundOf(drifting(300))).toMatchObject([{ start: '0s', duration: '14992/25s' }]);
  });

  it('steps become clips side by side', () => {
    expect(soundOf(stepping()).map(({ offset, start, duration }) => [offset, start, duration])).toEqual([
      ['0s', '1/10s', '4s'],
      ['4s', '197/50s', '4s'],
      ['8s', '81/10s', '97/25s'],
    ]);
  });

  it('has a marker for every part, with its offset in words', () => {
    expect(tags(toFcpxml(stepping()), 'marker').map(({ start, value }) => [start, value])).toEqual([
      ['0s', '100 ms late'],
      ['4s', '60 ms early'],
      ['8s', '100 ms late'],
    ]);
    expect(tags(toFcpxml(unsure()), 'marker')).toMatchObject([{ value: 'Not sure' }]);
  });

  it('points to the video by its name, or where it is known to lie', () => {
    expect(toFcpxml(steady(120, { file: '/x/my talk #1.mp4' }))).toContain('src="my%20talk%20%231.mp4"');
    expect(toFcpxml({ ...steady(120), mediaUrl: 'file:///a/talk.mp4' })).toContain(
      'src="file:///a/talk.mp4"',
    );
  });
});

/** Samples of 48 kHz in lowest terms. */
function reduced(seconds: number): string {
  const samples = Math.round(seconds * 48_000);
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  const common = divisor(samples, 48_000);
  return `${samples / common}/${48_000 / common}s`;
}
