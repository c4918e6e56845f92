/** How much to believe a measurement: probability that its error is at most 40 ms, fitted on real clips. */
import type { Signs } from './stretch';
import type { EngineName } from './types';

/** From this probability on a result is called sure. */
export const SURE = 0.8;
/** Fewer agreeing windows than this are never a fix: two agreeing windows once produced a false 520 ms fix. */
export const FEWEST_AGREEING = 3;

interface Calibration {
  bias: number;
  logPeakZ: number;
  logHeight: number;
  second: number;
  agreement: number;
  logSpread: number;
  /** 1-sigma of what differs between people and recordings and no amount of windows averages out, ms. */
  floorMs: number;
}

const CALIBRATIONS: Record<EngineName, Calibration> = {
  motion: { bias: -1, logPeakZ: 1, logHeight: 1, second: -2, agreement: 2, logSpread: -0.5, floorMs: 15 },
  lipslate: { bias: -1, logPeakZ: 1, logHeight: 1, second: -2, agreement: 2, logSpread: -0.5, floorMs: 8 },
  syncnet: { bias: -1, logPeakZ: 1, logHeight: 1, second: -2, agreement: 2, logSpread: -0.5, floorMs: 8 },
};

/** Logistic regression over the signs; see docs/accuracy.md for the data and the reliability table. */
export function probabilityOf(signs: Signs, engine: EngineName): number {
  if (signs.windows === 0) return 0;
  const c = CALIBRATIONS[engine];
  const f = calibrationFeatures(signs);
  const x =
    c.bias +
    c.logPeakZ * f.logPeakZ +
    c.logHeight * f.logHeight +
    c.second * f.second +
    c.agreement * f.agreement +
    c.logSpread * f.logSpread;
  return 1 / (1 + Math.exp(-x));
}

/** The regression's inputs, also used by the fit in bench/. */
export function calibrationFeatures(
  signs: Signs,
): Record<Exclude<keyof Calibration, 'bias' | 'floorMs'>, number> {
  return {
    logPeakZ: Math.log(1 + Math.max(0, signs.peakZ)),
    logHeight: Math.log(1 + Math.max(0, signs.height)),
    second: signs.second,
    agreement: signs.agreement,
    logSpread: Math.log(5 + signs.spreadMs),
  };
}

export function floorMsOf(engine: EngineName): number {
  return CALIBRATIONS[engine].floorMs;
}
