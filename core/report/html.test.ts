import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHtml } from './html';
import { STYLE, STYLE_SHA256 } from './html-style';
import { drifting, FILM, steady, stepping, unsure, withFix } from './testing/facts';
import { withPlots } from './testing/plots';

const blanks = (html: string) => html.replace(/\u00a0|&nbsp;/g, ' ');

describe('the printed report', () => {
  it('lets through its own style sheet and nothing else', () => {
    expect(createHash('sha256').update(STYLE).digest('base64')).toBe(STYLE_SHA256);
    const html = toHtml(withPlots(steady(120)));
    expect(html).toContain(
      `content="default-src 'none'; style-src 'sha256-${STYLE_SHA256}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|\bstyle=|\bon\w+=|url\(|@import/i);
  });

  it('has every figure with unit and sign in words', () => {
    const late = blanks(toHtml(steady(220)));
    expect(late).toContain('The sound is 220 ms late.');
    expect(late).toContain(
      '<dt>Offset</dt><dd>220 ms late</dd><dt>Give or take</dt><dd>8 ms</dd><dt>Sure</dt><dd>97 %</dd>',
    );
    expect(late).toContain('Move the sound 220 ms earlier to fix it.');
    expect(blanks(toHtml(steady(-120, { fps: FILM })))).toContain('The sound is 120 ms early.');
    expect(blanks(toHtml(drifting(300)))).toContain(
      'from 0 ms at the start to 300 ms late at the end (500 ppm)',
    );
    expect(blanks(toHtml(stepping()))).toContain('<td>0:04–0:08</td><td>60 ms early</td><td>±8 ms</td>');
    expect(blanks(toHtml(unsure()))).toContain('Not sure whether the sound is in sync.');
  });

  it('shows before, after and what is left of a fix', () => {
    const html = blanks(toHtml(withFix(steady(-120))));
    expect(html).toContain('<dt>Before</dt><dd>120 ms early</dd>');
    expect(html).toContain('<dt>Fixed without loss</dt><dd>Sound moved 120 ms later</dd>');
    expect(html).toContain('<dt>After, measured again</dt><dd>2 ms late, ±8 ms</dd>');
    expect(html).toContain('<dt>Left at most</dt><dd>2 ms late</dd>');
  });

  it('takes a file name and warnings for text, never for markup', () => {
    const html = toHtml(
      steady(120, { file: `<img src=x onerror=alert(1)>"'&.mp4`, warnings: ['<b>bold</b>'] }),
    );
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;.mp4');
    expect(html).toContain('&lt;b&gt;bold&lt;/b&gt;');
    expect(html).not.toContain('<img');
  });

  it('draws the offset where it is: late above the zero line, early below', () => {
    const heightOf = (offsetMs: number) => {
      const svg = /<svg[\s\S]*?<\/svg>/.exec(toHtml(steady(offsetMs)))![0];
      const line = /<line [^>]*y1="([\d.]+)"[^>]*stroke-width="2"/.exec(svg)!;
      const zero = /<line [^>]*y1="([\d.]+)"[^>]*stroke-dasharray="3 3"/.exec(svg)!;
      return Number(line[1]) - Number(zero[1]);
    };
    expect(heightOf(120)).toBeLessThan(-5);
    expect(heightOf(-120)).toBeGreaterThan(5);
    expect(Math.abs(heightOf(0))).toBeLessThan(0.01);
  });

  it('draws the map and the lips of the face that speaks, wherever it stands among the faces', () => {
    const facts = withPlots(steady(120));
    const plots = facts.plots!;
    const [map, track] = [plots.lagMaps[0]!, plots.tracks[0]!];
    const silent = { ...map, trackId: 9, weight: new Float32Array(map.weight.length) };
    const still = { ...track, id: 9, opening: new Float32Array(track.opening.length) };
    const both = { ...plots, lagMaps: [silent, map], tracks: [still, track] };
    expect(facts.measurement.tracks[0]).toMatchObject({ id: 1 });
    expect(toHtml({ ...facts, plots: both })).toBe(toHtml(facts));
  });

  it('draws three pictures from full evidence, the offset alone without, and stays small', () => {
    const count = (html: string) => html.split('<svg ').length - 1;
    const full = toHtml(withPlots(drifting(300, { durationS: 7200 })));
    expect(count(full)).toBe(3);
    expect(full.length).toBeLessThan(200_000);
    expect(count(toHtml(steady(120)))).toBe(1);
    expect(full).not.toMatch(/NaN|Infinity|undefined/);
  });
});
