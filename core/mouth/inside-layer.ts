/** What is seen between the lips: insides of other pictures, placed with the head, or one that is drawn. */

import { rise } from '../rise';
import { heightAt, type MouthLine, mouthLine } from './mouth-line';
import {
  betweenHeads,
  type HeadFrame,
  headFrame,
  headScale,
  INNER_LOWER,
  INNER_UPPER,
  OUTER_LOWER,
  OUTER_UPPER,
  rowOf,
} from './points';
import { sampleInto } from './sampling';
import type { LowerFace, MouthInside, RgbaImage } from './types';

/** A place between the lips. */
export interface BetweenLips {
  /** Pixels of the picture. */
  x: number;
  y: number;
  /** Along and below the line from corner to corner, pixels. */
  along: number;
  down: number;
  /** Heights of the lips' edges there. */
  upper: number;
  lower: number;
}

export interface InsideLayer {
  share: number;
  /** Red, green and blue there. */
  colour(place: BetweenLips, out: Float32Array): void;
}

/** How far from the found edge an inside begins, so that none of its own lips is seen. Share of the mouth's width. */
const MARGIN = 0.02;

const SKIN_ROWS = ([200, 106, 335, 57, 287, 206, 426, 207, 427] as const).map(rowOf);

/**
 * An inside cut out of a picture. Upper teeth stay where the skull has them; what is at the lower lip follows the jaw;
 * between them it is squeezed or stretched.
 * @param base the head of the picture that is bent
 * @param target its lips, bent
 * @param lipColour mean of the base's lips; null: colours are kept as they are
 * @param margin 1: MARGIN; 0: none
 */
export function cutLayer(
  { image, x: left, y: top, face }: MouthInside,
  share: number,
  base: HeadFrame,
  target: MouthLine,
  lipColour: readonly number[] | null,
  margin: number,
): InsideLayer | null {
  const head = headFrame(face);
  if (!head) return null;
  const map = betweenHeads(base, head);
  const own = mouthLine(face.points);
  const gain = lipColour ? gainTo(lipColour, meanLips(image, left, top, face)) : 1;
  const zoom = headScale(map);
  const edge = margin * MARGIN * 2 * own.half;
  const centreX = map.xx * target.centreX + map.yx * target.centreY + map.x0 - own.centreX;
  const centreY = map.xy * target.centreX + map.yy * target.centreY + map.y0 - own.centreY;
  const beside = Math.abs(centreX * own.axisX + centreY * own.axisY);
  // A mouth that is wider than the one cut out is filled from corner to corner.
  const filled = Math.min(1, (0.94 * own.half) / (zoom * target.half + beside));
  const narrow = 1 - margin * (1 - filled);
  return {
    share,
    colour({ x, y, down, upper, lower }, out) {
      const dx = map.xx * x + map.yx * y + map.x0 - own.centreX;
      const dy = map.xy * x + map.yy * y + map.y0 - own.centreY;
      const along = narrow * (dx * own.axisX + dy * own.axisY);
      const here = dy * own.axisX - dx * own.axisY;
      const place = downInside(
        here,
        here - zoom * (down - upper),
        here + zoom * (lower - down),
        heightAt(own.upper, own.half, along) + edge,
        heightAt(own.lower, own.half, along) - edge,
      );
      const px = own.centreX + along * own.axisX - place * own.axisY - left;
      const py = own.centreY + along * own.axisY + place * own.axisX - top;
      sampleInto(image, px, py, out);
      for (let c = 0; c < 3; c++) out[c]! *= gain;
    },
  };
}

/**
 * Where in the inside's own opening (from `from` to `to`) a height of the new one (from `upper` to `lower`) is found:
 * unmoved near the upper lip, with the lower lip near that.
 */
function downInside(here: number, upper: number, lower: number, from: number, to: number): number {
  const height = lower - upper;
  const begin = Math.max(upper, from);
  if (to <= begin || height <= 0) return to <= from ? (from + to) / 2 : Math.min(begin, to);
  const whole = to - begin;
  // A lip that has risen far covers what is below the upper teeth; near its place what is at it has come along.
  const shrink = (whole - height) * (whole > height ? rise((height / whole - 0.4) / 0.5) : 1);
  // As late as possible, but never backwards.
  const power = shrink < 0 ? Math.min(2.5, Math.max(1, (0.8 * height) / -shrink)) : 2;
  const share = Math.min(1, Math.max(0, (here - upper) / height));
  return here + (begin - upper) + shrink * share ** power;
}

/** Mean red, green and blue along the middle of both lips, of the pixels that lie in the image. */
export function meanLips(image: RgbaImage, left: number, top: number, { points }: LowerFace): number[] {
  const sum = [0, 0, 0];
  const pixel = new Float32Array(3);
  let count = 0;
  for (const [inner, outer] of [
    [INNER_UPPER, OUTER_UPPER],
    [INNER_LOWER, OUTER_LOWER],
  ] as const) {
    for (let i = 2; i < inner.length - 2; i++) {
      for (const part of [0.35, 0.5, 0.65]) {
        const x = points[2 * inner[i]!]! * (1 - part) + points[2 * outer[i]!]! * part - left;
        const y = points[2 * inner[i]! + 1]! * (1 - part) + points[2 * outer[i]! + 1]! * part - top;
        if (x < 0 || y < 0 || x > image.width - 1 || y > image.height - 1) continue;
        sampleInto(image, x, y, pixel);
        for (let c = 0; c < 3; c++) sum[c]! += pixel[c]!;
        count++;
      }
    }
  }
  return sum.map((value) => value / Math.max(1, count));
}

/** Mean red, green and blue of the skin between nose, lips and chin, of the pixels that lie in the image. */
export function meanSkin(image: RgbaImage, left: number, top: number, { points }: LowerFace): number[] {
  const sum = [0, 0, 0];
  const pixel = new Float32Array(3);
  let count = 0;
  for (const row of SKIN_ROWS) {
    const [x, y] = [points[2 * row]! - left, points[2 * row + 1]! - top];
    if (x < 0 || y < 0 || x > image.width - 1 || y > image.height - 1) continue;
    sampleInto(image, x, y, pixel);
    for (let c = 0; c < 3; c++) sum[c]! += pixel[c]!;
    count++;
  }
  return sum.map((value) => value / Math.max(1, count));
}

/**
 * The light of one picture in another, within what one scene has. Of brightness only: lips that are pressed or stretched
 * change their colour, teeth do not.
 */
function gainTo(want: readonly number[], have: readonly number[]): number {
  const luma = ([r, g, b]: readonly number[]) => 0.3 * r! + 0.6 * g! + 0.1 * b!;
  return Math.min(1.25, Math.max(0.7, (luma(want) + 8) / (luma(have) + 8)));
}
