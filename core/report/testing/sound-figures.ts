import type { SoundFigures } from '../../loudness/figures';

/** Of a sound that is so loud; made up otherwise. */
export function soundFigures(integratedLufs: number | null): SoundFigures {
  return {
    ...{ integratedLufs, rangeLu: 4.5, maxMomentaryLufs: -12.125, maxShortTermLufs: -14, truePeakDb: -1.04 },
    ...{
      samplePeakDb: -1.2,
      noiseFloorLufs: null,
      speechAboveNoiseDb: 30,
      speechLufs: -15.5,
      clippedSamples: 0,
      phaseCorrelation: null,
      reverberationS: 0.4,
      leqMDb: null,
    },
  };
}
