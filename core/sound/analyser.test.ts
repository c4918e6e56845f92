import { describe, expect, it } from 'vitest';
import { FLOOR_DB, SoundAnalyser } from './analyser';
import { copyOf, featuresOf, fineOf, packRows, unpackRows } from './rows';
import { SOUND_HOP_S } from './types';

const RATE = 16000;

function tone(seconds: number, hz: number, level = 0.5): Float32Array {
  return Float32Array.from(
    { length: seconds * RATE },
    (_, i) => level * Math.sin((2 * Math.PI * hz * i) / RATE),
  );
}

describe('sound features', () => {
  it('give one row per 10 ms', () => {
    const analyser = new SoundAnalyser();
    analyser.push(0.25, tone(1, 440));
    analyser.finish();
    const features = analyser.features();
    expect(features.startS).toBe(0.25);
    expect(Math.abs(features.energyDb.length - 100)).toBeLessThanOrEqual(1);
  });

  it('do not depend on how the stream is cut into chunks', () => {
    const samples = Float32Array.from({ length: RATE }, (_, i) => Math.sin(i * i * 1e-5) * 0.4);
    const whole = new SoundAnalyser();
    whole.push(0, samples);
    whole.finish();
    const pieces = new SoundAnalyser();
    for (let at = 0; at < samples.length; at += 777) pieces.push(at / RATE, samples.subarray(at, at + 777));
    pieces.finish();
    expect(pieces.features().energyDb).toEqual(whole.features().energyDb);
    expect(pieces.peaks().minMax).toEqual(whole.peaks().minMax);
  });

  it('are the same from bytes that were put away', async () => {
    const analyser = new SoundAnalyser();
    analyser.push(0.5, tone(0.7, 300));
    analyser.finish();
    const rows = copyOf(analyser.rows());
    const bytes = await new Blob(packRows(rows)).arrayBuffer();
    const back = unpackRows(rows.startS, bytes);
    expect(featuresOf(back)).toEqual(analyser.features());
    expect(fineOf(back)).toEqual(analyser.fine());
    expect(() => unpackRows(0, bytes.slice(1))).toThrow(RangeError);
  });

  it('place a click at its own time, without delay', () => {
    const samples = new Float32Array(RATE);
    samples[RATE / 2] = 1;
    const analyser = new SoundAnalyser();
    analyser.push(0, samples);
    analyser.finish();
    const { energyDb } = analyser.features();
    const loud = [...energyDb.keys()].filter((i) => energyDb[i]! > FLOOR_DB + 20);
    const centre = (loud[0]! + loud[loud.length - 1]!) / 2;
    expect(Math.abs(centre * SOUND_HOP_S - 0.5)).toBeLessThanOrEqual(0.005);
  });

  it('call digital silence the floor', () => {
    const analyser = new SoundAnalyser();
    analyser.push(0, new Float32Array(RATE));
    analyser.finish();
    expect(Math.max(...analyser.features().energyDb)).toBe(FLOOR_DB);
    expect(Math.max(...analyser.features().speech)).toBe(0);
  });

  it('call syllables speech, and a steady hum not', () => {
    const hum = new SoundAnalyser();
    hum.push(0, tone(4, 200, 0.2));
    hum.finish();
    const syllables = new SoundAnalyser();
    syllables.push(
      0,
      tone(4, 600).map((v, i) => v * Math.max(0.003, Math.sin((2 * Math.PI * 4 * i) / RATE)) ** 2),
    );
    syllables.finish();
    const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(hum.features().speech)).toBeLessThan(0.1);
    expect(mean(syllables.features().speech)).toBeGreaterThan(0.8);
  });
});
