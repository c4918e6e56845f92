/** What a file that is written of a prepared sound is to keep of its loudness. */
import type { WantedLoudness } from '../../../core/loudness/kept-loudness';
import type { PreparedSound } from '../../../workers/sound/contract';

/** @returns null where nothing limited its peaks: then it comes as it comes */
export function wantedOf({
  after,
  ceilingDb,
}: Pick<PreparedSound, 'after' | 'ceilingDb'>): WantedLoudness | null {
  return ceilingDb === null ? null : { integratedLufs: after.figures.integratedLufs, ceilingDb };
}
