/** From what the generator drew to pixels in the picture's own colours. */
import { FACE_SIZE } from '../lips/wav2lip';

/** What colour differences weigh in red and blue: 2 (1 - kr) and 2 (1 - kb) of a YUV matrix. */
export interface ColourMatrix {
  redV: number;
  greenU: number;
  greenV: number;
  blueU: number;
}

/**
 * The generator sees pictures as OpenCV decodes them, by BT.601 whatever the file says, and answers in the same
 * colours. On a screen an HD picture is BT.709: a mouth pasted as it is would be tinted. Luma and chroma are the same
 * in both, so red, green and blue are taken apart by one matrix and put together by the other.
 * @param seen matrix the generator's input was made with
 * @param shown matrix the player uses
 * @returns 3 x 3 by rows: [r', g', b'] = M [r, g, b]
 */
export function colourMatch(seen: ColourMatrix, shown: ColourMatrix): Float64Array {
  // Luma from RGB follows from the matrix itself: r = y + redV v, b = y + blueU u, g = y + greenU u + greenV v.
  const red = -seen.greenV / seen.redV;
  const blue = -seen.greenU / seen.blueU;
  const sum = 1 + red + blue;
  const luma = [red / sum, 1 / sum, blue / sum] as const;
  const v = luma.map((l, c) => ((c === 0 ? 1 : 0) - l) / seen.redV);
  const u = luma.map((l, c) => ((c === 2 ? 1 : 0) - l) / seen.blueU);
  const row = (weightU: number, weightV: number) => luma.map((l, c) => l + weightU * u[c]! + weightV * v[c]!);
  return Float64Array.from([
    ...row(0, shown.redV),
    ...row(shown.greenU, shown.greenV),
    ...row(shown.blueU, 0),
  ]);
}

/**
 * @param drawn Float32Array [3, 96, 96]: B, G, R in 0..1
 * @param match of colourMatch; null: the colours are right as they are
 * @param out Uint8Array [96, 96, 3] RGB, such as a row of a batch; without a match the original's own bytes (cut off,
 *   not rounded)
 */
export function mouthPixels(drawn: Float32Array, match: Float64Array | null, out: Uint8Array): void {
  const area = FACE_SIZE * FACE_SIZE;
  for (let i = 0; i < area; i++) {
    const r = Math.trunc(drawn[2 * area + i]! * 255);
    const g = Math.trunc(drawn[area + i]! * 255);
    const b = Math.trunc(drawn[i]! * 255);
    for (let c = 0; c < 3; c++) {
      const value = match ? match[3 * c]! * r + match[3 * c + 1]! * g + match[3 * c + 2]! * b : [r, g, b][c]!;
      out[3 * i + c] = Math.max(0, Math.min(255, Math.round(value)));
    }
  }
}
