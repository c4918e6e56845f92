/** A dub by the own mouth, as far as tests of what keeps it need one. */
import type { Recipe } from '../types';

export const OWN_RECIPE = {
  key: 'own',
  faceFile: new File([], 'face.mp4'),
  speechFile: new File([], 'speech.wav'),
  modelId: null,
  fit: null,
  part: null,
  options: { engine: 'own' },
} as unknown as Recipe;
