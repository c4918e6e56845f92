/** How much of a generated mouth is seen where: soft edges instead of the original's hard square. */
import { FACE_SIZE } from '../lips/wav2lip';

export interface MaskShape {
  /** Width of the soft edge as a share of the face box, 0..0.4; 0: a hard edge. */
  feather: number;
  /** 1: all of the generated mouth; 0: none. */
  strength: number;
  /** The lower half alone, which is what the generator invents: the upper one it copies, blurred. */
  mouthOnly: boolean;
}

/** The soft upper edge lies above the middle: what is below was hidden from the generator, and all of it must change. */
const MIDDLE = 0.5;

/**
 * Laid over the face box at whatever size that has.
 * @returns Uint8ClampedArray [96, 96], 0: the picture as it was, 255: the generated mouth
 */
export function mouthMask({ feather, strength, mouthOnly }: MaskShape): Uint8ClampedArray<ArrayBuffer> {
  const across = Float64Array.from({ length: FACE_SIZE }, (_, i) => {
    const at = centre(i);
    return rise(at, feather) * rise(1 - at, feather);
  });
  const down = Float64Array.from({ length: FACE_SIZE }, (_, j) => {
    const at = centre(j);
    const top = mouthOnly ? rise(at - (MIDDLE - feather), feather) : rise(at, feather);
    return top * rise(1 - at, feather);
  });
  const mask = new Uint8ClampedArray(FACE_SIZE * FACE_SIZE);
  const full = 255 * Math.max(0, Math.min(1, strength));
  for (let j = 0; j < FACE_SIZE; j++)
    for (let i = 0; i < FACE_SIZE; i++) mask[j * FACE_SIZE + i] = full * down[j]! * across[i]!;
  return mask;
}

function centre(pixel: number): number {
  return (pixel + 0.5) / FACE_SIZE;
}

/** From 0 at the edge to 1 at `width`, level at both ends so that no line is seen. */
function rise(distance: number, width: number): number {
  if (distance <= 0) return 0;
  if (distance >= width) return 1;
  const share = distance / width;
  return share * share * (3 - 2 * share);
}
