import { describe, expect, it } from 'vitest';
import { LogTail, RecordCutter, TimestampLog } from './ffmpeg-output-framer';

const FRAME =
  '[Parsed_showinfo_1 @ 0xf69d50] n:   1 pts:  90512 pts_time:1.00569  pos: 305 fmt:yuv420p s:4x2';
const SOUND =
  '[Parsed_ashowinfo_1 @ 0xe9] n:0 pts:68639 pts_time:1.42998 pos:1 fmt:flt channels:1 chlayout:mono rate:48000 nb_samples:2 checksum:00000000';

describe('timestamps out of ffmpeg', () => {
  it('are exact, not the six digits that are printed', () => {
    const log = new TimestampLog();
    expect(
      log.read('[Parsed_showinfo_1 @ 0xf69d50] config in time_base: 1/90000, frame_rate: 25/1'),
    ).toBeNull();
    expect(log.read(FRAME)).toEqual({ ptsS: 90_512 / 90_000, rateHz: 0, samples: 0 });
    expect(new TimestampLog().read(SOUND)).toEqual({ ptsS: 68_639 / 48_000, rateHz: 48_000, samples: 2 });
  });

  it('are told from everything else that ffmpeg logs', () => {
    expect(new TimestampLog().read('  Duration: 00:00:06.00, start: 0.000000')).toBe('other');
    expect(new TimestampLog().read('[Parsed_showinfo_0 @ 0x1]   side data - User Data')).toBeNull();
  });
});

describe('a block of sound without a timestamp', () => {
  const noPts = SOUND.replace('pts:68639', 'pts:NOPTS');

  it('follows the one before', () => {
    const log = new TimestampLog();
    log.read(SOUND);
    expect(log.read(noPts)).toMatchObject({ ptsS: (68_639 + 2) / 48_000 });
    expect(log.read(noPts)).toMatchObject({ ptsS: (68_639 + 4) / 48_000 });
  });

  it('has none when it is the first', () => {
    expect(new TimestampLog().read(noPts)).toMatchObject({ ptsS: Number.NaN });
  });
});

describe('the end of a log', () => {
  it('has each line once, in order, and no more than was asked for', () => {
    const tail = new LogTail(3);
    expect(tail.lines).toEqual([]);
    for (const line of ['a', 'b', 'c', 'd', 'e']) tail.add(line);
    expect(tail.lines).toEqual(['c', 'd', 'e']);
    const short = new LogTail(30);
    for (const line of ['a', 'b']) short.add(line);
    expect(short.lines).toEqual(['a', 'b']);
  });
});

describe('cutting the stream into records', () => {
  it('puts pieces of any size together again', () => {
    const got: [number, number[]][] = [];
    const cutter = new RecordCutter({ of: 'frames', bytes: 5 }, (ptsS, _rate, data) =>
      got.push([ptsS, Array.from(new Uint8Array(data))]),
    );
    cutter.readLine('[Parsed_showinfo_1 @ 0x1] config in time_base: 1/10, frame_rate: 25/1');
    for (const n of [0, 1, 2])
      cutter.readLine(`[Parsed_showinfo_1 @ 0x1] n:   ${n} pts:      ${n} pts_time:0 `);
    for (const piece of [
      [1, 2],
      [3, 4, 5, 6, 7, 8],
      [9, 10, 11, 12, 13, 14, 15],
    ]) {
      cutter.write(Uint8Array.from(piece), () => {});
    }
    expect(got).toEqual([
      [0, [1, 2, 3, 4, 5]],
      [0.1, [6, 7, 8, 9, 10]],
      [0.2, [11, 12, 13, 14, 15]],
    ]);
  });

  it('takes the length of each block of sound from the log', () => {
    const lengths: number[] = [];
    const cutter = new RecordCutter({ of: 'sound' }, (_pts, _rate, data) => lengths.push(data.byteLength));
    cutter.readLine(SOUND);
    cutter.readLine(SOUND.replace('nb_samples:2', 'nb_samples:3'));
    cutter.write(new Uint8Array(20), () => {});
    expect(lengths).toEqual([8, 12]);
  });

  it('refuses bytes that no timestamp was logged for', () => {
    const cutter = new RecordCutter({ of: 'frames', bytes: 5 }, () => {});
    expect(() => cutter.write(new Uint8Array(1), () => {})).toThrow('more than it logged');
  });
});
