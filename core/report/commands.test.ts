import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../testing/native-ffmpeg';
import { type CopyLine, copyLines, toLines } from './commands';
import type { ReportFacts } from './report-data';
import { drifting, FILM, steady, stepping, unsure } from './testing/facts';

function line(facts: ReportFacts, id: CopyLine['id'], file?: string): string | undefined {
  return copyLines(facts, 'posix', file).find((each) => each.id === id)?.text;
}

describe('lines to copy', () => {
  it('120 ms late: ffmpeg moves the sound earlier, by its times or by its samples', () => {
    expect(line(steady(120), 'ffmpeg-times')).toBe(
      "ffmpeg -i talk.mp4 -itsoffset -0.12 -i talk.mp4 -map 0:v -map 1:a -map '0:s?' -c copy talk.in-sync.mp4",
    );
    expect(line(steady(120), 'ffmpeg-baked')).toBe(
      "ffmpeg -i talk.mp4 -filter_complex '[0:a:0]atrim=start=0.12,asetpts=PTS-0.12/TB[a]' -map 0:v -map '[a]' " +
        "-map '0:s?' -c copy -c:a aac -b:a 256k talk.in-sync.mp4",
    );
    expect(line(steady(120), 'mkvmerge')).toBe('mkvmerge -o talk.in-sync.mkv --sync 1:-120 talk.mp4');
  });

  it('120 ms early: later, at any frame rate', () => {
    const facts = steady(-120, { fps: FILM, container: 'webm', file: '/x/talk.webm' });
    expect(line(facts, 'ffmpeg-times')).toContain('-itsoffset 0.12 -i talk.webm');
    expect(line(facts, 'ffmpeg-baked')).toContain("'[0:a:0]adelay=delays=120:all=1[a]'");
    expect(line(facts, 'ffmpeg-baked')).toContain('-c:a libopus');
    expect(line(facts, 'mkvmerge')).toContain('--sync 1:120 ');
  });

  it('SyncNet counts frames of 40 ms, positive = early', () => {
    expect(line(steady(120), 'syncnet')).toMatch(/^AV offset: -3 \(-3 frames, /);
    expect(line(steady(-120), 'syncnet')).toMatch(/^AV offset: 3 \(3 frames, /);
    const facts = steady(-120);
    facts.record.syncnet = { offsetFrames: 3, minDist: 5.353, confidence: 10.021 };
    expect(line(facts, 'syncnet')).toMatch(
      /^SyncNet itself: AV offset: 3 {2}Min dist: 5.353 {2}Confidence: 10.021\nAV offset: 3/,
    );
  });

  it('a drift is resampled, or scaled by mkvmerge; no single shift is offered', () => {
    expect(copyLines(drifting(300), 'posix').map(({ id }) => id)).toEqual([
      'ffmpeg-baked',
      'mkvmerge',
      'syncnet',
    ]);
    // 192000 * 1.0005, and 1 / 1.0005.
    expect(line(drifting(300), 'ffmpeg-baked')).toContain('asetrate=192096,');
    expect(line(drifting(300), 'mkvmerge')).toContain('--sync 1:0,0.99950025 ');
  });

  it('steps are cut; nothing is offered where nothing is sure', () => {
    expect(line(stepping(), 'ffmpeg-baked')).toContain('atrim=start=3.94:end=7.94');
    expect(copyLines(stepping(), 'posix').map(({ id }) => id)).toEqual(['ffmpeg-baked', 'syncnet']);
    expect(copyLines(unsure(), 'posix').map(({ id }) => id)).toEqual(['syncnet']);
    expect(toLines(unsure())).toMatch(/^Nothing to correct: no command/);
  });

  it('the file to keep has both shells', () => {
    const text = toLines(steady(120, { file: "it's.mp4" }));
    expect(text).toContain("ffmpeg -i 'it'\\''s.mp4' -itsoffset -0.12");
    expect(text).toContain("ffmpeg -i 'it''s.mp4' -itsoffset '-0.12'");
  });
});

describe.runIf(hasFfmpeg())('lines run as they are (needs ffmpeg)', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lipslate-lines-'));
    // A click each second from 2 s on, 50 ms long, beside a 10 s picture.
    const clicks = "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.05)*gte(t,2)':s=48000:d=10";
    const picture = 'color=s=64x64:r=25:d=10';
    run([
      '-f',
      'lavfi',
      '-i',
      picture,
      '-f',
      'lavfi',
      '-i',
      clicks,
      '-c:v',
      'mpeg4',
      '-c:a',
      'aac',
      "it's $x.mp4",
    ]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(words: string[]): void {
    const { status, stderr } = spawnSync('ffmpeg', ['-y', '-v', 'error', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }

  /** Where clicks begin in the corrected copy, played with its times, in ms. */
  function clicksAfter(facts: ReportFacts, id: CopyLine['id']): number[] {
    const text = line(facts, id)!.replace(/^ffmpeg/, 'ffmpeg -y -v error');
    const { status, stderr } = spawnSync('sh', ['-c', text], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const graph =
      'aresample=async=1:first_pts=0,aformat=sample_fmts=flt:channel_layouts=mono:sample_rates=48000';
    const copy = join(folder, "it's $x.in-sync.mp4");
    const args = ['-v', 'error', '-i', copy, '-map', '0:a:0', '-af', graph, '-f', 'f32le', '-'];
    const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 26 });
    const sound = new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length));
    // The copy's timeline begins with its first picture: ffmpeg shifts both when it must not go below zero.
    const startS = Number(
      spawnSync(
        'ffprobe',
        ['-v', 'error', '-select_streams', 'v', '-show_entries', 'stream=start_time', '-of', 'csv=p=0', copy],
        {
          encoding: 'utf8',
        },
      ).stdout,
    );
    const clicks: number[] = [];
    let quiet = 48_000;
    sound.forEach((value, i) => {
      if (Math.abs(value) < 0.1) quiet += 1;
      else {
        if (quiet > 2000) clicks.push((i / 48_000 - startS) * 1000);
        quiet = 0;
      }
    });
    return clicks;
  }

  const file = "it's $x.mp4";
  it.each([
    ['ffmpeg-times', 120, 1880],
    ['ffmpeg-times', -120, 2120],
    ['ffmpeg-baked', 120, 1880],
    ['ffmpeg-baked', -120, 2120],
  ] as const)('%s: sound %d ms late has its first click at %d ms', (id, offsetMs, clickMs) => {
    const [first, second] = clicksAfter(steady(offsetMs, { file }), id);
    expect(Math.abs(first! - clickMs)).toBeLessThan(3);
    expect(Math.abs(second! - clickMs - 1000)).toBeLessThan(3);
  });

  it('a drift of 100 ms over 10 s is gone at the end', () => {
    const clicks = clicksAfter(drifting(100, { file, durationS: 10 }), 'ffmpeg-baked');
    // A click at 9 s is heard where t * 1.01 = 9.
    expect(Math.abs(clicks.at(-1)! - 9000 / 1.01)).toBeLessThan(4);
  });

  it('steps move each part by its own amount', () => {
    // 0-4 s late by 100, 4-8 s early by 60, 8-12 s late by 100.
    const clicks = clicksAfter(stepping({ file }), 'ffmpeg-baked');
    const expected = [1900, 2900, 3900, 4060, 5060, 6060, 7060, 8900];
    expect(clicks.length).toBe(expected.length);
    clicks.forEach((ms, i) => {
      expect(Math.abs(ms - expected[i]!)).toBeLessThan(4);
    });
  });
});
