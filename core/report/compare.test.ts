import { describe, expect, test } from 'vitest';
import type { Measurement } from '../sync/types';
import { comparisonSentence } from './compare';
import { steady, unsure } from './testing/facts';

const of = (name: string, offsetMs: number | null, change: Partial<Measurement> = {}) => ({
  name,
  measurement: { ...steady(100).measurement, offsetMs, ci95Ms: 39, ...change },
});
const told = (...pair: Parameters<typeof comparisonSentence>) =>
  comparisonSentence(...pair).replaceAll('\u00a0', ' ');

describe('two files compared', () => {
  test('the one is so much later or earlier than the other', () => {
    expect(told(of('A', 203), of('B', -4))).toBe(
      'The sound of “B” is 210 ms earlier than that of “A”, ±55 ms.',
    );
    expect(told(of('B', -4), of('A', 203))).toBe(
      'The sound of “A” is 210 ms later than that of “B”, ±55 ms.',
    );
    const exact = { ci95Ms: 3 };
    expect(told(of('A', 203, exact), of('B', 200, { ci95Ms: 1 }))).toBe(
      'No difference that could be told: 203 ms late and 200 ms late, ±3 ms.',
    );
  });

  test('a difference within both intervals is none', () => {
    expect(told(of('A', 203), of('B', 170))).toMatch(
      /^No difference that could be told: 200 ms late and 170 ms late, ±55 ms\.$/,
    );
  });

  test('says which file is not sure, not measured, or has an offset that changes', () => {
    expect(
      told(of('A', 203), { name: 'B', measurement: { ...unsure().measurement, offsetMs: 0, ci95Ms: 39 } }),
    ).toMatch(/±55 ms\. Do not rely on it: “B” is not sure\.$/);
    expect(told(of('A', null), of('B', 0))).toMatch(/^“A” could not be measured/);
    expect(told(of('A', 0), of('B', 0, { verdict: 'varies' }))).toMatch(
      /^The offset of “B” is not the same everywhere/,
    );
  });
});
