/** An inside of the mouth where there is no picture of one: dark, a row of upper teeth, a hint of a tongue. */

import { rise } from '../rise';
import type { InsideLayer } from './inside-layer';
import { heightAt, type MouthLine, openingPx } from './mouth-line';

/**
 * Shares of the mouth's width, about 5 cm: teeth end a little below where the lips meet at rest, in a slight curve; one is
 * 8 mm wide.
 */
const TEETH = { below: 0.09, curve: 0.05, soft: 0.035, reach: 0.47, each: 0.15 } as const;
/** Against the light on the skin. Teeth are neither paper white nor brighter than the scene. */
const DARK = [0.24, 0.12, 0.11] as const;
const TONGUE = [0.6, 0.33, 0.32] as const;
const TOOTH = [1.22, 1.2, 1.16] as const;
/** How much of the colour of the light, as the skin shows it, is on them. */
const TINT = 0.3;
/** Teeth differ less between people than skin does: brightness half-way to this, by ratio. */
const USUAL_LIGHT = 160;
const WHITEST = 225;

/**
 * @param rest the picture's own lips, closed or nearly
 * @param target the lips as they are to be
 * @param skin its mean colour around the mouth, which says how bright the scene is
 */
export function drawnLayer(
  share: number,
  rest: MouthLine,
  target: MouthLine,
  skin: readonly number[],
): InsideLayer {
  const width = 2 * rest.half;
  const light = Math.max(24, 0.3 * skin[0]! + 0.6 * skin[1]! + 0.1 * skin[2]!);
  const bright = Math.min(Math.sqrt(light * USUAL_LIGHT), WHITEST / TOOTH[0]);
  const tooth = TOOTH.map((value, c) => bright * value * (1 - TINT + (TINT * skin[c]!) / light));
  const shift = acrossFrames(rest, target);
  const openness = openingPx(target) / width;
  return {
    share,
    colour({ along, down, upper, lower }, out) {
      const across = along / width;
      const fromUpper = (down - upper) / width;
      const fromLower = (lower - down) / width;
      const meeting = heightAt(rest.upper, rest.half, along) + shift;
      const end = meeting + width * (TEETH.below - TEETH.curve * (across / TEETH.reach) ** 2);
      const sides = rise((TEETH.reach - Math.abs(across)) / 0.17);
      const teeth = rise((end - down) / (TEETH.soft * width) + 0.5) * sides;
      const tongue =
        rise((openness - 0.1) / 0.15) * rise((0.1 - fromLower) / 0.1) * rise((0.36 - Math.abs(across)) / 0.2);
      // Light falls in from the front: lips shade what is near them, more so the less they are open, and cheeks the sides.
      const shade =
        0.35 + 0.65 * rise(fromUpper / 0.07) * rise((openness - 0.01) / 0.1) * rise(0.4 + fromLower / 0.05);
      const gap = 1 - 0.06 * Math.exp(-((nearestGap(across) / 0.012) ** 2));
      const lit = shade * gap * (1 - 1.9 * across * across);
      for (let c = 0; c < 3; c++) {
        const behind = light * (DARK[c]! + (TONGUE[c]! - DARK[c]!) * tongue);
        out[c] = behind + (Math.max(behind, tooth[c]! * lit) - behind) * teeth;
      }
    },
  };
}

/** Distance to the nearest line between two teeth, one of which lies in the middle; shares of the mouth's width. */
function nearestGap(across: number): number {
  const tooth = across / TEETH.each;
  return Math.abs(tooth - Math.round(tooth)) * TEETH.each;
}

/** How much lower the resting line's centre lies in the target's frame, pixels. */
function acrossFrames(rest: MouthLine, target: MouthLine): number {
  const dx = rest.centreX - target.centreX;
  const dy = rest.centreY - target.centreY;
  return dy * target.axisX - dx * target.axisY;
}
