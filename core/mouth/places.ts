/** Where the lower face is in every source picture, and how much of a new mouth it may get there. */
import { convexHull } from '../dub/convex-hull';
import { rowAt, sightings } from '../dub/sightings';
import { LIP_AND_CHIN_COUNT, LOWER_FACE_POINTS } from '../lips/types';
import { lowerMedian } from '../median';
import type { LowerFace } from './types';

/** What is needed of a FaceTrack. */
export interface SeenLowerFace {
  timesS: Float64Array;
  /** As FaceTrack.outlines, lowerFaces, lips and quality. */
  outlines: Float32Array;
  lowerFaces: Float32Array;
  lips: Float32Array;
  quality: Float32Array;
}

export interface MouthPlace {
  face: LowerFace;
  /** Which of the faces. */
  of: number;
  /** Trust in the lips of this picture, 0..1, as FaceTrack.quality. */
  quality: number;
  /** 1: the mouth is bent; 0: the picture stays as it is; between while the one becomes the other. */
  strength: number;
}

/** Below the first a mouth is not touched, above the second it is bent as far as asked; a steady face of 50 px has 0.3. */
const NO_TRUST = 0.04;
const FULL_TRUST = 0.16;
/** Pictures in which a mouth comes and goes. */
const FADE = 5;
/** Pictures on each side whose trust counts with a picture's own: one that is blurred by chance does not flicker. */
const CALM = 2;

/**
 * Of several faces in one picture the first counts.
 * @param timesS PTS of the source pictures. Float64Array [N]
 * @param size displayed pixels
 * @returns one per picture; null: leave it as it is
 */
export function mouthPlaces(
  timesS: Float64Array,
  faces: readonly SeenLowerFace[],
  size: { width: number; height: number },
): (MouthPlace | null)[] {
  const found: (MouthPlace | null)[] = Array.from(timesS, () => null);
  faces.forEach((face, of) => {
    sightings(timesS, face.timesS).forEach((sighting, picture) => {
      if (sighting === null || found[picture]) return;
      const pixels = (values: Float32Array, points: number) =>
        rowAt(values, 2 * points, sighting).map((value, k) => value * (k % 2 ? size.height : size.width));
      const corners = face.outlines.length / (2 * face.timesS.length);
      found[picture] = {
        face: {
          points: pixels(face.lowerFaces, LOWER_FACE_POINTS.length),
          lips: rowAt(face.lips, 2 * LIP_AND_CHIN_COUNT, sighting),
          outline: convexHull(pixels(face.outlines, corners)),
        },
        of,
        quality: rowAt(face.quality, 1, sighting)[0]!,
        strength: 0,
      };
    });
  });
  const strengths = softly(found.map((place, n) => (place ? trust(calmQuality(found, n)) : 0)));
  return found.map((place, n) => (place && strengths[n]! > 0 ? { ...place, strength: strengths[n]! } : null));
}

function trust(quality: number): number {
  return Math.max(0, Math.min(1, (quality - NO_TRUST) / (FULL_TRUST - NO_TRUST)));
}

/** The middle one of the qualities around this picture. */
function calmQuality(places: readonly (MouthPlace | null)[], at: number): number {
  const around = places.slice(Math.max(0, at - CALM), at + CALM + 1).filter((place) => place !== null);
  return lowerMedian(around.map(({ quality }) => quality));
}

/** Never more than is wanted, and never rising or falling by more than 1 / FADE; the ends of the film are no edges. */
function softly(wanted: number[]): number[] {
  const out = [...wanted];
  for (let n = 1; n < out.length; n++) out[n] = Math.min(out[n]!, out[n - 1]! + 1 / FADE);
  for (let n = out.length - 2; n >= 0; n--) out[n] = Math.min(out[n]!, out[n + 1]! + 1 / FADE);
  return out;
}
