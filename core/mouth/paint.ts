/** Pixel by pixel: skin and lips from where they come from, then what is between the lips. */
import type { Box } from '../lips/geometry';
import { rise } from '../rise';
import type { InsideLayer } from './inside-layer';
import { heightAt, type MouthLine } from './mouth-line';
import { type Movement, movementAt } from './movement';
import { sampleInto } from './sampling';
import type { RgbaImage } from './types';

/** A pixel that comes from so near stays as it is, to the bit. */
export const STAYS_PX = 0.05;

/** Lips less apart than this still touch: so far apart are shut ones found. Share of half the mouth's width. */
const LEAST_GAP = 0.05;
/** How bright the line is on which lips meet, against the lips. */
const SEAM_LIGHT = 0.62;
/** Through a narrow gap little light falls on what is behind it; from this width on all. */
const LIT_GAP = 0.25;

/**
 * Bends all but the inside. Above the line on which the lips meet the upper lip's movement holds, below the lower one's;
 * beyond the corners one goes over into the other, the more slowly the farther away.
 */
export function paintSkin(
  { data, width, height }: RgbaImage,
  original: RgbaImage,
  area: Box,
  movement: Movement,
  target: MouthLine,
): void {
  const from = new Float32Array(2);
  const other = new Float32Array(2);
  const skin = new Float32Array(3);
  const { axisX, axisY, half } = target;
  const [most, least] = [maximum(target.lower), -maximum(target.upper.map((value) => -value))];
  for (let j = 0; j < height; j++) {
    const dy = area.y + j - target.centreY;
    for (let i = 0; i < width; i++) {
      const dx = area.x + i - target.centreX;
      const down = dy * axisX - dx * axisY;
      const along = dx * axisX + dy * axisY;
      const beyond = (along < 0 ? -along : along) - half;
      const soft = beyond > 0 ? 0.5 + 0.6 * beyond : 0.5;
      let below = down > most + soft ? 1 : 0;
      if (below === 0 && down > least - soft) {
        const middle = (heightAt(target.upper, half, along) + heightAt(target.lower, half, along)) / 2;
        below = Math.min(1, Math.max(0, (down - middle) / (2 * soft) + 0.5));
      }
      movementAt(below < 0.5 ? movement.above : movement.below, movement, i, j, from);
      if (below > 0 && below < 1) {
        movementAt(below < 0.5 ? movement.below : movement.above, movement, i, j, other);
        const part = below < 0.5 ? below : 1 - below;
        from[0]! += (other[0]! - from[0]!) * part;
        from[1]! += (other[1]! - from[1]!) * part;
      }
      const x = from[0]!;
      const y = from[1]!;
      if (x < STAYS_PX && x > -STAYS_PX && y < STAYS_PX && y > -STAYS_PX) continue;
      sampleInto(original, i + x, j + y, skin);
      const at = 4 * (j * width + i);
      data[at] = skin[0]!;
      data[at + 1] = skin[1]!;
      data[at + 2] = skin[2]!;
    }
  }
}

/** What is seen between the lips, and the shadow where they meet. */
export function paintInside(
  { data, width, height }: RgbaImage,
  area: Box,
  rest: MouthLine,
  target: MouthLine,
  layers: InsideLayer[],
  lipColour: readonly number[],
): void {
  const { axisX, axisY, half } = target;
  const edgePx = Math.max(1.3, 0.03 * half);
  const seamAt = seamOf(rest, target);
  const mouth = new Float32Array(3);
  const pixel = new Float32Array(3);
  const place = { x: 0, y: 0, along: 0, down: 0, upper: 0, lower: 0 };
  const box = around(target, area, width, height);
  for (let j = box.y; j < box.y + box.height; j++) {
    for (let i = box.x; i < box.x + box.width; i++) {
      const dx = area.x + i - target.centreX;
      const dy = area.y + j - target.centreY;
      const along = dx * axisX + dy * axisY;
      const down = dy * axisX - dx * axisY;
      if (Math.abs(along) >= half) continue;
      const upper = heightAt(target.upper, half, along);
      const lower = heightAt(target.lower, half, along);
      const depth = Math.min(down - upper, lower - down);
      const cover =
        rise(depth / edgePx + 0.5) * rise(((lower - upper) / half - LEAST_GAP) / (1.6 * LEAST_GAP));
      const seam = seamAt(along, down, upper, lower);
      if (cover === 0 && seam < 0.005) continue;
      if (cover > 0) {
        place.x = area.x + i;
        place.y = area.y + j;
        place.along = along;
        place.down = down;
        place.upper = upper;
        place.lower = lower;
        blend(layers, place, mouth, pixel);
        const lit = 0.35 + 0.65 * rise((lower - upper) / half / LIT_GAP);
        for (let c = 0; c < 3; c++) mouth[c]! *= lit;
      }
      const at = 4 * (j * width + i);
      for (let c = 0; c < 3; c++) {
        const skin = data[at + c]! + seam * (SEAM_LIGHT * lipColour[c]! - data[at + c]!);
        data[at + c] = skin * (1 - cover) + cover * mouth[c]!;
      }
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

/**
 * How much of the line of shadow between lips that meet and were apart is seen: without it they look like one piece of skin,
 * and what of the teeth has stuck to their edges would stay.
 */
function seamOf(rest: MouthLine, { half }: MouthLine) {
  const widthPx = Math.max(1.1, 0.032 * half);
  return (along: number, down: number, upper: number, lower: number): number => {
    const away = (down - (upper + lower) / 2) / widthPx;
    if (away * away > 9) return 0;
    const was = heightAt(rest.lower, rest.half, along) - heightAt(rest.upper, rest.half, along);
    const met = 1 - rise(((lower - upper) / half - LEAST_GAP) / (1.6 * LEAST_GAP));
    const ends = rise((half - Math.abs(along)) / (0.25 * half));
    return 0.75 * met * ends * rise(was / (3 * widthPx)) * Math.exp(-away * away);
  };
}

/** The whole pixels around a mouth and its seam, within the area and relative to it. */
function around(target: MouthLine, area: Box, width: number, height: number): Box {
  const { axisX, axisY, half } = target;
  const tall = 4 + 0.1 * half + Math.max(maximum(target.lower), maximum(target.upper.map((value) => -value)));
  const reachX = Math.abs(axisX) * half + Math.abs(axisY) * tall;
  const reachY = Math.abs(axisY) * half + Math.abs(axisX) * tall;
  const x = Math.max(0, Math.floor(target.centreX - area.x - reachX));
  const y = Math.max(0, Math.floor(target.centreY - area.y - reachY));
  return {
    x,
    y,
    width: Math.max(0, Math.min(width, Math.ceil(target.centreX - area.x + reachX)) - x),
    height: Math.max(0, Math.min(height, Math.ceil(target.centreY - area.y + reachY)) - y),
  };
}

function maximum(values: Float32Array): number {
  return values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}
