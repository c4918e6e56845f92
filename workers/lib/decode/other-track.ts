/** A sound track that nothing decodes, beside one that can be: the way out is that one, not another file. */
import { LipslateError } from '../../../core/errors';
import { ordinal } from '../../../core/sound/ordinal';

/**
 * @param index of the track that is being opened, from 0
 * @param decodable tracks that are known to be decoded
 * @param besidePicture whether the picture that the sound belongs to is looked at as well
 * @throws what `opening` throws, with the other track as its hint where that helps
 */
export async function orOther<T>(
  opening: Promise<T>,
  index: number,
  decodable: Iterable<number>,
  besidePicture: boolean,
): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    const other = [...decodable].find((each) => each !== index);
    if (other === undefined || !(error instanceof LipslateError) || error.code !== 'codec-unsupported')
      throw error;
    const advice = besidePicture ? 'check that one if it belongs to the picture' : 'choose that one';
    throw new LipslateError(
      error.code,
      error.detail,
      `No decoder here can read the ${ordinal(index + 1)} sound track of this file.`,
      `Its ${ordinal(other + 1)} sound track can be read: ${advice}.`,
    );
  }
}
