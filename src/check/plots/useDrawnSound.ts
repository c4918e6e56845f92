/** How the sound is drawn: as it is, or moved by what was measured or chosen by hand. */
import { useCallback } from 'react';
import { correctionWords } from '../../../core/report/format';
import type { CheckJob } from '../../engine/check-types';
import type { TimeShift } from './drawSound';
import { offsetAtMs } from './series';

export interface DrawnSoundChoice {
  /** Correction chosen by hand, ms, positive = the sound is moved earlier; null: what was measured. */
  correctionMs: number | null;
  /** Whether the sound is wanted corrected. */
  corrected: boolean;
  onCorrected(corrected: boolean): void;
}

export interface DrawnSound {
  /** False while there is nothing to correct by. */
  correctable: boolean;
  corrected: boolean;
  /** Seconds that the sound is drawn earlier at a time. */
  shift: TimeShift;
  /** What the correction does to the sound, in words. */
  moved: string;
}

export function useDrawnSound(
  job: CheckJob,
  { correctionMs, corrected: wanted }: DrawnSoundChoice,
): DrawnSound {
  const measurement = job.evidence?.measurement ?? null;
  const correctable = correctionMs !== null || (measurement !== null && measurement.offsetMs !== null);
  const corrected = correctable && wanted;
  const shift = useCallback(
    (timeS: number) => {
      if (!corrected) return 0;
      return (correctionMs ?? (measurement ? offsetAtMs(measurement, timeS) : 0) ?? 0) / 1000;
    },
    [corrected, correctionMs, measurement],
  );
  const varies = correctionMs === null && measurement !== null && measurement.pattern.kind !== 'constant';
  const moved = varies ? 'moved to the lips' : correctionWords(correctionMs ?? measurement?.offsetMs ?? 0);
  return { correctable, corrected, shift, moved };
}
