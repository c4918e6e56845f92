import { describe, expect, it } from 'vitest';
import { DEMUCS } from '../checkpoint/demucs';
import { DemucsSpectra, SPECTRUM_EDGE } from './demucs-spectra';

const { samples, bins, frames } = DEMUCS;
let state = 1;
const piece = Float32Array.from({ length: 2 * samples }, () => {
  state = (state * 16_807) % 2_147_483_647;
  return (state / 2_147_483_647) * 2 - 1;
});

describe('the spectrum that HTDemucs hears', () => {
  const spectrum = new DemucsSpectra().of(piece);

  it('has the numbers of the transform by its definition, mirrored at both ends', () => {
    // Frame t begins 1536 samples before t * 1024; sample -i is sample i.
    const at = (side: number, i: number) => {
      const inside = i < 0 ? -i : i < samples ? i : 2 * (samples - 1) - i;
      return piece[side * samples + inside]!;
    };
    for (const [side, bin, frame] of [
      [0, 3, 0],
      [1, 700, 1],
      [0, 2047, 170],
      [1, 40, 335],
    ] as const) {
      let [re, im] = [0, 0];
      for (let i = 0; i < 4096; i++) {
        const weighed = at(side, 1024 * frame + i - 1536) * Math.sin((Math.PI * i) / 4096) ** 2;
        re += weighed * Math.cos((2 * Math.PI * bin * i) / 4096);
        im -= weighed * Math.sin((2 * Math.PI * bin * i) / 4096);
      }
      const found = [0, 1].map((part) => spectrum[((2 * side + part) * bins + bin) * frames + frame]!);
      expect(Math.abs(found[0]! - re / 64)).toBeLessThan(1e-4);
      expect(Math.abs(found[1]! - im / 64)).toBeLessThan(1e-4);
    }
  });

  it('gives the sound back where no frame is missing, less the highest bin', () => {
    const back = new DemucsSpectra().back(spectrum);
    let [error, power] = [0, 0];
    for (let side = 0; side < 2; side++)
      for (let i = SPECTRUM_EDGE; i < samples - SPECTRUM_EDGE; i++) {
        error += (back[side * samples + i]! - piece[side * samples + i]!) ** 2;
        power += piece[side * samples + i]! ** 2;
      }
    // Of white noise one bin of 2049 is gone.
    expect(10 * Math.log10(error / power)).toBeLessThan(-30);
  });
});
