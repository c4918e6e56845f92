/** Bends the picture of a lower face in place to other lips: its own skin and lips, an inside between them. */
import type { Box } from '../lips/geometry';
import { rise } from '../rise';
import { drawnLayer } from './drawn-inside';
import { cutLayer, type InsideLayer, meanLips, meanSkin } from './inside-layer';
import { type MouthLine, mouthLine, openingPx } from './mouth-line';
import { heights, meanMove, movementOf, REACH } from './movement';
import { paintInside, paintSkin, STAYS_PX } from './paint';
import { type HeadFrame, headFrame, headScale } from './points';
import type { LowerFace, MouthInside, RgbaImage } from './types';

/** Mouths narrower than this show nothing that could be bent. */
const LEAST_MOUTH_PX = 6;

export interface SharedInside {
  inside: MouthInside;
  /** 0..1; what those of one picture lack to 1 is the picture's own inside or a drawn one. */
  share: number;
}

/**
 * The region that may change, whole pixels of the picture.
 * @returns null where no usable mouth is in the picture
 */
export function mouthArea(face: LowerFace, width: number, height: number): Box | null {
  const frame = headFrame(face);
  if (!frame || !(2 * mouthLine(face.points).half >= LEAST_MOUTH_PX)) return null;
  const { nose, chin, middle } = heights(face.points, face.lips, frame);
  if (!(chin > nose)) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const x of [middle - REACH.side, middle + REACH.side]) {
    for (const y of [nose - REACH.aboveNose, chin + REACH.belowChin]) {
      const px = frame.x0 + frame.xx * x + frame.yx * y;
      const py = frame.y0 + frame.xy * x + frame.yy * y;
      [left, right] = [Math.min(left, px), Math.max(right, px)];
      [top, bottom] = [Math.min(top, py), Math.max(bottom, py)];
    }
  }
  const x = Math.max(0, Math.floor(left));
  const y = Math.max(0, Math.floor(top));
  const area = {
    x,
    y,
    width: Math.min(width, Math.ceil(right) + 1) - x,
    height: Math.min(height, Math.ceil(bottom) + 1) - y,
  };
  return area.width > 8 && area.height > 8 ? area : null;
}

/**
 * @param image the pixels of `area`, changed in place; alpha is left as it is
 * @param target Float32Array [70, 2], pixels of the picture, order LOWER_FACE_POINTS
 * @param insides what is seen between the lips; none: the picture's own inside as far as its mouth is open, else a drawn one
 * @param strength 1: as told; between: part of the way; 0: the picture as it is
 */
export function bendMouth(
  image: RgbaImage,
  area: Box,
  face: LowerFace,
  target: Float32Array,
  insides: SharedInside[],
  strength: number,
): void {
  const frame = headFrame(face);
  if (!frame || strength <= 0) return;
  const bent = face.points.map((from, i) => from + Math.min(1, strength) * (target[i]! - from));
  if (!moves(face.points, bent)) return;
  const movement = movementOf(face, bent, frame, area);
  if (!movement) return;
  const original = { ...image, data: image.data.slice() };
  const [rest, lips] = [mouthLine(face.points), mouthLine(bent)];
  const lipColour = meanLips(original, area.x, area.y, face);
  const moved = meanMove(face.points, bent) / headScale(frame);
  const itself = { image: original, x: area.x, y: area.y, face };
  const layers = layersOf(itself, rest, lips, moved, frame, lipColour, insides);
  paintSkin(image, original, area, movement, lips);
  paintInside(image, area, rest, lips, layers, lipColour);
}

function moves(points: Float32Array, bent: Float32Array): boolean {
  for (let i = 0; i < points.length; i++) if (Math.abs(points[i]! - bent[i]!) > STAYS_PX) return true;
  return false;
}

/**
 * The given insides as far as their shares reach; for the rest the picture's own where its mouth is open enough, else a
 * drawn one. The own alone where the lips hardly move: a change between two insides that look alike would be seen more
 * than either.
 * @param itself the picture that is bent
 * @param moved mean way of the lips' points, eye distances
 */
function layersOf(
  itself: MouthInside,
  rest: MouthLine,
  target: MouthLine,
  moved: number,
  frame: HeadFrame,
  lips: readonly number[],
  insides: SharedInside[],
): InsideLayer[] {
  const given = Math.min(
    1,
    insides.reduce((sum, { share }) => sum + share, 0),
  );
  const openness = openingPx(rest) / Math.max(0.5, openingPx(target));
  const still = 1 - rise((moved - 0.01) / 0.02);
  const own = still + (1 - still) * (1 - given) * rise((openness - 0.3) / 0.4);
  const drawn = (1 - still) * (1 - given) - (own - still);
  return [
    ...insides.map(({ inside, share }) => cutLayer(inside, share * (1 - still), frame, target, lips, 1)),
    cutLayer(itself, own, frame, target, null, rise(moved / 0.02)),
    drawnLayer(drawn, rest, target, meanSkin(itself.image, itself.x, itself.y, itself.face)),
  ].filter((layer) => layer !== null && layer.share > 0) as InsideLayer[];
}
