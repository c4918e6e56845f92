import { describe, expect, it } from 'vitest';
import { melWindows } from '../../core/lips/wav2lip';
import { wav2lipMel } from '../../core/sound/mel';
import { SpokenMel } from './spoken-mel';

describe('the spectrogram made where it is asked for', () => {
  it('has the windows of the whole, in any order, also across what is made at once and past the end', () => {
    const samples = Float32Array.from(
      { length: 16000 * 23 },
      (_, i) => Math.sin(i ** 1.3) * Math.sin(i / 4000),
    );
    const whole = wav2lipMel(samples);
    const mel = new SpokenMel(samples);
    expect(mel.columns).toBe(whole.length / 80);
    for (const start of [0, 3, 780, 795, 1590, 1599, 20, mel.columns - 16, mel.columns - 3])
      expect(mel.windowAt(start)).toEqual(melWindows(whole, [start]));
  });

  it('costs nothing as long as nobody asks', () => {
    const sinceMs = performance.now();
    expect(new SpokenMel(new Float32Array(3600 * 16000)).columns).toBe(288001);
    expect(performance.now() - sinceMs).toBeLessThan(1000);
  });
});
