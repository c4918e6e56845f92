/** Brings generated colours back to the picture's own: see `colourMatch`. */

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
