import { describe, expect, it } from 'vitest';
import { goldenFloats, goldenSound, maxError } from '../onnx/testing/golden';
import { MEL_BANDS, wav2lipMel } from './mel';

describe("Wav2Lip's mel spectrogram", () => {
  it("of a second of sound is the original's", () => {
    const samples = Float32Array.from(goldenSound(), (x) => x / 32768);
    expect(maxError(wav2lipMel(samples), goldenFloats('mel'))).toBeLessThan(1e-3);
  });

  it('has a column for every 200 samples, and one', () => {
    expect(wav2lipMel(new Float32Array(0)).length).toBe(0);
    expect(wav2lipMel(new Float32Array(1)).length).toBe(MEL_BANDS);
    expect(wav2lipMel(new Float32Array(1000)).length).toBe(6 * MEL_BANDS);
  });

  it('is at its floor in silence and stays within its bounds at full scale', () => {
    expect(wav2lipMel(new Float32Array(1000)).every((value) => value === -4)).toBe(true);
    const loud = wav2lipMel(Float32Array.from({ length: 4000 }, (_, i) => (i % 2 ? 1 : -1)));
    expect(loud.every((value) => value >= -4 && value <= 4)).toBe(true);
  });

  it('shows a tone of 1 kHz in the band around 1 kHz', () => {
    const tone = Float32Array.from(
      { length: 4000 },
      (_, i) => 0.1 * Math.sin((2 * Math.PI * 1000 * i) / 16000),
    );
    const mel = wav2lipMel(tone);
    const columns = mel.length / MEL_BANDS;
    const middle = Array.from({ length: MEL_BANDS }, (_, band) => mel[band * columns + 10]!);
    // 1 kHz is mel 15 of 0.8..45.2 (Slaney's scale).
    const expected = Math.round(((15 - 0.825) / (45.245 - 0.825)) * 81) - 1;
    expect(Math.abs(middle.indexOf(Math.max(...middle)) - expected)).toBeLessThanOrEqual(1);
  });
});
