/** The same person in several shots: who is known again, and what their faces are called. */
import { type FaceLook, faceLook, SAME_PERSON, unlikeness } from '../../../core/lips/likeness';
import type { Thumbnail } from '../../../core/lips/types';
import { meet, type Person } from './people';

/** What faces are told apart by. */
export interface Appearance {
  person: Person;
  looks: readonly FaceLook[];
}

/** Appearances that are joined through others must on average be no less alike than this. */
const MOST_UNLIKE = 0;

/** @param thumbnails of tracks by their numbers */
export function appearancesOf(
  people: readonly Person[],
  thumbnails: ReadonlyMap<number, Thumbnail | null>,
): Appearance[] {
  return people.map((person) => ({
    person,
    looks: person.tracks.flatMap(({ id, lips }) => {
      const thumbnail = thumbnails.get(id);
      return thumbnail ? [faceLook(thumbnail, lips)] : [];
    }),
  }));
}

/** Numbers those who are known again alike, the most alike first. Whoever is seen together is not one person. */
export function knownAgain(appearances: readonly Appearance[]): Person[] {
  const distances = appearances.map((a, n) => appearances.slice(0, n).map((b) => distanceOf(a, b)));
  const between = (a: number, b: number) => distances[Math.max(a, b)]![Math.min(a, b)]!;
  const alike = distances
    .flatMap((row, a) => row.map((distance, b) => ({ a, b, distance })))
    .filter(({ distance }) => distance < SAME_PERSON)
    .toSorted((one, other) => one.distance - other.distance);
  const groupOf = appearances.map((_, n) => [n]);
  for (const { a, b } of alike) {
    const [one, other] = [groupOf[a]!, groupOf[b]!];
    if (one === other) continue;
    const all = one.flatMap((n) => other.map((m) => between(n, m)));
    if (all.reduce((sum, distance) => sum + distance, 0) / all.length > MOST_UNLIKE) continue;
    const joined = [...one, ...other];
    for (const n of joined) groupOf[n] = joined;
  }
  const groups = [...new Set(groupOf)].map((group) =>
    group.map((n) => appearances[n]!.person).toSorted(byStart),
  );
  return groups
    .toSorted((a, b) => byStart(a[0]!, b[0]!))
    .flatMap((group, n) =>
      group.map((person, k) => ({ ...person, who: n + 1, nth: group.length > 1 ? k + 1 : null })),
    )
    .toSorted((a, b) => a.id - b.id);
}

/** Everybody once, with all their appearances; with `apart`, every appearance by itself. */
export function whoIsThere(people: readonly Person[], apart: boolean): Person[][] {
  if (apart) return people.map((person) => [person]);
  const numbers = [...new Set(people.map(({ who }) => who))].toSorted((a, b) => a - b);
  return numbers.map((number) => people.filter(({ who }) => who === number));
}

/** Whether somebody was known again, so that shots can be chosen one by one. */
export function isKnownAgain(people: readonly Person[]): boolean {
  return people.some(({ nth }) => nth !== null);
}

/** `2`; of one appearance of several, `2.3`. */
export function faceNumber({ who, nth }: Person, apart: boolean): string {
  return apart && nth !== null ? `${who}.${nth}` : `${who}`;
}

/** The numbers of these faces, one for somebody of whom all appearances are among them. @param people everybody */
export function faceNumbers(some: readonly Person[], people: readonly Person[]): string[] {
  const all = (who: number, among: readonly Person[]) => among.filter((one) => one.who === who).length;
  const numbers = some.map((person) => faceNumber(person, all(person.who, some) < all(person.who, people)));
  return [...new Set(numbers)];
}

/** Of their nearest looks; infinite where they cannot be one person. */
function distanceOf(a: Appearance, b: Appearance): number {
  if (meet(a.person, b.person)) return Number.POSITIVE_INFINITY;
  return Math.min(...a.looks.flatMap((look) => b.looks.map((other) => unlikeness(look, other))));
}

const byStart = (a: Person, b: Person) => a.startS - b.startS || a.id - b.id;
