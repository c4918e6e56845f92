/** The learned engine in the app against its training: the same features, the same network. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SHAPE_SIZE } from '../lips/shape';
import { type FaceTrack, LIP_AND_CHIN_COUNT } from '../lips/types';
import { SoundAnalyser } from '../sound/analyser';
import { FINE_BANDS } from '../sound/fine-bands';
import { VECTOR_LENGTH } from './lipslate';
import { embedLips, embedSound } from './lipslate-embed';
import { lipSteps, soundLevels, soundRange } from './lipslate-inputs';
import { lipslateInNode } from './testing/lipslate-network';

const golden = JSON.parse(
  readFileSync(new URL('./testing/lipslate-golden.json', import.meta.url), 'utf8'),
) as Record<string, string> & { firstStep: number };
const bytes = (name: string) => Uint8Array.from(Buffer.from(golden[name]!, 'base64')).buffer;
const floats = (name: string) => new Float32Array(bytes(name));
/** One byte per level: half a step of rounding, in dB. */
const LEVEL_ROUNDING_DB = 0.25;

const timesS = new Float64Array(bytes('timesS'));
const T = timesS.length;
const track: FaceTrack = {
  id: 1,
  timesS,
  boxes: new Float32Array(4 * T),
  lips: floats('lips'),
  opening: new Float32Array(T),
  quality: new Float32Array(T).fill(1),
  pose: new Float32Array(3 * T),
  thumbnail: null,
};
const analyser = new SoundAnalyser();
analyser.push(
  0,
  Float32Array.from(new Int16Array(bytes('samples')), (v) => v / 32768),
);
analyser.finish();
const sound = analyser.fine();

describe('what the network sees', () => {
  it('of lips at uneven times is what it saw in training', () => {
    expect(track.lips).toHaveLength(T * LIP_AND_CHIN_COUNT * 2);
    const steps = lipSteps(track, 0);
    const known = floats('known');
    expect(steps.first).toBe(golden.firstStep);
    expect([...steps.known]).toEqual([...known]);
    expect(known).toContain(0);
    const expected = floats('shapeEvery5');
    let worst = 0;
    for (let i = 0; i < known.length; i += 5) {
      for (let c = 0; c < SHAPE_SIZE; c++) {
        const error = steps.shape[c * steps.length + i]! - expected[(i / 5) * SHAPE_SIZE + c]!;
        worst = Math.max(worst, Math.abs(error));
      }
    }
    expect(worst).toBeLessThan(1e-5);
  });

  it('of sound is what it heard in training, but for the rounding of levels to bytes', () => {
    const rows = sound.levels.length / FINE_BANDS;
    const levels = soundLevels(sound, soundRange(sound), 0, rows);
    const expected = floats('levelsDbEvery10');
    const errors: number[] = [];
    for (let row = 0; row < rows; row += 10) {
      for (let band = 0; band < FINE_BANDS; band++)
        errors.push(Math.abs(12 * levels[band * rows + row]! - expected[(row / 10) * FINE_BANDS + band]!));
    }
    expect(errors).toHaveLength(expected.length);
    expect(Math.max(...errors)).toBeLessThan(2 * LEVEL_ROUNDING_DB);
  });
});

describe('the shipped network', { timeout: 30_000 }, () => {
  it('gives in onnxruntime what it gave in PyTorch', async () => {
    const network = await lipslateInNode();
    const lips = await embedLips(network, track, 0);
    const heard = await embedSound(network, sound);
    expect(worstError(lips.values, floats('lipEmbeddingEvery5'), heard.size)).toBeLessThan(1e-4);
    // Levels were rounded to half a decibel.
    expect(worstError(heard.values, floats('soundEmbeddingEvery5'), heard.size)).toBeLessThan(0.05);
  });
});

/** Largest difference between every fifth vector and what is expected of it. */
function worstError(values: Int16Array, everyFifth: Float32Array, size: number): number {
  let worst = 0;
  for (let k = 0; k < everyFifth.length; k++) {
    const step = 5 * Math.floor(k / size);
    worst = Math.max(worst, Math.abs(values[step * size + (k % size)]! / VECTOR_LENGTH - everyFifth[k]!));
  }
  return worst;
}
