/** What a file that is written of a prepared sound is to keep of its loudness, and what it did. */
import type { WantedLoudness, WrittenLoudness } from '../../../core/loudness/kept-loudness';
import type { PreparedSound, SoundFigures } from '../../../workers/sound/contract';

/** @returns null where nothing limited its peaks: then it comes as it comes */
export function wantedOf({
  after,
  ceilingDb,
}: Pick<PreparedSound, 'after' | 'ceilingDb'>): WantedLoudness | null {
  return ceilingDb === null ? null : { integratedLufs: after.figures.integratedLufs, ceilingDb };
}

/** Figures of the written file, as far as it was measured. */
export function asWritten(figures: SoundFigures, measured: WrittenLoudness | null | undefined): SoundFigures {
  return {
    ...figures,
    integratedLufs: measured?.integratedLufs ?? figures.integratedLufs,
    truePeakDb: measured?.truePeakDb ?? figures.truePeakDb,
  };
}
