/** Lag maps, standardised, in, measurement out: which explanation holds, how sure it is, and why. Knows no engine. */
import {
  believe,
  driftPriceOf,
  FEWEST_AGREEING,
  floorMsOf,
  LEAST_CONFIDENCE,
  leastContrastMs,
  mostConfidence,
  RIVAL,
} from './calibration';
import type { EstimateOptions, Explanation } from './explanation';
import {
  blockers,
  type FileConditions,
  isEnoughToTell,
  isFaceTooSmall,
  isForeignVoice,
  isSpeechTooShort,
  reasonsOf,
} from './file-conditions';
import { argmax, type Evidence2D } from './lag-curve';
import { gainAlong } from './offset-groups';
import { explainByOneOffset } from './one-offset';
import { levelOfAll, profileOf, verdictOf } from './profiles';
import { AGREE_MS, estimateSegment, type SegmentEstimate, windowVotes } from './segment-estimate';
import { DOUBT, explainBySeveralOffsets } from './several-offsets';
import { commonCurve, speakingTracks, type TrackEvidence } from './track-fusion';
import type { EngineName, Evidence, Measurement, TrackResult, WindowVote } from './types';

export type { EstimateOptions } from './explanation';

/**
 * What chance reaches with these faces at these offsets, as a share of their match (lipslate-chance.ts); null where
 * the engine cannot tell.
 */
export type ChanceOf = (
  trackIds: readonly number[],
  offsetMsAt: (trackId: number, timeS: number) => number,
) => number | null;

/** The faces that match must carry this share of all lips that move while speech is heard: else the match is chance. */
const LEAST_SHARE = 0.4;
/** Of a face with less speech than this a match elsewhere is chance: films have many short shots. */
const LEAST_CONTRADICTION_S = 2;
/**
 * Several offsets are looked for up to 3 s, not in the widest search of 10 s: it is for files whose one offset is far
 * out, and a wrong one has three times as many places there, and takes as much longer to find.
 */
const MOST_LAGS_FOR_SEVERAL = 301;

/**
 * Measures one file.
 * @param tracks what one lag map per usable track says, all on the same lags
 * @param fine the same in shorter windows, where the engine has them: changes of offset are placed by these
 * @param chanceOf asked only where it can change what is said
 * @returns the measurement; `evidence.searchS` tells what was searched
 */
export function estimate(
  tracks: readonly TrackEvidence[],
  conditions: FileConditions,
  options: EstimateOptions,
  fine: readonly TrackEvidence[] = tracks,
  chanceOf: ChanceOf = () => null,
): Measurement {
  const explanation = explain(tracks, fine, conditions, options);
  if (!explanation) return nothingToCompare(conditions, options);
  const { parts, headline, speaking } = explanation;
  const least = (key: 'confidence' | 'probability') => Math.min(...parts.map((part) => part.segment[key]));
  const confidence = Math.min(least('confidence'), mostConfidence(conditions.visibleSpeechS));
  const { signs } = headline.estimate;
  const isSideshow = weightOf(speaking) < LEAST_SHARE * weightOf(tracks);
  const looksSure =
    !isSideshow &&
    !explanation.isDoubtful &&
    confidence >= LEAST_CONFIDENCE &&
    isClear(explanation, conditions);
  const isEnough = isEnoughToTell(conditions);
  const isPoor = isForeignVoice(signs, confidence, options.engine, conditions);
  const asked = looksSure || (isEnough && !isPoor);
  const ids = speaking.map(({ trackId }) => trackId);
  const chance = asked ? chanceOf(ids, explanation.offsetMsAt) : null;
  const sure = looksSure && !(chance !== null && chance >= RIVAL);
  const isForeign = isPoor || (isEnough && chance !== null && chance >= 1);
  const pattern = sure ? explanation.pattern : ({ kind: 'constant' } as const);
  const { offsetMs, ci95Ms } = headline.segment;
  const profile = profileOf(options.profile, options.fps);
  const isConstant = pattern.kind === 'constant';
  const segments = parts.map((part) => part.segment);
  const votes = votesOf(explanation);
  return {
    verdict: !sure ? 'unsure' : isConstant ? verdictOf(offsetMs, profile) : 'varies',
    engine: options.engine,
    offsetMs,
    ci95Ms,
    confidence,
    probability: Math.min(least('probability'), confidence),
    profile: options.profile,
    level: sure ? levelOfAll({ pattern, segments }, offsetMs, profile) : null,
    pattern,
    segments,
    tracks: trackResults(tracks, conditions, options.engine),
    activeSpeaker: isForeign ? [] : explanation.speakers,
    votes,
    evidence: evidenceOf(explanation, votes, conditions),
    reasons: reasonsOf(
      conditions,
      sure
        ? null
        : { ...signs, isVoiceOver: isSideshow || isForeign, isContradicted: explanation.isDoubtful },
      pattern,
      ids,
      options.fps,
    ),
  };
}

/** One peak stands out, well within the search, of faces large enough, in speech long enough, everywhere. */
function isClear({ headline, parts }: Explanation, conditions: FileConditions): boolean {
  const { signs } = headline.estimate;
  return (
    !signs.atEdge &&
    signs.second < RIVAL &&
    !isFaceTooSmall(conditions) &&
    !isSpeechTooShort(conditions) &&
    parts.every((part) => part.estimate.signs.agreeing >= FEWEST_AGREEING)
  );
}

/** Several offsets where faces or times are sure of them, unless one line through all of them says more. */
function explain(
  tracks: readonly TrackEvidence[],
  fine: readonly TrackEvidence[],
  conditions: FileConditions,
  options: EstimateOptions,
): (Explanation & { isDoubtful: boolean }) | null {
  const commonIndex = argmax(commonCurve(tracks));
  if (commonIndex < 0) return null;
  const isWide = tracks[0]!.evidence.lagsMs.length > MOST_LAGS_FOR_SEVERAL;
  const { explanation: several, isDoubtful } = isWide
    ? { explanation: null, isDoubtful: false }
    : explainBySeveralOffsets(tracks, fine, commonIndex, conditions, options);
  const speaking = several?.speaking ?? speakingTracks(tracks, commonIndex);
  const one = explainByOneOffset(speaking, tracks, options);
  if (!several) {
    if (one?.pattern.kind !== 'constant') return one && { ...one, isDoubtful: false };
    return { ...one, isDoubtful: isDoubtful || isContradicted(one, tracks, conditions, options) };
  }
  const isLine =
    one?.pattern.kind === 'drift' &&
    gainAlong(fine, one.offsetMsAt) - driftPriceOf(options.engine) > several.gain;
  return isLine ? { ...one, isDoubtful: false } : { ...several, isDoubtful };
}

/** A face that the one offset leaves out is too sure of another to be passed over. */
function isContradicted(
  { speaking, headline }: Explanation,
  tracks: readonly TrackEvidence[],
  conditions: FileConditions,
  { engine }: EstimateOptions,
): boolean {
  const isHeard = ({ trackId }: TrackEvidence) =>
    conditions.tracks.some(({ id, speakingS }) => id === trackId && speakingS >= LEAST_CONTRADICTION_S);
  return tracks
    .filter((track) => !speaking.includes(track) && isHeard(track))
    .some(({ evidence }) => {
      const own = estimateAlone(evidence, engine);
      if (!own || own.signs.atEdge) return false;
      const apartMs = Math.abs(own.offsetMs - headline.estimate.offsetMs);
      return apartMs >= leastContrastMs(engine) && believe(own.signs, engine).confidence >= DOUBT;
    });
}

function votesOf({ evidence, trackIds, offsetMsAt }: Explanation): WindowVote[] {
  return windowVotes(evidence, () => true).map(({ t, lagMs, weight }) => {
    const trackId = trackIds[t]!;
    const timeS = evidence.timesS[t]!;
    const agrees = Math.abs(lagMs - offsetMsAt(trackId, timeS)) <= AGREE_MS;
    return { trackId, timeS, offsetMs: lagMs, weight, agrees };
  });
}

function evidenceOf(
  { evidence: { lagsMs }, headline }: Explanation,
  votes: readonly WindowVote[],
  { visibleSpeechS }: FileConditions,
): Evidence {
  const [lowest, highest] = [lagsMs[0]!, lagsMs[lagsMs.length - 1]!];
  return {
    visibleSpeechS,
    windows: votes.length,
    windowsAgreeing: votes.filter((vote) => vote.agrees).length,
    edgeHits: votes.filter(
      (vote) => vote.offsetMs <= lagsMs[1]! || vote.offsetMs >= lagsMs[lagsMs.length - 2]!,
    ).length,
    searchS: Math.max(Math.abs(lowest), Math.abs(highest)) / 1000,
    peakZ: headline.estimate.signs.peakZ,
    secondPeak: headline.estimate.signs.second,
  };
}

/** What a face says by itself. */
function estimateAlone(evidence: Evidence2D, engine: EngineName): SegmentEstimate | null {
  return estimateSegment(evidence, null, () => true, floorMsOf(engine));
}

function trackResults(
  tracks: readonly TrackEvidence[],
  conditions: FileConditions,
  engine: EngineName,
): TrackResult[] {
  return conditions.tracks.map((seen) => {
    const own = tracks.find((track) => track.trackId === seen.id);
    const estimate = own ? estimateAlone(own.evidence, engine) : null;
    return {
      ...seen,
      offsetMs: estimate?.offsetMs ?? null,
      ...(estimate ? believe(estimate.signs, engine) : { confidence: 0, probability: 0 }),
    };
  });
}

/** Windows with lips moving and speech heard, summed over tracks. */
function weightOf(tracks: readonly TrackEvidence[]): number {
  return tracks.reduce((sum, track) => sum + track.evidence.weight.reduce((a, b) => a + b, 0), 0);
}

function nothingToCompare(conditions: FileConditions, options: EstimateOptions): Measurement {
  const reasons = blockers(conditions);
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
    tracks: conditions.tracks.map((track) => ({
      ...track,
      offsetMs: null,
      confidence: 0,
      probability: 0,
    })),
    activeSpeaker: [],
    votes: [],
    evidence: {
      visibleSpeechS: conditions.visibleSpeechS,
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
