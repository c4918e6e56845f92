/** Evidence made ready for drawing, once per new evidence and not once per redraw. */
import { useMemo } from 'react';
import type { CheckJob } from '../../engine/check-types';
import type { TimeRange } from '../../engine/ranges';
import { pyramidOf } from './decimate';
import type { LipCurve } from './drawLips';
import type { Loudness } from './LipsRow';
import { lipSeries, loudnessRange, speechStretches } from './series';
import { type WaveformSource, waveformSource } from './waveform';

export interface Drawable {
  source: WaveformSource | null;
  speech: TimeRange[] | null;
  loudness: Loudness | null;
  lips: LipCurve | null;
  /** Where the known sound ends, until the length of the file is known. */
  soundEndS: number;
}

export function useDrawable({ peaks, evidence }: CheckJob): Drawable {
  const source = useMemo(() => (peaks && peaks.minMax.length > 0 ? waveformSource(peaks) : null), [peaks]);
  const rest = useMemo(() => {
    if (!evidence) return { speech: null, loudness: null, lips: null };
    const { speech, energyDb } = evidence;
    const series = lipSeries(evidence);
    return {
      speech: speechStretches(speech),
      loudness:
        energyDb.length > 0
          ? { pyramid: pyramidOf(energyDb), startS: speech.startS, rangeDb: loudnessRange(energyDb) }
          : null,
      lips: { series, opening: pyramidOf(series.opening) },
    };
  }, [evidence]);
  const soundEndS = source ? Math.max(0, source.startS + source.pyramid.length * source.bucketS) : 0;
  return { source, soundEndS, ...rest };
}
