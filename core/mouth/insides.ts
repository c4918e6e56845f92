/** Which source pictures' insides of the mouth are cut out, and which of them is seen when. */
import type { MouthPlace } from './places';

/** @returns numbers of source pictures, rising */
export function chooseInsides(places: readonly (MouthPlace | null)[]): number[] {
  const opening = (place: MouthPlace) => place.face.lips[2 * 25 + 1]! - place.face.lips[2 * 35 + 1]!;
  return places
    .flatMap((place, picture) => (place ? [{ picture, opening: opening(place) }] : []))
    .toSorted((a, b) => b.opening - a.opening)
    .slice(0, 4)
    .map(({ picture }) => picture)
    .toSorted((a, b) => a - b);
}

/** @returns for every wanted shape the insides seen through its lips, by their place among those that were cut out */
export function planInsides(shapes: readonly (Float32Array | null)[]): { inside: number; share: number }[][] {
  return shapes.map(() => [{ inside: 0, share: 1 }]);
}
