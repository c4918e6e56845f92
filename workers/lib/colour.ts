/** What the numbers of a picture stand for, where it says so and where it does not. */
import type { LumaShares } from '../../core/dub/yuv';

/** What is not said is guessed from the height, as players do. */
export function guessedMatrix(height: number): 'bt709' | 'smpte170m' {
  return height >= 720 ? 'bt709' : 'smpte170m';
}

/** @returns shares of red and blue in luma by ITU-R BT.601, BT.709 and BT.2020 (non-constant luminance) */
export function lumaShares(matrix: VideoMatrixCoefficients): LumaShares {
  if (matrix === 'bt709') return { red: 0.2126, blue: 0.0722 };
  return matrix.startsWith('bt2020') ? { red: 0.2627, blue: 0.0593 } : { red: 0.299, blue: 0.114 };
}
