import { describe, expect, test } from 'vitest';
import { type EarlierCheck, searched } from './earlier';

const check = (name: string, words: string): EarlierCheck => ({ id: name, name, words, closedAtMs: 1 });
const CHECKS = [
  check('Été à la mer.mp4', '200\u00a0ms late'),
  check('take 12.mov', 'In sync'),
  check('take 13.mov', 'Not sure'),
];
const found = (wanted: string) => searched(CHECKS, wanted).map(({ name }) => name);

describe('earlier checks are found', () => {
  test('by parts of the name, in any order, case and accent', () => {
    expect(found('MER ete')).toEqual(['Été à la mer.mp4']);
    expect(found('take 1')).toEqual(['take 12.mov', 'take 13.mov']);
  });

  test('by what was found in them', () => {
    expect(found('200 ms late')).toEqual(['Été à la mer.mp4']);
    expect(found('mov sync')).toEqual(['take 12.mov']);
  });

  test('all of them, where nothing is asked for, and none that does not fit', () => {
    expect(found('  ')).toHaveLength(3);
    expect(found('holiday')).toEqual([]);
  });
});
