import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../testing/native-ffmpeg';
import { type CopyLine, copyLines, toLines } from './commands';
import type { ReportFacts } from './report-data';
import { drifting, FILM, steady, stepping, unsure, withCorrection } from './testing/facts';

/** Picture and sound begin at these times of the file, s. */
function startingAt(facts: ReportFacts, pictureS: number, soundS: number): ReportFacts {
  const { media } = facts;
  const audioTracks = media.audioTracks.map((track) => ({ ...track, startS: soundS }));
  return { ...facts, media: { ...media, video: { ...media.video, startS: pictureS }, audioTracks } };
}

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
    expect(line(stepping(), 'ffmpeg-baked')).not.toContain('first_pts');
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
    make("it's $x.mp4", 0, 0);
    make('later.mp4', 0, 0.5);
    make('both.mkv', 0.3, 0.5);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(words: string[]): void {
    const { status, stderr } = spawnSync('ffmpeg', ['-y', '-v', 'error', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }

  /** A picture of 10 s and a sound with a click each second of its own, 50 ms long, from the third second to the end. */
  function make(name: string, pictureS: number, soundS: number): void {
    const clicks = `aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.05)*gte(t,2)':s=48000:d=${10 - soundS}`;
    const from = (startS: number, source: string) => ['-itsoffset', `${startS}`, '-f', 'lavfi', '-i', source];
    const inputs = [...from(pictureS, 'color=s=64x64:r=25:d=10'), ...from(soundS, clicks)];
    run([...inputs, '-c:v', 'mpeg4', '-c:a', 'aac', name]);
  }

  /** Where clicks begin in the corrected copy, after its first picture, in ms. */
  function clicksAfter(facts: ReportFacts, id: CopyLine['id']): number[] {
    const text = line(facts, id)!.replace(/^ffmpeg/, 'ffmpeg -y -v error');
    const { status, stderr } = spawnSync('sh', ['-c', text], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const graph =
      'aresample=async=1:first_pts=0,aformat=sample_fmts=flt:channel_layouts=mono:sample_rates=48000';
    const copy = join(folder, facts.record.file.replace(/(\.\w+)$/, '.in-sync$1'));
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
    expectNear(clicks, expected);
  });

  // Clicks at 2.5, 3.5, ... 9.5 s of the file.
  it('a sound that begins half a second after the picture: a drift is gone at both ends', () => {
    const facts = drifting(100, { file: 'later.mp4', durationS: 10 });
    const clicks = clicksAfter(startingAt(facts, 0, 0.5), 'ffmpeg-baked');
    expectNear(
      clicks,
      [2500, 3500, 4500, 5500, 6500, 7500, 8500, 9500].map((ms) => ms / 1.01),
    );
  });

  it('a sound that begins half a second after the picture: steps move each part by its own amount', () => {
    const facts = startingAt(stepping({ file: 'later.mp4' }), 0, 0.5);
    expectNear(clicksAfter(facts, 'ffmpeg-baked'), [2400, 3400, 4560, 5560, 6560, 7560, 8400, 9400]);
  });

  it('a picture that begins at 0.3 s, and a sound at 0.5: parts lie where they lie in the file', () => {
    const facts = startingAt(stepping({ file: 'both.mkv' }), 0.32, 0.479);
    const clicks = clicksAfter(facts, 'ffmpeg-baked').map((ms) => ms + 320);
    expectNear(clicks, [2400, 3400, 4560, 5560, 6560, 7560, 8400, 9400]);
    const drifts = startingAt(drifting(100, { file: 'both.mkv', durationS: 10 }), 0.32, 0.479);
    const [first] = clicksAfter(drifts, 'ffmpeg-baked');
    expectNear([first! + 320], [2500 / 1.01]);
  });

  it('a part whose sound would lie before the file is silence, and the others stay where they are', () => {
    const part = (startS: number, endS: number, offsetMs: number) => ({ startS, endS, offsetMs });
    const segments = [part(0, 3, -4000), part(3, 10, 0)];
    const facts = withCorrection(stepping({ file, durationS: 10 }), { kind: 'steps', segments });
    expectNear(clicksAfter(facts, 'ffmpeg-baked'), [3000, 4000, 5000, 6000, 7000, 8000, 9000]);
  });

  function expectNear(clicksMs: readonly number[], expectedMs: readonly number[]): void {
    expect(clicksMs.map(Math.round)).toHaveLength(expectedMs.length);
    for (const [i, ms] of clicksMs.entries()) expect(Math.abs(ms - expectedMs[i]!)).toBeLessThan(4);
  }
});
