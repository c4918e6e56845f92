import { expect, test } from 'vitest';
import { chosenPeople, mustChoose, type PersonSeen, peopleAt, peopleOf, placeWord } from './people';

/** A face standing still, seen ten times a second. */
function face(id: number, startS: number, endS: number, x: number, size = 0.2, y = 0.4): PersonSeen {
  const count = Math.round((endS - startS) * 10) + 1;
  const timesS = Float64Array.from({ length: count }, (_, i) => startS + i / 10);
  const boxes = Float32Array.from({ length: 4 * count }, (_, i) => [x, y, size, size][i % 4]!);
  const lowerFaces = new Float32Array(140 * count);
  const lips = new Float32Array(92 * count);
  const quality = new Float32Array(count).fill(1);
  return { id, timesS, boxes, outlines: new Float32Array(86 * count), lowerFaces, lips, quality };
}

const ids = (people: readonly { id: number }[]) => people.map(({ id }) => id);

test('a face lost for a second and found again at its place is one person', () => {
  const people = peopleOf([face(1, 0, 2, 0.4), face(2, 3, 5, 0.42)], []);
  expect(people).toMatchObject([{ id: 1, startS: 0, endS: 5 }]);
});

test('after a cut, a face at the same place is another person', () => {
  expect(peopleOf([face(1, 0, 2, 0.4), face(2, 2.1, 5, 0.4)], [2.1])).toHaveLength(2);
});

test('two people who swap nothing keep their own pieces', () => {
  const people = peopleOf(
    [face(1, 0, 2, 0.1), face(2, 0, 2, 0.7), face(3, 2.5, 4, 0.71), face(4, 2.5, 4, 0.1)],
    [],
  );
  expect(people.map(({ tracks }) => ids(tracks))).toEqual([
    [1, 4],
    [2, 3],
  ]);
});

test('the only face of every shot speaks in every shot', () => {
  const people = peopleOf([face(1, 0, 2, 0.4), face(2, 2.1, 5, 0.1)], [2.1]);
  expect(ids(chosenPeople(people, []))).toEqual([1, 2]);
  expect(mustChoose(people)).toBe(false);
});

test('of two faces the bigger one speaks, until another is picked', () => {
  const people = peopleOf([face(1, 0, 4, 0.05, 0.15), face(2, 0, 4, 0.6, 0.3)], []);
  expect(mustChoose(people)).toBe(true);
  expect(ids(chosenPeople(people, []))).toEqual([2]);
  expect(ids(chosenPeople(people, [{ timeS: 1, x: 0.1, y: 0.45 }]))).toEqual([1]);
});

test('the last pick counts, and a pick in one shot leaves the others alone', () => {
  const people = peopleOf(
    [face(1, 0, 2, 0.1), face(2, 0, 2, 0.6), face(3, 2.1, 4, 0.1), face(4, 2.1, 4, 0.6)],
    [2.1],
  );
  const left = { timeS: 1, x: 0.2, y: 0.5 };
  const right = { timeS: 1, x: 0.7, y: 0.5 };
  const rightLater = { timeS: 3, x: 0.7, y: 0.5 };
  expect(ids(chosenPeople(people, [right, left]))[0]).toBe(1);
  expect(ids(chosenPeople(people, [left, right]))[0]).toBe(2);
  expect(ids(chosenPeople(people, [left, rightLater]))).toEqual([1, 4]);
});

test('a pick on nothing changes nothing', () => {
  const people = peopleOf([face(1, 0, 2, 0.4)], []);
  expect(ids(chosenPeople(people, [{ timeS: 1, x: 0.01, y: 0.01 }]))).toEqual([1]);
});

test('faces in sight are named from left to right', () => {
  const people = peopleOf([face(1, 0, 2, 0.7), face(2, 0, 2, 0.1)], []);
  const sighted = peopleAt(people, 1);
  expect(ids(sighted.map(({ person }) => person))).toEqual([2, 1]);
  expect([placeWord(sighted, 0), placeWord(sighted, 1)]).toEqual(['left', 'right']);
  expect(placeWord(sighted.slice(1), 0)).toBeNull();
  expect(peopleAt(people, 3)).toEqual([]);
});
