import { describe, expect, it } from 'vitest';
import type { FaceLook } from '../../../core/lips/likeness';
import { seeded } from '../../../core/testing/random';
import { chosenPeople, meantBy, type PersonSeen, peopleOf, pickOf } from './people';
import { peopleOfSpeaker } from './speakers';
import { faceNumber, faceNumbers, isKnownAgain, knownAgain, whoIsThere } from './who';

/** A face standing still, seen ten times a second. */
function seen(id: number, startS: number, endS: number, x: number, size = 0.2): PersonSeen {
  const count = Math.round((endS - startS) * 10) + 1;
  return {
    id,
    timesS: Float64Array.from({ length: count }, (_, i) => startS + i / 10),
    boxes: Float32Array.from({ length: 4 * count }, (_, i) => [x, 0.4, size, size][i % 4]!),
    outlines: new Float32Array(86 * count),
    lowerFaces: new Float32Array(140 * count),
    lips: new Float32Array(92 * count),
    quality: new Float32Array(count).fill(1),
  };
}

/** Of somebody, by a number, on one day: the larger `off`, the less like the other days. */
function look(who: number, off = 0, day = 0): FaceLook {
  const own = seeded(who);
  const other = seeded(1000 + day);
  const mixed = (length: number, scale: number) =>
    Float32Array.from({ length }, () => scale * (own() - 0.5 + off * (other() - 0.5)));
  const luma = mixed(256, 1);
  const long = Math.hypot(...luma);
  return { luma: luma.map((value) => value / long), colours: mixed(32, 40), lips: mixed(92, 0.1) };
}

/** Two in the first and the third shot, the left one alone in the second, somebody else in the fourth. */
const SEEN = [
  seen(1, 0, 2, 0.1),
  seen(2, 0, 2, 0.7),
  seen(3, 2.1, 4, 0.4, 0.4),
  seen(4, 4.1, 6, 0.1),
  seen(5, 4.1, 6, 0.7),
  seen(6, 6.1, 8, 0.4),
];
const WHOSE = [1, 2, 1, 2, 1, 3];
const PEOPLE = knownAgain(
  peopleOf(SEEN, [2.1, 4.1, 6.1]).map((person, n) => ({ person, looks: [look(WHOSE[n]!, 0.1, n)] })),
);

const ids = (people: readonly { id: number }[]) => people.map(({ id }) => id);

describe('somebody who is seen in several shots', () => {
  it('is known again, and numbered by first appearance', () => {
    expect(PEOPLE.map((person) => faceNumber(person, true))).toEqual([
      '1.1',
      '2.1',
      '1.2',
      '2.2',
      '1.3',
      '3',
    ]);
    expect(PEOPLE.map((person) => faceNumber(person, false))).toEqual(['1', '2', '1', '2', '1', '3']);
    expect(isKnownAgain(PEOPLE)).toBe(true);
    expect(whoIsThere(PEOPLE, false).map(ids)).toEqual([[1, 3, 5], [2, 4], [6]]);
    expect(whoIsThere(PEOPLE, true)).toHaveLength(6);
  });

  it('is nobody who is seen at the same time, however alike, and nobody without a picture', () => {
    const twins = peopleOf(SEEN.slice(0, 2), []).map((person) => ({ person, looks: [look(1)] }));
    expect(knownAgain(twins).map(({ who }) => who)).toEqual([1, 2]);
    const unseen = peopleOf(SEEN, [2.1, 4.1, 6.1]).map((person) => ({ person, looks: [] }));
    expect(knownAgain(unseen).map(({ who }) => who)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(isKnownAgain(knownAgain(unseen))).toBe(false);
  });

  it('is chosen in all of them with one, or in one alone', () => {
    const [left, right] = [PEOPLE[0]!, PEOPLE[1]!];
    expect(ids(meantBy(PEOPLE, pickOf(right)))).toEqual([2, 4]);
    expect(ids(meantBy(PEOPLE, pickOf(right, true)))).toEqual([2]);
    expect(ids(chosenPeople(PEOPLE, [pickOf(right)]))).toEqual([2, 3, 4, 6]);
    expect(ids(chosenPeople(PEOPLE, [pickOf(left)]))).toEqual([1, 3, 5, 6]);
    expect(ids(chosenPeople(PEOPLE, [pickOf(left), pickOf(right, true)]))).toEqual([2, 3, 5, 6]);
    expect(ids(peopleOfSpeaker(PEOPLE, { picks: [pickOf(left)] }))).toEqual([1, 3, 5]);
  });

  it('speaks in all shots when nobody is chosen: who is the largest over all of them', () => {
    // In the third shot both are as large; the close-up decides.
    expect(ids(chosenPeople(PEOPLE, []))).toEqual([1, 3, 5, 6]);
  });

  it('is called by one number where all shots are meant', () => {
    expect(faceNumbers([PEOPLE[0]!, PEOPLE[2]!, PEOPLE[4]!, PEOPLE[5]!], PEOPLE)).toEqual(['1', '3']);
    expect(faceNumbers([PEOPLE[0]!, PEOPLE[1]!, PEOPLE[3]!], PEOPLE)).toEqual(['1.1', '2']);
  });
});
