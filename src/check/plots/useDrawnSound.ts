/** How the sound is drawn: as it is, or moved by what was measured or chosen by hand. */
import { useCallback, useState } from 'react';
import { correctionWords } from '../../../core/report/format';
import type { CheckJob } from '../../engine/check-types';
import type { Shift } from './drawSound';
import { offsetAtMs } from './series';

export interface SoundChoice {
  /** Correction chosen by hand, ms, positive = the sound is moved earlier; default: what was measured. */
  correctionMs?: number | null;
  /** Whether the sound is drawn corrected. Leave out both to let the plots keep this to themselves. */
  corrected?: boolean;
  onCorrectedChange?: (corrected: boolean) => void;
}

export interface DrawnSound {
  /** False while there is nothing to correct by. */
  correctable: boolean;
  corrected: boolean;
  setCorrected(corrected: boolean): void;
  /** Seconds that the sound is drawn earlier at a time. */
  shift: Shift;
  /** What the correction does to the sound, in words. */
  moved: string;
}

export function useDrawnSound(props: SoundChoice & { job: CheckJob }): DrawnSound {
  const { job, correctionMs = null } = props;
  const measurement = job.evidence?.measurement ?? null;
  const [ownCorrected, setOwnCorrected] = useState(false);
  const correctable = correctionMs !== null || (measurement !== null && measurement.offsetMs !== null);
  const corrected = correctable && (props.corrected ?? ownCorrected);
  const setCorrected = (next: boolean) => {
    setOwnCorrected(next);
    props.onCorrectedChange?.(next);
  };
  const shift = useCallback(
    (timeS: number) => {
      if (!corrected) return 0;
      return (correctionMs ?? (measurement ? offsetAtMs(measurement, timeS) : 0) ?? 0) / 1000;
    },
    [corrected, correctionMs, measurement],
  );
  const varies = correctionMs === null && measurement !== null && measurement.pattern.kind !== 'constant';
  const moved = varies ? 'moved to the lips' : correctionWords(correctionMs ?? measurement?.offsetMs ?? 0);
  return { correctable, corrected, setCorrected, shift, moved };
}
