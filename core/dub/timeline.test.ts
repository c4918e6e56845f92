import { describe, expect, it } from 'vitest';
import { type Extension, melStartsAtRate } from '../lips/wav2lip';
import { pictureRuns } from './runs';
import { nominalRate, resultTimeline, type SourcePictures } from './timeline';

const SIZE = { width: 640, height: 360 };

function steady(fps: number, count: number, startS = 0): SourcePictures {
  const timesS = Float64Array.from({ length: count }, (_, i) => startS + i / fps);
  return { timesS, endS: startS + count / fps, fps, variable: false };
}

/** Pictures that last 20 and 60 ms in turn. */
function uneven(count: number, startS = 0): SourcePictures {
  const timesS = Float64Array.from({ length: count }, (_, i) => startS + 0.04 * i - (i % 2 ? 0.02 : 0));
  return { timesS, endS: startS + 0.04 * count, fps: 25, variable: true };
}

/** Mel columns of a speech. */
const columns = (durationS: number) => 1 + Math.floor(durationS * 80);

/** What a player of the runs would show, place after place. */
function played(picture: SourcePictures, sources: Int32Array): number[] {
  return pictureRuns(sources, { ...picture, ...SIZE }).flatMap((run) => {
    const within = [...picture.timesS.keys()].filter(
      (n) => picture.timesS[n]! >= run.startS && picture.timesS[n]! < run.endS,
    );
    const places = Array.from(sources.subarray(run.first, run.first + run.count));
    expect([...new Set(places)].sort((a, b) => a - b)).toEqual(within);
    expect([...new Set(places)]).toEqual(run.backward ? within.reverse() : within);
    return places;
  });
}

describe('the windows of sound of a dubbed video', () => {
  it.each([23.976, 25, 29.97, 30, 50, 60, 12.5])("are the original's at %f fps", (fps) => {
    const rate = nominalRate(fps);
    const { melStarts } = resultTimeline(steady(rate, 4000), 6.5, columns(6.5), 'loop');
    const original = melStartsAtRate(rate, columns(6.5));
    expect(Array.from(melStarts.subarray(0, original.length))).toEqual(original);
  });

  it('go on with the last one until the speech has ended', () => {
    const { melStarts, timesS } = resultTimeline(steady(25, 400), 6.5, columns(6.5), 'loop');
    expect(timesS.length).toBe(163);
    expect(timesS.at(-1)).toBeCloseTo(6.48, 9);
    expect(melStarts.slice(-5)).toEqual(Int32Array.of(505, 505, 505, 505, 505));
  });

  it('follow the time of the pictures where the rate varies', () => {
    const { melStarts } = resultTimeline(uneven(200, 3), 2, columns(2), 'loop');
    expect(Array.from(melStarts.subarray(0, 6))).toEqual([0, 1, 6, 8, 12, 14]);
    expect(melStarts.at(-1)).toBe(columns(2) - 16);
  });

  it('do not slip by a rate that was averaged from rounded timestamps', () => {
    const exact = resultTimeline(steady(25, 9000), 300, columns(300), 'loop');
    const rough = resultTimeline({ ...steady(25, 9000), fps: 25.0004 }, 300, columns(300), 'loop');
    expect(rough.melStarts).toEqual(exact.melStarts);
    expect(nominalRate(29.9698)).toBeCloseTo(30000 / 1001, 9);
    expect(nominalRate(30.0001)).toBe(30);
    expect(nominalRate(17.3)).toBe(17.3);
  });
});

describe('a dubbed video', () => {
  it.each(['loop', 'ping-pong', 'freeze'] as const)('ends with the speech when it is longer (%s)', (how) => {
    const { sources, timesS } = resultTimeline(steady(25, 300, 0.4), 2.01, columns(2.01), how);
    expect(Array.from(sources)).toEqual(Array.from({ length: 51 }, (_, i) => i));
    expect(timesS[50]).toBeCloseTo(2, 9);
    expect(pictureRuns(sources, { ...steady(25, 300, 0.4), ...SIZE })).toHaveLength(1);
  });

  it('begins again after the last picture has been shown to its end', () => {
    const picture = uneven(5, 1);
    const { sources, timesS } = resultTimeline(picture, 0.45, columns(0.45), 'loop');
    expect(Array.from(sources)).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]);
    expect(Array.from(timesS, (t) => Math.round(1000 * t))).toEqual([
      0, 20, 80, 100, 160, 200, 220, 280, 300, 360, 400, 420,
    ]);
    expect(played(picture, sources)).toEqual(Array.from(sources));
  });

  it('goes back showing each picture as long as before', () => {
    const picture = uneven(4);
    // Shown for 20, 60, 20, 60 ms; to and fro: 0 1 2 3 2 1 0 1 ...
    const { sources, timesS } = resultTimeline(picture, 0.3, columns(0.3), 'ping-pong');
    expect(Array.from(sources)).toEqual([0, 1, 2, 3, 2, 1, 0, 1]);
    expect(Array.from(timesS, (t) => Math.round(1000 * t))).toEqual([0, 20, 80, 100, 160, 180, 240, 260]);
  });

  it('freezes its last picture at its own rate', () => {
    const { sources, timesS } = resultTimeline(uneven(3), 0.25, columns(0.25), 'freeze');
    expect(Array.from(sources)).toEqual([0, 1, 2, 2, 2, 2, 2]);
    expect(Array.from(timesS, (t) => Math.round(1000 * t))).toEqual([0, 20, 80, 120, 160, 200, 240]);
  });

  it('made of a photo has 25 pictures a second, however it is to be extended', () => {
    const photo = { timesS: Float64Array.of(0), endS: 0.04, fps: 25, variable: false };
    for (const how of ['loop', 'ping-pong', 'freeze'] as const) {
      const { sources, timesS, melStarts } = resultTimeline(photo, 1, columns(1), how);
      expect(sources.length).toBe(25);
      expect(timesS[24]).toBeCloseTo(0.96, 9);
      expect(Array.from(melStarts.subarray(0, 6))).toEqual([0, 3, 6, 9, 12, 16]);
      expect(pictureRuns(sources, { ...photo, ...SIZE })).toHaveLength(1);
    }
  });
});

describe('stretches to be decoded', () => {
  it.each([
    ['loop', steady(25, 40)],
    ['ping-pong', steady(29.97, 40, 2)],
    ['freeze', steady(60, 40)],
    ['loop', uneven(33, 0.1)],
    ['ping-pong', uneven(33)],
    ['loop', steady(25, 2)],
    ['ping-pong', steady(25, 2)],
  ] as [Extension, SourcePictures][])('show every picture in its place (%s)', (how, picture) => {
    const { sources } = resultTimeline(picture, 5, columns(5), how);
    expect(played(picture, sources)).toEqual(Array.from(sources));
  });

  it('are as long as possible forwards, and short backwards, shorter for large pictures', () => {
    const picture = steady(25, 50);
    const { sources } = resultTimeline(picture, 6, columns(6), 'ping-pong');
    const runs = (width: number, height: number) =>
      pictureRuns(sources, { ...picture, width, height }).map((run) => (run.backward ? -1 : 1) * run.count);
    expect(runs(640, 360)).toEqual([50, -32, -17, 49, -2]);
    expect(Math.min(...runs(3840, 2160))).toBe(-3);
  });
});

describe('the last picture', () => {
  it.each(['loop', 'ping-pong', 'freeze'] as const)(
    'is as long as the others when a %s runs on',
    (extension) => {
      for (const [picture, speechS] of [
        [steady(25, 30), 0.81],
        [steady(25, 30), 3.01],
        [steady(30000 / 1001, 12, 5), 1.7],
      ] as const) {
        const { timesS, endS } = resultTimeline(picture, speechS, columns(speechS), extension);
        expect(endS - timesS.at(-1)!).toBeCloseTo(1 / picture.fps, 9);
      }
    },
  );

  it('of uneven ones is as long as it is in the source', () => {
    const { timesS, endS } = resultTimeline(uneven(200), 1.99, columns(1.99), 'loop');
    expect(endS).toBeCloseTo(2, 9);
    expect(endS - timesS.at(-1)!).toBeCloseTo(0.06, 9);
  });
});

describe('times at a constant rate', () => {
  it('lose the rounding to milliseconds that Matroska gave them', () => {
    const exact = steady(30000 / 1001, 90);
    const rounded = { ...exact, timesS: exact.timesS.map((t) => Math.round(t * 1000) / 1000) };
    const { timesS } = resultTimeline(rounded, 8, columns(8), 'ping-pong');
    const gaps = Array.from(timesS.subarray(1), (t, i) => t - timesS[i]!);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(1e-9);
  });

  it('keep a gap where pictures are missing', () => {
    const whole = steady(25, 50);
    const timesS = whole.timesS.filter((_, n) => n !== 20);
    const { timesS: shown } = resultTimeline({ ...whole, timesS }, 1.5, columns(1.5), 'loop');
    expect(shown[20]! - shown[19]!).toBeCloseTo(0.08, 9);
  });
});
