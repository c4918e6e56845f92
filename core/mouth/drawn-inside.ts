/** An inside of the mouth where there is no picture of one: dark, a row of upper teeth, a hint of a tongue. */
import type { InsideLayer } from './inside-layer';
import { heightAt, type MouthLine } from './mouth-line';
import { rise } from './movement';

/**
 * Shares of the mouth's width, about 5 cm: teeth end a little below where the lips meet at rest, in a slight curve, and are
 * 8 mm wide in the middle.
 */
const TEETH = { below: 0.075, curve: 0.05, soft: 0.022, reach: 0.42 } as const;
const DARK = [0.2, 0.1, 0.1] as const;
const TONGUE = [0.62, 0.34, 0.34] as const;
/** Teeth against the light on the lips: neither paper white nor brighter than the scene. */
const TOOTH = [1.22, 1.5, 1.36] as const;

/**
 * @param rest the picture's own lips, closed or nearly
 * @param target the lips as they are to be
 * @param lipColour mean of the lips, which says how bright the scene is
 */
export function drawnLayer(
  share: number,
  rest: MouthLine,
  target: MouthLine,
  lipColour: readonly number[],
): InsideLayer {
  const width = 2 * rest.half;
  const light = Math.max(24, (lipColour[0]! + lipColour[1]! + lipColour[2]!) / 3);
  const shift = acrossFrames(rest, target);
  return {
    share,
    colour({ along, down, upper, lower }, out) {
      const across = along / width;
      const meeting = heightAt(rest.upper, rest.half, along) + shift;
      const teethEnd = meeting + width * (TEETH.below - TEETH.curve * (across / TEETH.reach) ** 2);
      const teeth =
        rise((teethEnd - down) / (TEETH.soft * width) + 0.5) * rise((TEETH.reach - Math.abs(across)) / 0.16);
      const depth = (down - upper) / Math.max(1, lower - upper);
      const open = rise((lower - upper) / width / 0.22);
      const tongue = 0.75 * open * rise((depth - 0.5) / 0.45) * rise((0.36 - Math.abs(across)) / 0.2);
      // Light falls in from the front: teeth in the middle take most of it, those under the lip's edge little.
      const lit = (0.62 + 0.38 * rise((down - upper) / (0.07 * width))) * (1 - 1.9 * across * across);
      for (let c = 0; c < 3; c++) {
        const behind = light * (DARK[c]! + (TONGUE[c]! - DARK[c]!) * tongue);
        const white = light * TOOTH[c]! * lit;
        out[c] = behind + (Math.min(235, white) - behind) * teeth;
      }
    },
  };
}

/** How much lower the resting line's centre lies in the target's frame, pixels. */
function acrossFrames(rest: MouthLine, target: MouthLine): number {
  const dx = rest.centreX - target.centreX;
  const dy = rest.centreY - target.centreY;
  return dy * target.axisX - dx * target.axisY;
}
