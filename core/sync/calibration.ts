/** How much to believe a measurement: was the right match found, and how precisely; fitted on real clips. */
import type { Signs } from './segment-estimate';
import type { EngineName } from './types';

/** Below this confidence the verdict is 'unsure'. Which words are used above it is core/report/certainty.ts's. */
export const LEAST_CONFIDENCE = 0.85;
/** A second peak this near in height to the best could as well be the truth. */
export const RIVAL = 0.8;
const PRECISE_MS = 40;
/** Fewer agreeing windows than this are never a fix: two agreeing windows once produced a false 520 ms fix. */
export const FEWEST_AGREEING = 3;

interface Calibration {
  bias: number;
  logHeight: number;
  match: number;
  second: number;
  agreement: number;
  logSpread: number;
  /**
   * Gain (in independent windows times deviations) that a drift must add to be believed, besides a share of the
   * constant path's own. Of real clips in constant sync a drift gained at most 0.7 with motion and 0.4 with lipslate;
   * one of 150 ms in 30 s 4.5 and 2.1.
   */
  driftPrice: number;
  /** 1-sigma of what the engine is off from person to person, which no amount of windows averages out, ms. */
  floorMs: number;
  /** 1-sigma by which recordings themselves are off as published: a film of several differs by that, and is no case for repair. */
  recordingsMs: number;
  /**
   * Below these confidences a file with enough lips and speech is called a voice-over: with one best offset, and with
   * two of about the same height.
   * 0 for an engine that misses too many matches to say so (docs/accuracy.md).
   */
  foreignBelow: { onePeak: number; twoPeaks: number };
}

/**
 * `motion` and `lipslate` are fitted on real clips, and on clips with another clip's sound: a voice-over must not look
 * like a match. `match` is the engine's own score, used where it has a meaning of its own, as lipslate's cosine has.
 * `syncnet` is not fitted: it takes motion's slopes, and a lower bias, so that it is sure later. Its floor is half of
 * the 40 ms within which SyncNet is usually right, being trained on broadcasts that are themselves in sync so far.
 */
const CALIBRATIONS: Record<EngineName, Calibration> = {
  motion: {
    bias: -0.8,
    logHeight: 2.65,
    match: 0,
    second: -1.72,
    agreement: 0.53,
    logSpread: -0.17,
    driftPrice: 3,
    floorMs: 55,
    recordingsMs: 55,
    foreignBelow: { onePeak: 0, twoPeaks: 0 },
  },
  lipslate: {
    bias: -31.15,
    logHeight: 2.07,
    match: 5.89,
    second: -2.54,
    agreement: 0,
    logSpread: -0.04,
    driftPrice: 1,
    floorMs: 20,
    recordingsMs: 32,
    foreignBelow: { onePeak: 0.5, twoPeaks: 0.75 },
  },
  syncnet: {
    bias: -1.5,
    logHeight: 2.65,
    match: 0,
    second: -1.72,
    agreement: 0.53,
    logSpread: -0.17,
    driftPrice: 3,
    floorMs: 20,
    recordingsMs: 20,
    foreignBelow: { onePeak: 0, twoPeaks: 0 },
  },
};

export interface Belief {
  /** Probability that the right match was found at all, whatever its precision. */
  confidence: number;
  /** Probability that the error is at most 40 ms. */
  probability: number;
}

/** Logistic regression over the signs, then the normal law of what is left; docs/accuracy.md has data and table. */
export function believe(signs: Signs, engine: EngineName): Belief {
  if (signs.windows === 0) return { confidence: 0, probability: 0 };
  const c = CALIBRATIONS[engine];
  const f = calibrationFeatures(signs);
  const x =
    c.bias +
    c.logHeight * f.logHeight +
    c.match * f.match +
    c.second * f.second +
    c.agreement * f.agreement +
    c.logSpread * f.logSpread;
  const confidence = 1 / (1 + Math.exp(-x));
  const sigmaMs = Math.hypot(signs.spreadMs, c.floorMs);
  return { confidence, probability: confidence * normalWithin(PRECISE_MS / sigmaMs) };
}

/** With less visible speech than this a clip is short: it says less than its match looks like. */
export const SHORT_SPEECH_S = 3;

/**
 * However well a short clip matches: of the pieces of 2 s that lipslate was sure about 91 % were within 80 ms
 * (docs/accuracy.md), of those of 5 s and more nearly all.
 * @param speechS visible speech, seconds
 */
export function mostConfidence(speechS: number): number {
  if (speechS >= SHORT_SPEECH_S) return 1;
  return Math.max(LEAST_CONFIDENCE, 0.81 + 0.05 * speechS);
}

/** What a drift must earn to be believed. */
export function driftPriceOf(engine: EngineName): number {
  return CALIBRATIONS[engine].driftPrice;
}

/** True when so poor a match, of lips and speech enough, means that the voice is somebody else's. */
export function isForeign(confidence: number, second: number, engine: EngineName): boolean {
  const { onePeak, twoPeaks } = CALIBRATIONS[engine].foreignBelow;
  return confidence < (second >= RIVAL ? twoPeaks : onePeak);
}

/** The regression's inputs, also used by the fit (training/fit-calibration.mjs). */
export function calibrationFeatures(
  signs: Signs,
): Record<
  Exclude<keyof Calibration, 'bias' | 'driftPrice' | 'floorMs' | 'recordingsMs' | 'foreignBelow'>,
  number
> {
  return {
    logHeight: Math.log(1 + Math.max(0, signs.height)),
    match: 10 * signs.match,
    second: signs.second,
    agreement: signs.agreement,
    logSpread: Math.log(5 + signs.spreadMs),
  };
}

export function floorMsOf(engine: EngineName): number {
  return CALIBRATIONS[engine].floorMs;
}

/** Shots and people of one film that differ by less than this are not told apart, ms. */
export function leastContrastMs(engine: EngineName): number {
  return 1.96 * Math.SQRT2 * CALIBRATIONS[engine].recordingsMs;
}

/** Half the 95 % interval of the best measurement there can be, ms. */
export function bestIntervalMs(engine: EngineName): number {
  return Math.round(1.96 * floorMsOf(engine));
}

/** Probability that a normal value lies within +-z deviations (Abramowitz and Stegun 7.1.26, error below 1.5e-7). */
function normalWithin(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 1 - poly * Math.exp(-x * x);
}
