/** A sound that ends before its file says: half a download, a recorder that was switched off, a picture that goes on alone. */
import type { Listing } from '../lib/decode/reader';
import { surveyFile } from '../lib/decode/sniff';
import type { EarlyEnd } from './contract';

/** Encoders fill their last packet, and a picture may well go on a little longer. */
const EARLY_S = 1;

/** @param endS where the last of it that was decoded ends */
export async function earlyEnd(
  file: Blob,
  { container, durationS }: Pick<Listing, 'container' | 'durationS'>,
  endS: number,
): Promise<EarlyEnd | null> {
  // Of a WAV the listing tells what is there; how much there is to be its header says.
  const ofS = container === 'wav' ? durationS / (1 - (await surveyFile(file)).missing) : durationS;
  return ofS - endS > EARLY_S ? { atS: endS, ofS } : null;
}
