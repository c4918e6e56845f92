/** What the face's own video has to offer for a new mouth: how long it is seen, and which shapes of the lips occur. */
import { lipShape, openingOfShape, SHAPE_SIZE } from '../lips/shape';
import { LIP_AND_CHIN_COUNT } from '../lips/types';
import type { SeenLowerFace } from './places';

export interface FootageFacts {
  /** Seconds in which the lips are seen well. */
  seenS: number;
  /** Whether the lips are ever shut, wide open, and drawn together as for "oo". */
  closed: boolean;
  open: boolean;
  round: boolean;
}

/** With less of lips, or of speech with them, a speaker's habits cannot be told from chance. */
export const LEAST_SEEN_S = 2;
export const LEAST_SPEECH_S = 2;

/** Below this trust lips are not learned from. */
const LEAST_QUALITY = 0.16;
/** Gap of the inner lips in eye distances: shut below, and open from which on teeth are seen. */
const SHUT = 0.02;
const OPEN = 0.1;
/** Width of the mouth as a share of its usual width. */
const ROUND = 0.92;
/** A shape that is seen less often is an accident of one picture. */
const LEAST_TIMES = 2;
/** Two pictures that are further apart are not one stretch. */
const LONGEST_PICTURE_S = 0.2;
/** Of the shape: half width of the corners. */
const CORNER = 0;

export function footageFacts(
  faces: readonly Pick<SeenLowerFace, 'timesS' | 'lips' | 'quality'>[],
): FootageFacts {
  const gaps: number[] = [];
  const widths: number[] = [];
  const shape = new Float32Array(SHAPE_SIZE);
  let seenS = 0;
  for (const { timesS, lips, quality } of faces) {
    for (let n = 0; n < timesS.length; n++) {
      if (quality[n]! < LEAST_QUALITY) continue;
      seenS += Math.min(LONGEST_PICTURE_S, (timesS[n + 1] ?? timesS[n]!) - timesS[n]!);
      lipShape(lips.subarray(n * LIP_AND_CHIN_COUNT * 2), 0, shape);
      gaps.push(openingOfShape(shape));
      widths.push(shape[CORNER]!);
    }
  }
  const usual = widths.toSorted((a, b) => a - b)[widths.length >> 1] ?? 0;
  const often = (values: number[], is: (value: number) => boolean) => values.filter(is).length >= LEAST_TIMES;
  return {
    seenS,
    closed: often(gaps, (gap) => gap < SHUT),
    open: often(gaps, (gap) => gap > OPEN),
    round: often(widths, (width) => width < ROUND * usual),
  };
}
