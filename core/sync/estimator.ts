/** Lag maps in, measurement out: fusion over windows and faces, pattern, probability, reasons. Knows no engine. */
import { believe, FEWEST_AGREEING, floorMsOf, LEAST_CONFIDENCE, pricesOf, RIVAL } from './calibration';
import {
  blockers,
  type Circumstances,
  isFaceTooSmall,
  isForeignVoice,
  isSpeechTooShort,
  reasonsOf,
} from './file-conditions';
import { argmax, type Evidence2D } from './lag-curve';
import { findPaths, type Path } from './pattern';
import { levelOf, profileOf, verdictOf } from './profiles';
import { AGREE_MS, measureStretch, type Stretch, windowVotes } from './segment-estimate';
import { speakersByWindows } from './speaker-windows';
import { commonCurve, joinEvidence, speakingTracks, type TrackEvidence, trackEvidence } from './track-fusion';
import type {
  EngineName,
  Evidence,
  LagMap,
  Measurement,
  Pattern,
  ProfileName,
  Segment,
  TrackResult,
} from './types';

export interface EstimateOptions {
  engine: EngineName;
  profile: ProfileName;
  fps: number;
  durationS: number;
}

/** Share of the constant path's own gain that a drift or a jump must add besides its price. */
const DRIFT_SHARE = 0.03;
const STEP_SHARE = 0.15;
/** A drift smaller than this over the whole file is called constant. */
const LEAST_DRIFT_MS = 40;
/** The faces that match must carry this share of all lips that move while speech is heard: else the match is chance. */
const LEAST_SHARE = 0.4;
const DRIFT_PIECES = 8;

/**
 * Measures one file.
 * @param maps one lag map per usable track, all on the same lags
 * @returns the measurement; `evidence.searchS` tells what was searched
 */
export function estimate(
  maps: readonly LagMap[],
  circumstances: Circumstances,
  options: EstimateOptions,
): Measurement {
  const tracks = trackEvidence(maps).filter((track) => track.peak !== null);
  const common = commonCurve(tracks);
  const commonIndex = argmax(common);
  if (commonIndex < 0) return nothingToCompare(circumstances, options);
  const speaking = speakingTracks(tracks, commonIndex);
  const { evidence, trackIds } = joinEvidence(speaking);
  const floorMs = floorMsOf(options.engine);
  const path = choosePath(evidence, options);
  const parts = path ? measureParts(evidence, path, options, floorMs) : [];
  for (const part of parts)
    part.segment.trackIds = speaking.map((track) => track.trackId).sort((a, b) => a - b);
  const best = parts.length > 0 ? headline(parts) : null;
  if (!path || !best) return nothingToCompare(circumstances, options);

  const least = (key: 'confidence' | 'probability') => Math.min(...parts.map((part) => part.segment[key]));
  const confidence = least('confidence');
  const signs = best.stretch.signs;
  const votes = windowVotes(evidence, () => true).map((vote) => ({
    trackId: trackIds[vote.t]!,
    timeS: evidence.timesS[vote.t]!,
    offsetMs: vote.lagMs,
    weight: vote.weight,
    agrees: Math.abs(vote.lagMs - path.offsetsMs[vote.t]!) <= AGREE_MS,
  }));
  const agreeing = votes.filter((vote) => vote.agrees).length;
  const isSideshow = weightOf(speaking) < LEAST_SHARE * weightOf(tracks);
  const isForeign = isForeignVoice(signs, confidence, options.engine, circumstances);
  const sure =
    confidence >= LEAST_CONFIDENCE &&
    !signs.atEdge &&
    signs.second < RIVAL &&
    !isFaceTooSmall(circumstances) &&
    !isSpeechTooShort(circumstances) &&
    !isSideshow &&
    parts.every((part) => part.stretch.signs.agreeing >= FEWEST_AGREEING);
  const pattern = patternOf(path, parts, sure, evidence);
  const offsetMs = best.segment.offsetMs;
  const profile = profileOf(options.profile, options.fps);
  const worst = parts.reduce(
    (a, b) => (Math.abs(b.segment.offsetMs) > Math.abs(a.segment.offsetMs) ? b : a),
    best,
  );
  const verdict = !sure ? 'unsure' : pattern.kind === 'constant' ? verdictOf(offsetMs, profile) : 'varies';
  const lagsMs = evidence.lagsMs;
  const facts: Evidence = {
    visibleSpeechS: circumstances.visibleSpeechS,
    windows: votes.length,
    windowsAgreeing: agreeing,
    edgeHits: votes.filter(
      (vote) => vote.offsetMs <= lagsMs[1]! || vote.offsetMs >= lagsMs[lagsMs.length - 2]!,
    ).length,
    searchS: Math.max(Math.abs(lagsMs[0]!), Math.abs(lagsMs[lagsMs.length - 1]!)) / 1000,
    peakZ: signs.peakZ,
    secondPeak: signs.second,
  };
  return {
    verdict,
    engine: options.engine,
    offsetMs,
    ci95Ms: best.segment.ci95Ms,
    confidence,
    probability: least('probability'),
    profile: options.profile,
    level: sure ? levelOf(pattern.kind === 'constant' ? offsetMs : worst.segment.offsetMs, profile) : null,
    pattern,
    segments: parts.map((part) => part.segment),
    tracks: trackResults(tracks, circumstances, options.engine),
    activeSpeaker: isForeign ? [] : speakersByWindows(tracks, path, evidence.timesS),
    votes,
    evidence: facts,
    reasons: reasonsOf(
      circumstances,
      sure ? null : { ...signs, isVoiceOver: isSideshow || isForeign },
      pattern,
      speaking.map((track) => track.trackId),
      options.fps,
    ),
  };
}

interface Part {
  segment: Segment;
  stretch: Stretch;
}

/** The simplest path that explains the map: a drift or a jump must earn clearly more than it costs. */
function choosePath(evidence: Evidence2D, { engine, durationS }: EstimateOptions): Path | null {
  const paths = findPaths(evidence);
  if (!paths) return null;
  const { constant, drift, steps } = paths;
  const { driftPrice, stepPrice } = pricesOf(engine);
  const driftMs = Math.abs(drift.offsetsMs[drift.offsetsMs.length - 1]! - drift.offsetsMs[0]!);
  const driftExtra = drift.gain - constant.gain - driftPrice - DRIFT_SHARE * constant.gain;
  const stepExtra =
    steps.gain - constant.gain - stepPrice * (steps.starts.length - 1) - STEP_SHARE * constant.gain;
  const stepsHold = steps.starts.length > 1 && durationS / steps.starts.length >= 3;
  if (stepsHold && stepExtra > 0 && stepExtra > driftExtra) return steps;
  if (driftExtra > 0 && driftMs >= LEAST_DRIFT_MS) return drift;
  return constant;
}

/** Each stretch of the path, measured on its own. */
function measureParts(evidence: Evidence2D, path: Path, options: EstimateOptions, floorMs: number): Part[] {
  const T = evidence.timesS.length;
  if (path.kind === 'drift') return measureDrift(evidence, path, options, floorMs);
  const parts: Part[] = [];
  path.starts.forEach((start, i) => {
    const end = path.starts[i + 1] ?? T;
    const stretch = measureStretch(evidence, null, (t) => t >= start && t < end, floorMs);
    if (!stretch) return;
    const startS = i === 0 ? 0 : (evidence.timesS[start - 1]! + evidence.timesS[start]!) / 2;
    const endS = end >= T ? options.durationS : (evidence.timesS[end - 1]! + evidence.timesS[end]!) / 2;
    const segment = segmentOf(stretch, stretch.offsetMs, startS, endS, options.engine);
    parts.push({
      stretch,
      segment: { ...segment, startsAt: i === 0 ? 'file' : 'within-shot', group: i + 1 },
    });
  });
  return parts;
}

/** A drift is measured once, along its line, and shown as pieces of equal length. */
function measureDrift(evidence: Evidence2D, path: Path, options: EstimateOptions, floorMs: number): Part[] {
  const stretch = measureStretch(evidence, path.offsetsMs, () => true, floorMs);
  if (!stretch) return [];
  const line = lineOf(evidence.timesS, path.offsetsMs);
  return Array.from({ length: DRIFT_PIECES }, (_, i) => {
    const startS = (i * options.durationS) / DRIFT_PIECES;
    const endS = ((i + 1) * options.durationS) / DRIFT_PIECES;
    const offsetMs = line.at((startS + endS) / 2) + stretch.offsetMs;
    return { stretch, segment: segmentOf(stretch, offsetMs, startS, endS, options.engine) };
  });
}

function segmentOf(
  stretch: Stretch,
  offsetMs: number,
  startS: number,
  endS: number,
  engine: EngineName,
): Segment {
  return {
    startS,
    endS,
    offsetMs,
    ci95Ms: stretch.ci95Ms,
    startsAt: 'file',
    group: 1,
    trackIds: [],
    ...believe(stretch.signs, engine),
  };
}

/** The part that stands for the whole: the longest; for a drift the middle one. */
function headline(parts: readonly Part[]): Part {
  const lengthOf = (part: Part) => part.segment.endS - part.segment.startS;
  const longest = Math.max(...parts.map(lengthOf));
  const candidates = parts.filter((part) => lengthOf(part) > longest - 1e-6);
  return candidates[Math.floor(candidates.length / 2)]!;
}

function patternOf(path: Path, parts: readonly Part[], sure: boolean, evidence: Evidence2D): Pattern {
  if (!sure || path.kind === 'constant') return { kind: 'constant' };
  if (path.kind === 'steps') return { kind: 'steps', atS: parts.slice(1).map((part) => part.segment.startS) };
  const line = lineOf(evidence.timesS, path.offsetsMs);
  const shiftMs = parts[0]!.stretch.offsetMs;
  const first = parts[0]!.segment.startS;
  const last = parts[parts.length - 1]!.segment.endS;
  return {
    kind: 'drift',
    ppm: line.slopeMsPerS * 1000,
    startMs: line.at(first) + shiftMs,
    endMs: line.at(last) + shiftMs,
  };
}

function lineOf(
  timesS: Float64Array,
  offsetsMs: Float64Array,
): { slopeMsPerS: number; at(timeS: number): number } {
  const last = timesS.length - 1;
  const spanS = timesS[last]! - timesS[0]!;
  const slopeMsPerS = spanS > 0 ? (offsetsMs[last]! - offsetsMs[0]!) / spanS : 0;
  return { slopeMsPerS, at: (timeS) => offsetsMs[0]! + slopeMsPerS * (timeS - timesS[0]!) };
}

function trackResults(
  tracks: readonly TrackEvidence[],
  circumstances: Circumstances,
  engine: EngineName,
): TrackResult[] {
  return circumstances.tracks.map((seen) => {
    const own = tracks.find((track) => track.trackId === seen.id);
    const stretch = own ? measureStretch(own.evidence, null, () => true, floorMsOf(engine)) : null;
    return {
      ...seen,
      offsetMs: stretch?.offsetMs ?? null,
      ...(stretch ? believe(stretch.signs, engine) : { confidence: 0, probability: 0 }),
    };
  });
}

/** Windows with lips moving and speech heard, summed over tracks. */
function weightOf(tracks: readonly TrackEvidence[]): number {
  return tracks.reduce((sum, track) => sum + track.evidence.weight.reduce((a, b) => a + b, 0), 0);
}

function nothingToCompare(circumstances: Circumstances, options: EstimateOptions): Measurement {
  const reasons = blockers(circumstances);
  return {
    verdict: 'unsure',
    engine: options.engine,
    offsetMs: null,
    ci95Ms: null,
    confidence: 0,
    probability: 0,
    profile: options.profile,
    level: null,
    pattern: { kind: 'constant' },
    segments: [],
    tracks: circumstances.tracks.map((track) => ({
      ...track,
      offsetMs: null,
      confidence: 0,
      probability: 0,
    })),
    activeSpeaker: [],
    votes: [],
    evidence: {
      visibleSpeechS: circumstances.visibleSpeechS,
      windows: 0,
      windowsAgreeing: 0,
      edgeHits: 0,
      searchS: 0,
      peakZ: 0,
      secondPeak: 0,
    },
    reasons: reasons.length > 0 ? reasons : ['few-windows'],
  };
}
