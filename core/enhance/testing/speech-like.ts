/** A voice of known construction: pulses through formants, hissed consonants and pauses, over a faint room. */
import { seeded } from '../../testing/random';

const FORMANTS = [
  [620, 80],
  [1180, 90],
  [2550, 140],
  [3400, 200],
] as const;
/** Of these seconds: a vowel, a consonant, a pause, again and again. */
const VOWEL_S = 0.28;
const HISS_S = 0.09;
const SYLLABLE_S = 0.45;

/** @returns Float32Array [seconds × rate], peaks at 0.5 */
export function speechLike(rateHz: number, seconds: number, seed = 1): Float32Array {
  const random = seeded(seed);
  const noise = () => 2 * random() - 1;
  const length = Math.round(seconds * rateHz);
  let voice: Float64Array = new Float64Array(length);
  const hiss = new Float64Array(length);
  let phase = 0;
  let [low, lower] = [0, 0];
  for (let i = 0; i < length; i++) {
    const atS = i / rateHz;
    const inS = atS % SYLLABLE_S;
    phase += (115 + 20 * Math.sin(2.1 * atS) + 6 * Math.sin(31 * atS)) / rateHz;
    const isPulse = phase >= 1;
    if (isPulse) phase -= 1;
    const vowel = inS < VOWEL_S ? Math.sin((Math.PI * inS) / VOWEL_S) : 0;
    voice[i] = (isPulse ? vowel : 0) + 0.002 * vowel * noise();
    const sound = noise();
    const consonant = inS >= VOWEL_S && inS < VOWEL_S + HISS_S;
    hiss[i] = consonant ? Math.sin((Math.PI * (inS - VOWEL_S)) / HISS_S) * (sound - low) : 0;
    low += 0.5 * (sound - low);
  }
  // The lips and the throat: 6 dB less for each octave.
  for (let i = 0; i < length; i++) {
    lower += 0.2 * (voice[i]! - lower);
    voice[i] = lower;
  }
  for (const [frequencyHz, widthHz] of FORMANTS)
    voice = resonance(voice, frequencyHz / rateHz, widthHz / rateHz);
  const most = voice.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  return Float32Array.from(voice, (value, i) => (0.45 * value) / most + 0.04 * hiss[i]! + 0.0002 * noise());
}

function resonance(samples: Float64Array, turn: number, width: number): Float64Array {
  const radius = Math.exp(-Math.PI * width);
  const [a1, a2] = [-2 * radius * Math.cos(2 * Math.PI * turn), radius * radius];
  let [z1, z2] = [0, 0];
  return samples.map((x) => {
    const y = x - a1 * z1 - a2 * z2;
    [z1, z2] = [y, z1];
    return y;
  });
}
