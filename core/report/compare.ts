/** Two measurements beside each other, in a sentence. */
import { listWords } from '../list-words';
import type { Measurement } from '../sync/types';
import { differenceWords, measuredWords, sizeWords } from './format';

export interface Compared {
  name: string;
  measurement: Measurement;
}

/** `The sound of “B” is 200 ms earlier than that of “A”, ±55 ms.` */
export function comparisonSentence(one: Compared, other: Compared): string {
  const both = [one, other];
  const missing = both.find(({ measurement }) => measurement.offsetMs === null);
  if (missing) return `“${missing.name}” could not be measured, so there is nothing to compare.`;
  const varying = both.find(({ measurement }) => measurement.verdict === 'varies');
  if (varying) return `The offset of “${varying.name}” is not the same everywhere: compare the two lines.`;
  const [a, b] = [one.measurement, other.measurement];
  const differenceMs = b.offsetMs! - a.offsetMs!;
  const ci95Ms = Math.hypot(a.ci95Ms ?? 0, b.ci95Ms ?? 0);
  const unsure = both.filter(({ measurement }) => measurement.verdict === 'unsure');
  const doubt =
    unsure.length === 0
      ? ''
      : ` Do not rely on it: ${listWords(unsure.map(({ name }) => `“${name}”`))} ${
          unsure.length === 1 ? 'is' : 'are'
        } not sure.`;
  const interval = `±${sizeWords(Math.max(1, ci95Ms))}`;
  if (Math.abs(differenceMs) <= ci95Ms)
    return `No difference that could be told: ${measuredWords(a.offsetMs!, a.ci95Ms)} and ${measuredWords(b.offsetMs!, b.ci95Ms)}, ${interval}.${doubt}`;
  return `The sound of “${other.name}” is ${differenceWords(differenceMs, ci95Ms)} than that of “${one.name}”, ${interval}.${doubt}`;
}
