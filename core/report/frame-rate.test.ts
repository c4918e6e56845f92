import { describe, expect, it } from 'vitest';
import { frameRateOf, oneHour, timecode } from './frame-rate';

describe('the frame rate of a timeline', () => {
  it.each([
    [23.976, 24_000, 1001],
    [23.976023976, 24_000, 1001],
    [24, 24, 1],
    [25, 25, 1],
    [29.97, 30_000, 1001],
    [29.97003, 30_000, 1001],
    [30, 30, 1],
    [59.94, 60_000, 1001],
    [60, 60, 1],
    [17, 17, 1],
  ])('%d frames per second are exactly %d/%d', (fps, num, den) => {
    expect(frameRateOf(fps)).toMatchObject({ num, den, note: null });
  });

  it('says so when the video varies, is odd or unknown', () => {
    expect(frameRateOf(29.83, true)).toMatchObject({ num: 30_000, den: 1001 });
    expect(frameRateOf(29.83, true).note).toBe(
      'The frame rate of the video varies: the timeline runs at 29.97 frames per second.',
    );
    expect(frameRateOf(17.4).note).toMatch(/about 17.4 frames per second: the timeline runs at 17/);
    expect(frameRateOf(0)).toMatchObject({ num: 25, den: 1 });
    expect(frameRateOf(0).note).toMatch(/unknown/);
  });
});

describe('timecode', () => {
  it('counts on at 25 and, slower than the clock, at 23.976', () => {
    expect(timecode(90_000, frameRateOf(25))).toBe('01:00:00:00');
    expect(timecode(24, frameRateOf(23.976))).toBe('00:00:01:00');
    expect(timecode(23, frameRateOf(23.976))).toBe('00:00:00:23');
  });

  it('counts 12.5 at 25, where every second number is one of its frames', () => {
    const half = frameRateOf(12.5);
    expect(half).toMatchObject({ num: 25, den: 1, base: 25 });
    expect(half.note).toContain('12.5');
    expect(timecode(40 * 25, half)).toBe('00:00:40:00');
  });

  it.each([10, 12, 11.988, 15, 20, 23.976, 24, 25, 29.97, 30, 48, 50, 59.94, 60, 90, 100, 119.88])(
    'counts %d to what it is declared as',
    (fps) => {
      const { num, den, base } = frameRateOf(fps);
      expect([base, (base * 1000) / 1001]).toContainEqual(expect.closeTo(num / den, 9));
    },
  );

  it('drops two numbers a minute at 29.97 but none in every tenth', () => {
    const ntsc = frameRateOf(29.97);
    const of = (frame: number) => timecode(frame, ntsc);
    expect([1799, 1800, 17_981, 17_982, 107_892].map(of)).toEqual([
      '00:00:59;29',
      '00:01:00;02',
      '00:09:59;29',
      '00:10:00;00',
      '01:00:00;00',
    ]);
    expect(oneHour(ntsc)).toBe(107_892);
  });

  it('drops four at 59.94', () => {
    const fast = frameRateOf(59.94);
    expect([3599, 3600, 35_964].map((frame) => timecode(frame, fast))).toEqual([
      '00:00:59;59',
      '00:01:00;04',
      '00:10:00;00',
    ]);
    expect(timecode(oneHour(fast), fast)).toBe('01:00:00;00');
  });

  it('never names two frames alike, nor goes back, over an hour', () => {
    const ntsc = frameRateOf(29.97);
    let before = '';
    for (let frame = 0; frame < 108_000; frame++) {
      const now = timecode(frame, ntsc);
      if (now <= before) throw new Error(`${before} then ${now}`);
      before = now;
    }
  });
});
