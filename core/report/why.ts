/** Why a result is what it is, in two sentences for somebody who sees such a result for the first time. */
import type { Measurement } from '../sync/types';
import { countWords, differenceWords, measuredWords, offsetWords, thousands } from './format';

/** Empty where it is not sure: its reasons say why. */
export function whySentences(measurement: Measurement): string[] {
  const { verdict, pattern, offsetMs, ci95Ms, evidence } = measurement;
  if (verdict === 'unsure' || offsetMs === null) return [];
  if (verdict === 'varies' && pattern.kind === 'drift') {
    const heard = (ms: number) => heardWords(ms, ci95Ms);
    return [
      `What the lips do is heard ${heard(pattern.startMs)} at the start, and ${heard(pattern.endMs)} at the end.`,
      'Two clocks that do not run alike do that, as of a camera and a recorder, or a film played at another speed.',
    ];
  }
  if (verdict === 'varies')
    return [
      'What the lips do is heard with another delay in each part.',
      'That is so where clips were joined, cameras were switched, or a recording left something out.',
    ];
  const stretches = `${thousands(evidence.windowsAgreeing)} of ${countWords(evidence.windows, 'stretch', 'stretches')}`;
  return [
    `In ${stretches} of speech, what the lips do is heard ${heardWords(offsetMs, ci95Ms)}.`,
    LOOK[verdict],
  ];
}

const LOOK = {
  'in-sync': 'Look at a p, b or m: to the eye, the lips close as it is heard.',
  late: 'Look at a p, b or m: the lips close first, and the sound follows.',
  early:
    'Look at a p, b or m: it is heard before the lips close. In life that never happens, so it is noticed soon.',
} as const;

function heardWords(offsetMs: number, ci95Ms: number | null): string {
  return measuredWords(offsetMs, ci95Ms) === offsetWords(0)
    ? 'at the same moment'
    : differenceWords(offsetMs, ci95Ms);
}
