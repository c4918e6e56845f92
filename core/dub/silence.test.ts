import { describe, expect, it } from 'vitest';
import { SoundAnalyser } from '../sound/analyser';
import { pausesOf, silentWindows, spokenS } from './silence';

const RATE_HZ = 16000;

/** @param level of the syllables in [from, to) seconds, four per second; noise everywhere */
function heard(durationS: number, words: [fromS: number, toS: number][], noise = 0.0005, level = 0.3) {
  let state = 1;
  const samples = Float32Array.from({ length: durationS * RATE_HZ }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const hiss = noise * ((state / 2 ** 32) * 2 - 1);
    const timeS = i / RATE_HZ;
    if (!words.some(([from, to]) => timeS >= from && timeS < to)) return hiss;
    return hiss + level * Math.sin(Math.PI * 4 * timeS) ** 2 * Math.sin(2 * Math.PI * 220 * timeS);
  });
  const analyser = new SoundAnalyser();
  analyser.push(0, samples);
  analyser.finish();
  return analyser.features();
}

/** Windows of pictures at 25 fps. */
const starts = (durationS: number) =>
  Array.from({ length: Math.floor(25 * durationS) - 5 }, (_, i) => Math.trunc(i * 3.2));

describe('pauses', () => {
  it('lie between words, before the first and after the last, with room for soft ends', () => {
    const words: [number, number][] = [
      [1, 2.5],
      [4.5, 5.5],
    ];
    const pauses = pausesOf(heard(6.5, words), 6.5);
    expect(pauses).toHaveLength(3);
    expect(pauses[0]!.startS).toBe(0);
    expect(pauses[2]!.endS).toBe(6.5);
    // Syllables swell: nothing is to be seen of a word in its first and last tenths.
    expect(pauses[1]!.startS).toBeGreaterThan(2.4);
    expect(pauses[1]!.endS).toBeLessThan(4.6);
    expect(pauses[1]!.endS - pauses[1]!.startS).toBeGreaterThan(1.4);
  });

  it('are all of a sound without a word', () => {
    expect(pausesOf(heard(3, []), 3)).toEqual([{ startS: 0, endS: 3 }]);
  });
});

describe('a mouth in silence', () => {
  it('is shut in a pause, and never within reach of a word', () => {
    const sound = heard(6, [
      [1, 2.5],
      [4.5, 5.5],
    ]);
    const silent = silentWindows(sound, starts(6));
    silent.forEach((isSilent, i) => {
      const fromS = i / 25;
      const touches = (from: number, to: number) => fromS + 0.2 > from && fromS < to;
      if (touches(1, 2.5) || touches(4.5, 5.5)) expect(isSilent, `picture ${i}`).toBe(false);
    });
    expect(silent.slice(5, 10)).toEqual(Array(5).fill(true));
    expect(silent.slice(75, 95)).toEqual(Array(20).fill(true));
  });

  it('is shut in the noise of a room as well', () => {
    const sound = heard(5, [[1, 2.5]], 0.02);
    const silent = silentWindows(sound, starts(5));
    expect(silent.slice(75, 110).every(Boolean)).toBe(true);
    expect(silent.slice(25, 60).some(Boolean)).toBe(false);
  });

  it('stays free while one note is held', () => {
    const samples = Float32Array.from({ length: 4 * RATE_HZ }, (_, i) =>
      i > RATE_HZ && i < 3 * RATE_HZ ? 0.3 * Math.sin((2 * Math.PI * 220 * i) / RATE_HZ) : 0,
    );
    const analyser = new SoundAnalyser();
    analyser.push(0, samples);
    analyser.finish();
    const silent = silentWindows(analyser.features(), starts(4));
    expect(silent.slice(22, 74).some(Boolean)).toBe(false);
    expect(silent.slice(0, 15).every(Boolean)).toBe(true);
  });

  it('is shut all the time when nothing is said at all', () => {
    const sound = heard(2, [], 0);
    expect(silentWindows(sound, starts(2)).every(Boolean)).toBe(true);
    expect(spokenS(sound)).toBe(0);
    expect(spokenS(heard(6, [[1, 2.5]]))).toBeGreaterThan(1.2);
  });
});
