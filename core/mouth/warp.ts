/** Bends the picture of a lower face in place to other lips: its own skin and lips, an inside between them. */
import type { Box } from '../lips/geometry';
import { drawnLayer } from './drawn-inside';
import { cutLayer, type InsideLayer, meanLips } from './inside-layer';
import { heightAt, type MouthLine, mouthLine, openingOf } from './mouth-line';
import { heights, type Movement, meanMove, movementAt, movementOf, REACH, rise } from './movement';
import { type HeadFrame, headFrame, headScale } from './points';
import { sampleInto } from './sampling';
import type { LowerFace, MouthInside, RgbaImage } from './types';

/** A pixel that comes from so near stays as it is, to the bit. */
const STAYS_PX = 0.05;
/** Mouths narrower than this show nothing that could be bent. */
const LEAST_MOUTH_PX = 6;

export interface SharedInside {
  inside: MouthInside;
  /** 0..1; those of one picture add up to 1. */
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
  const layers = layersOf(original, area, face, bent, frame, insides);
  paint(image, original, area, movement, mouthLine(face.points), mouthLine(bent), layers);
}

function moves(points: Float32Array, bent: Float32Array): boolean {
  for (let i = 0; i < points.length; i++) if (Math.abs(points[i]! - bent[i]!) > STAYS_PX) return true;
  return false;
}

/**
 * The given insides; the picture's own where the lips hardly move, since a change between two insides that look alike
 * would be seen more than either; the own or a drawn one where none is given.
 */
function layersOf(
  original: RgbaImage,
  area: Box,
  face: LowerFace,
  bent: Float32Array,
  frame: HeadFrame,
  insides: SharedInside[],
): InsideLayer[] {
  const scale = headScale(frame);
  const [rest, target] = [mouthLine(face.points), mouthLine(bent)];
  const lips = meanLips(original, area.x, area.y, face);
  const moved = meanMove(face.points, bent) / scale;
  const given = insides.filter(({ share }) => share > 0);
  const openness = openingOf(rest) / Math.max(0.5, openingOf(target));
  const own = given.length > 0 ? 1 - rise((moved - 0.01) / 0.02) : rise((openness - 0.3) / 0.4);
  const layers: (InsideLayer | null)[] = given.map(({ inside, share }) =>
    cutLayer(inside, share * (1 - own), frame, target, lips, 1),
  );
  if (own > 0) {
    const inside = { image: original, x: area.x, y: area.y, face };
    layers.push(cutLayer(inside, own, frame, target, null, rise(moved / 0.02)));
  }
  if (given.length === 0 && own < 1) layers.push(drawnLayer(1 - own, rest, target, lips));
  return layers.filter((layer) => layer !== null && layer.share > 0) as InsideLayer[];
}

function paint(
  image: RgbaImage,
  original: RgbaImage,
  area: Box,
  movement: Movement,
  rest: MouthLine,
  target: MouthLine,
  layers: InsideLayer[],
): void {
  const { data, width, height } = image;
  const edgePx = Math.max(1, 0.012 * 2 * target.half);
  const seam = new Seam(rest, target);
  const from = new Float32Array(2);
  const other = new Float32Array(2);
  const skin = new Float32Array(3);
  const mouth = new Float32Array(3);
  const pixel = new Float32Array(3);
  const place = { x: 0, y: 0, along: 0, down: 0, upper: 0, lower: 0 };
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const dx = area.x + i - target.centreX;
      const dy = area.y + j - target.centreY;
      const along = dx * target.axisX + dy * target.axisY;
      const down = dy * target.axisX - dx * target.axisY;
      const upper = heightAt(target.upper, target.half, along);
      const lower = heightAt(target.lower, target.half, along);
      const beyond = Math.abs(along) - target.half;
      const soft = beyond > 0 ? 0.5 + 0.6 * beyond : 0.5;
      const part = (down - (upper + lower) / 2) / (2 * soft) + 0.5;
      movementAt(part < 0.5 ? movement.above : movement.below, movement, i, j, from);
      if (part > 0 && part < 1) {
        movementAt(part < 0.5 ? movement.below : movement.above, movement, i, j, other);
        const rest = part < 0.5 ? part : 1 - part;
        from[0]! += (other[0]! - from[0]!) * rest;
        from[1]! += (other[1]! - from[1]!) * rest;
      }
      const cover =
        beyond < 0
          ? rise((Math.min(down - upper, lower - down) + edgePx / 2) / edgePx) *
            rise((lower - upper) / edgePx)
          : 0;
      const stays = Math.abs(from[0]!) < STAYS_PX && Math.abs(from[1]!) < STAYS_PX;
      if (stays && cover === 0) continue;
      sampleInto(original, i + from[0]!, j + from[1]!, skin);
      const shade = beyond < 0 ? seam.shade(along, down) : 1;
      if (cover > 0) {
        Object.assign(place, { x: area.x + i, y: area.y + j, along, down, upper, lower });
        blend(layers, place, mouth, pixel);
      }
      const at = 4 * (j * width + i);
      for (let c = 0; c < 3; c++) data[at + c] = shade * skin[c]! * (1 - cover) + cover * mouth[c]!;
    }
  }
}

/** All layers by their shares. */
function blend(
  layers: InsideLayer[],
  place: Parameters<InsideLayer['colour']>[0],
  out: Float32Array,
  pixel: Float32Array,
) {
  out.fill(0);
  let sum = 0;
  for (const layer of layers) {
    layer.colour(place, pixel);
    sum += layer.share;
    for (let c = 0; c < 3; c++) out[c]! += layer.share * pixel[c]!;
  }
  if (sum > 0) for (let c = 0; c < 3; c++) out[c]! /= sum;
}

/** The line of shadow between lips that meet and were apart: without it they look like one piece of skin. */
class Seam {
  readonly #rest: MouthLine;
  readonly #target: MouthLine;
  readonly #widthPx: number;

  constructor(rest: MouthLine, target: MouthLine) {
    this.#rest = rest;
    this.#target = target;
    this.#widthPx = Math.max(0.8, 0.016 * 2 * target.half);
  }

  shade(along: number, down: number): number {
    const { upper, lower, half } = this.#target;
    const [top, bottom] = [heightAt(upper, half, along), heightAt(lower, half, along)];
    const away = (down - (top + bottom) / 2) / this.#widthPx;
    if (away * away > 9) return 1;
    const was =
      heightAt(this.#rest.lower, this.#rest.half, along) - heightAt(this.#rest.upper, this.#rest.half, along);
    const met = 1 - rise((bottom - top) / (2 * this.#widthPx));
    const ends = rise((half - Math.abs(along)) / (0.25 * half));
    return 1 - 0.5 * met * ends * rise(was / (3 * this.#widthPx)) * Math.exp(-away * away);
  }
}
