import { describe, expect, it } from 'vitest';
import { concatFloat32 } from '../concat';
import { BiquadFilter } from '../loudness/k-weighting';
import { biquadOf } from './biquads';
import { Compressor } from './compressor';
import { DeEsser } from './de-esser';
import { Equaliser, type ToneId } from './equaliser';
import { speechLike } from './testing/speech-like';

const RATE_HZ = 48_000;
const isSame = (a: Float32Array, b: Float32Array) => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
const tone = (seconds: number, frequencyHz: number, size: number) =>
  Float32Array.from(
    { length: seconds * RATE_HZ },
    (_, i) => size * Math.sin((2 * Math.PI * frequencyHz * i) / RATE_HZ),
  );
const rms = (sound: Float32Array) => Math.sqrt(sound.reduce((sum, x) => sum + x * x, 0) / sound.length);
const peak = (sound: Float32Array) => sound.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
const db = (share: number) => 20 * Math.log10(share);

/** Samples by which the second is behind the first, by the cross-correlation of their differences. */
function lagOf(sound: Float32Array, later: Float32Array): number {
  const [a, b] = [sound, later].map((each) => each.map((x, i) => x - (each[i - 1] ?? 0)));
  const likeness = (lag: number) => {
    let sum = 0;
    for (let i = 100; i < a!.length - 100; i++) sum += a![i]! * b![i + lag]!;
    return sum;
  };
  const lags = Array.from({ length: 101 }, (_, i) => i - 50);
  return lags.reduce((best, lag) => (likeness(lag) > likeness(best) ? lag : best));
}

describe('the equaliser', () => {
  /**
   * Frequency and dB, by native ffmpeg 5.1.9 in double precision, as the spectrum of the impulse response of
   * highpass=f=80:t=q:w=0.7071,equalizer=f=250:t=q:w=0.9:g=-2.5,equalizer=f=3500:t=q:w=0.8:g=3,highshelf=f=9000:t=s:w=1:g=1.5
   * and highpass=f=60:t=q:w=0.7071,lowshelf=f=200:t=s:w=1:g=3,equalizer=f=3500:t=q:w=0.8:g=-2,highshelf=f=8000:t=s:w=1:g=-2
   * with r=f64 each (its bass and treble are other curves)
   */
  const BY_FFMPEG: Record<ToneId, readonly (readonly [number, number])[]> = {
    clear: [
      [40, -12.39],
      [80, -3.35],
      [125, -1.56],
      [250, -2.52],
      [500, -0.8],
      [1000, 0.18],
      [2000, 1.51],
      [3500, 3.01],
      [6000, 1.73],
      [9000, 1.35],
      [14000, 1.56],
      [20000, 1.52],
    ],
    warm: [
      [40, -4.83],
      [80, 1.73],
      [125, 2.37],
      [250, 0.85],
      [500, 0.01],
      [1000, -0.25],
      [2000, -1.04],
      [3500, -2.05],
      [6000, -1.45],
      [9000, -1.68],
      [14000, -2.03],
      [20000, -2.01],
    ],
  };

  it.each(['clear', 'warm'] as const)('has the response that ffmpeg gives the same filters: %s', (id) => {
    const pulse = new Float32Array(RATE_HZ);
    pulse[0] = 1;
    new Equaliser(RATE_HZ, 1, id).process([pulse]);
    for (const [frequencyHz, expectedDb] of BY_FFMPEG[id]) {
      let [re, im] = [0, 0];
      pulse.forEach((x, i) => {
        re += x * Math.cos((2 * Math.PI * frequencyHz * i) / RATE_HZ);
        im += x * Math.sin((2 * Math.PI * frequencyHz * i) / RATE_HZ);
      });
      expect(Math.abs(db(Math.hypot(re, im)) - expectedDb)).toBeLessThan(0.01);
    }
  });

  it.each(['clear', 'warm'] as const)('delays nothing, and silence stays silence: %s', (id) => {
    const voice = speechLike(RATE_HZ, 3);
    const shaped = voice.slice();
    new Equaliser(RATE_HZ, 1, id).process([shaped]);
    expect(lagOf(voice, shaped)).toBe(0);
    const silence = new Float32Array(1000);
    new Equaliser(8000, 1, id).process([silence]);
    expect(silence.every((x) => x === 0)).toBe(true);
  });

  it('a shelf reaches its gain at its end, and half of it at its frequency', () => {
    for (const [kind, at] of [
      ['low-shelf', 10],
      ['high-shelf', 23_000],
    ] as const) {
      const filter = () =>
        new BiquadFilter(biquadOf({ kind, frequencyHz: 1000, gainDb: 6, q: Math.SQRT1_2 }, RATE_HZ));
      const gainAt = (frequencyHz: number) => {
        const sound = tone(1, frequencyHz, 0.1);
        filter().process(sound);
        return db(rms(sound.slice(RATE_HZ / 2)) / (0.1 / Math.SQRT2));
      };
      expect(gainAt(at)).toBeCloseTo(6, 1);
      expect(gainAt(1000)).toBeCloseTo(3, 1);
    }
  });
});

describe('the compressor', () => {
  it.each([
    [-6, 2],
    [-20, 2],
    [-12, 4],
  ])('brings a steady tone of %d dB down by its ratio, %d : 1, above its threshold', (levelDb, ratio) => {
    const loudnessLufs = -28;
    const sound = tone(2, 1000, 10 ** (levelDb / 20));
    const compressor = new Compressor(RATE_HZ, (ratio - 1) / 3, loudnessLufs);
    compressor.process([sound]);
    // The threshold is 3 dB over the loudness, the knee 12 dB wide (Giannoulis, Massberg and Reiss 2012, formula 4).
    const over = levelDb - (loudnessLufs + 3);
    const expected = (1 - 1 / ratio) * (over >= 6 ? over : (over + 6) ** 2 / 24);
    expect(levelDb - db(rms(sound.slice(RATE_HZ)) * Math.SQRT2)).toBeCloseTo(expected, 0);
  });

  it('leaves what is soft as it is, bit for bit, and delays nothing', () => {
    const voice = speechLike(RATE_HZ, 3);
    const [soft, loud] = [voice.slice(), voice.slice()];
    new Compressor(RATE_HZ, 1, 3).process([soft]);
    expect(isSame(soft, voice)).toBe(true);
    new Compressor(RATE_HZ, 0.33, -20).process([loud]);
    expect(lagOf(voice, loud)).toBe(0);
    expect(peak(loud)).toBeLessThan(0.9 * peak(voice));
  });

  it('turns all channels down alike', () => {
    const [left, right] = [tone(1, 300, 0.5), tone(1, 300, 0.05)];
    new Compressor(RATE_HZ, 1, -30).process([left, right]);
    expect(db(rms(left) / rms(right))).toBeCloseTo(20, 3);
  });
});

describe('the de-esser', () => {
  const run = (sound: Float32Array, loudnessLufs: number, piece = sound.length) => {
    const deEsser = new DeEsser(RATE_HZ, 1, 1, loudnessLufs);
    const parts: Float32Array[] = [];
    for (let at = 0; at < sound.length; at += piece)
      parts.push(deEsser.push([sound.subarray(at, at + piece)])[0]!);
    return concatFloat32([...parts, deEsser.end()[0]!]);
  };
  const voice = speechLike(RATE_HZ, 3);
  /** An S in the last third of each second: a tone of 8 kHz, which is nowhere in the voice. */
  const isEss = (i: number) => i % RATE_HZ > (2 * RATE_HZ) / 3;
  const ess = tone(3, 8000, 0.25).map((x, i) => (isEss(i) ? x : 0));

  it('turns a sharp S down by up to 12 dB, and delays nothing', () => {
    const sound = voice.map((x, i) => (isEss(i) ? 0.05 * x : x) + ess[i]!);
    const soft = run(sound, -23);
    expect(soft).toHaveLength(sound.length);
    const middle = (from: Float32Array) => from.slice(RATE_HZ * 0.75, RATE_HZ * 0.95);
    const down = db(rms(middle(sound)) / rms(middle(soft)));
    expect(down).toBeGreaterThan(9);
    expect(down).toBeLessThan(12.5);
    expect(lagOf(sound, soft)).toBe(0);
    for (const piece of [1000, 7777]) expect(isSame(run(sound, -23, piece), soft)).toBe(true);
  });

  it('leaves a voice without one as it is, bit for bit, and an S that is soft enough', () => {
    const vowels = tone(2, 200, 0.3).map((x, i) => x + 0.1 * Math.sin(i / 4));
    expect(isSame(run(vowels, -23), vowels)).toBe(true);
    const softEss = ess.map((x) => x / 20);
    expect(isSame(run(softEss, -23), softEss)).toBe(true);
    for (const count of [0, 1, 100, 500]) expect(run(voice.slice(0, count), -23)).toHaveLength(count);
  });
});
