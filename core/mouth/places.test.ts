import { describe, expect, it } from 'vitest';
import { LIP_AND_CHIN_COUNT, LOWER_FACE_POINTS, OUTLINE_POINTS } from '../lips/types';
import { mouthPlaces, type SeenLowerFace } from './places';

const SIZE = { width: 200, height: 100 };
const pictures = (count: number) => Float64Array.from({ length: count }, (_, i) => i / 25);

/** All points at x = 0.1 in the first picture, 0.01 further to the right in each; y = 0.5. */
function face(timesS: number[], qualityOf: (timeS: number) => number = () => 1): SeenLowerFace {
  const points = (count: number) =>
    Float32Array.from(
      timesS.flatMap((timeS) => Array.from({ length: count }, () => [0.1 + 0.25 * timeS, 0.5]).flat()),
    );
  return {
    timesS: Float64Array.from(timesS),
    outlines: points(OUTLINE_POINTS.length),
    lowerFaces: points(LOWER_FACE_POINTS.length),
    lips: points(LIP_AND_CHIN_COUNT),
    quality: Float32Array.from(timesS, qualityOf),
  };
}

const times = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => (from + i) / 25);
const strengths = (faces: SeenLowerFace[], count: number) =>
  mouthPlaces(pictures(count), faces, SIZE).map((place) => Math.round(10 * (place?.strength ?? 0)) / 10);

describe('where a mouth is bent', () => {
  it('is told in pixels of the picture, and between two sightings lies between them', () => {
    const [first, between] = mouthPlaces(pictures(3), [face([0, 0.08])], SIZE);
    expect(first!.face.points[0]).toBeCloseTo(20, 4);
    expect(first!.face.points[1]).toBeCloseTo(50, 4);
    expect(between!.face.points[0]).toBeCloseTo(22, 4);
    // Pose-normalised: no pixels.
    expect(between!.face.lips[0]).toBeCloseTo(0.11, 4);
  });

  it('comes and goes over five pictures where the face does, and is whole at the ends of the film', () => {
    expect(strengths([face(times(0, 12))], 16)).toEqual([
      1, 1, 1, 1, 1, 1, 1, 1, 0.8, 0.6, 0.4, 0.2, 0, 0, 0, 0,
    ]);
    expect(strengths([face(times(4, 12))], 12)).toEqual([0, 0, 0, 0, 0.2, 0.4, 0.6, 0.8, 1, 1, 1, 1]);
  });

  it('does not flicker where one picture is blurred, and rests where lips are hardly seen', () => {
    const blurred = face(times(0, 12), (timeS) => (Math.abs(timeS - 0.2) < 0.01 ? 0 : 1));
    expect(strengths([blurred], 12)).toEqual(Array(12).fill(1));
    const turned = face(times(0, 20), (timeS) => (timeS > 0.39 ? 0.02 : 1));
    expect(strengths([turned], 20).slice(10)).toEqual(Array(10).fill(0));
  });

  it('is the first of two faces in one picture, and another one later', () => {
    const [a, b] = [face(times(0, 6)), face(times(3, 12))];
    const of = mouthPlaces(pictures(12), [a, b], SIZE).map((place) => place?.of);
    expect(of).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
  });
});
