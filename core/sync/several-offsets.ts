/** The other explanation: several offsets, each with its times and faces. Nothing that is sure of its own is outvoted. */
import { believe, floorMsOf, LEAST_CONFIDENCE, leastContrastMs } from './calibration';
import { type EstimateOptions, type Explanation, type MeasuredPart, segmentFrom } from './explanation';
import type { FileConditions } from './file-conditions';
import type { Evidence2D } from './lag-curve';
import { closeGaps, findGroups, NO_GROUP, type OffsetGroups, withoutGroup } from './offset-groups';
import { estimateSegment, type SegmentEstimate } from './segment-estimate';
import { type OffsetRun, type Span, segmentsOf } from './segments';
import { speakersByWindows } from './speaker-windows';
import { type JoinedEvidence, joinEvidence, type TrackEvidence } from './track-fusion';
import type { EngineName } from './types';

/** A window counts for an offset when this share of it lies within the offset's run. */
const WITHIN = 0.65;
/** The offset that most of the file has must be sure as any; what contradicts it more so, as chance has many tries. */
const CONTRADICTION_SURE = 0.9;
/** Less sure than that, and yet too likely to pass over: then nothing of the file is sure. */
export const DOUBT = 0.7;
/** Within one face even these are told apart; of two faces the engine's own differences from person to person decide. */
const LEAST_CHANGE_MS = 65;
/** What parts of some seconds err by on their own at least (1 sigma), ms. */
const LEAST_SPREAD_MS = 12;
/** A group whose own best lag lies further from where it was found has followed the peak of another group. */
const SAME_LAG_MS = 60;

/** Groups that hold, and what was measured of each. */
interface Found {
  groups: OffsetGroups;
  runs: OffsetRun[];
  estimates: SegmentEstimate[];
}

/** Several offsets that are all sure, or none; and whether something that may contradict the main one was left. */
export interface SeveralOffsets {
  explanation: (Explanation & { gain: number }) | null;
  isDoubtful: boolean;
}

/**
 * @param tracks lag maps as the engine is calibrated on
 * @param fine the same faces in short windows, by which changes are placed; may be the same
 * @param firstLag lag index of the offset that most of the file has
 */
export function explainBySeveralOffsets(
  tracks: readonly TrackEvidence[],
  fine: readonly TrackEvidence[],
  firstLag: number,
  conditions: FileConditions,
  options: EstimateOptions,
): SeveralOffsets {
  const groups = findGroups(
    fine.map((track) => track.evidence),
    firstLag,
  );
  if (groups.lags.length < 2) return { explanation: null, isDoubtful: false };
  const all = joinEvidence(tracks);
  const { found, isDoubtful } = sureGroups(groups, all, fine, conditions, options);
  const explanation = found && explanationOf(found, all, tracks, conditions, options);
  // Lips of two people may go with the sound all the time, of whom one is always taken for the speaker.
  return { explanation, isDoubtful: isDoubtful || (found !== null && explanation === null) };
}

function explanationOf(
  { runs, estimates, groups }: Found,
  all: JoinedEvidence,
  tracks: readonly TrackEvidence[],
  conditions: FileConditions,
  options: EstimateOptions,
): (Explanation & { gain: number }) | null {
  const ids = new Set(runs.map(({ trackId }) => trackId));
  const speaking = tracks.filter(({ trackId }) => ids.has(trackId));
  const offsetMsAt = (trackId: number, timeS: number) =>
    estimates[nearestRun(runs, trackId, timeS).group]!.offsetMs;
  const speakers = speakersByWindows(tracks, offsetMsAt);
  const spans = segmentsOf(runs, speakers, conditions.cutsS, options.durationS);
  const order = [...new Set(spans.map(({ group }) => group))];
  if (order.length < 2) return null;
  const offsetsMs = ownOffsets(spans, runs, estimates, all);
  const parts: MeasuredPart[] = spans.map((span, i) => {
    const estimate = estimates[span.group]!;
    const place = { ...span, group: order.indexOf(span.group) + 1 };
    return { estimate, segment: segmentFrom(estimate, place, options.engine, offsetsMs[i]) };
  });
  return {
    gain: groups.gain,
    pattern: { kind: 'steps', atS: parts.slice(1).map(({ segment }) => segment.startS) },
    parts,
    headline: longest(parts),
    speaking,
    ...joinEvidence(speaking),
    offsetMsAt,
    speakers,
  };
}

/** Drops what is not sure, or not told apart from another, until all is; null when fewer than two offsets are left. */
function sureGroups(
  start: OffsetGroups,
  { evidence, trackIds }: JoinedEvidence,
  fine: readonly TrackEvidence[],
  conditions: FileConditions,
  { engine }: EstimateOptions,
): { found: Found | null; isDoubtful: boolean } {
  const doubtedMs: number[] = [];
  let groups = start;
  while (groups.lags.length > 1) {
    const runs = runsOf(fine, closeGaps(groups), conditions);
    const groupAt = windowGroups(evidence, trackIds, runs);
    const estimates = groups.lags.map((_, group) =>
      estimateSegment(evidence, null, (t) => groupAt[t] === group, floorMsOf(engine)),
    );
    const lengths = groups.lags.map((_, group) => lengthOf(runs, group));
    const main = lengths.indexOf(Math.max(...lengths));
    const margins = estimates.map((estimate, group) => {
      const lagMs = evidence.lagsMs[groups.lags[group]!]!;
      if (!estimate || Math.abs(estimate.offsetMs - lagMs) > SAME_LAG_MS || estimate.signs.atEdge) return -1;
      return (
        believe(estimate.signs, engine).confidence - (group === main ? LEAST_CONFIDENCE : CONTRADICTION_SURE)
      );
    });
    let dropped = margins.indexOf(Math.min(...margins));
    if (margins[dropped]! >= 0) {
      dropped = tooNear(estimates as SegmentEstimate[], lengths, runs, engine);
      const found = { groups, runs, estimates: estimates as SegmentEstimate[] };
      // What is left out beside those that hold is contradicted by them as well, unless it is one of them once more.
      const isLike = (ms: number) => groups.lags.some((lag) => isNear(evidence.lagsMs[lag]! - ms, engine));
      if (dropped < 0) return { found, isDoubtful: doubtedMs.some((ms) => !isLike(ms)) };
    } else if (margins[dropped]! >= DOUBT - CONTRADICTION_SURE)
      doubtedMs.push(evidence.lagsMs[groups.lags[dropped]!]!);
    groups = withoutGroup(groups, evidence.lagsMs, dropped);
  }
  return { found: null, isDoubtful: doubtedMs.length > 0 };
}

/** What two people or recordings in sync differ by (95 %). */
function isNear(apartMs: number, engine: EngineName): boolean {
  return Math.abs(apartMs) < leastContrastMs(engine);
}

/** The smaller of two groups whose offsets may well be the same; -1 when all differ clearly. */
function tooNear(
  estimates: readonly SegmentEstimate[],
  lengths: readonly number[],
  runs: readonly OffsetRun[],
  engine: EngineName,
): number {
  // 95 % of what two people or recordings in sync differ by.
  const betweenFacesMs = leastContrastMs(engine);
  const facesOf = (group: number) =>
    new Set(runs.filter((run) => run.group === group).map((run) => run.trackId));
  for (let a = 0; a < estimates.length; a++) {
    for (let b = 0; b < a; b++) {
      const [own, others] = [facesOf(a), facesOf(b)];
      const leastMs = [...own].some((id) => others.has(id)) ? LEAST_CHANGE_MS : betweenFacesMs;
      if (Math.abs(estimates[a]!.offsetMs - estimates[b]!.offsetMs) < leastMs)
        return lengths[a]! < lengths[b]! ? a : b;
    }
  }
  return -1;
}

/**
 * The offset of every span: its own best lag, drawn to its group's offset as far as the group's spans differ by no more
 * than each errs by on its own (empirical Bayes).
 */
function ownOffsets(
  spans: readonly Span[],
  runs: readonly OffsetRun[],
  estimates: readonly SegmentEstimate[],
  { evidence, trackIds }: JoinedEvidence,
): number[] {
  const own = spans.map((span) => {
    const groupAt = windowGroups(evidence, trackIds, clipped(runs, span));
    const alone = estimateSegment(evidence, null, (t) => groupAt[t] === span.group, 0);
    const fromGroupMs = (alone?.offsetMs ?? Number.NaN) - estimates[span.group]!.offsetMs;
    if (!alone || !(Math.abs(fromGroupMs) <= SAME_LAG_MS)) return null;
    return { fromGroupMs, variance: Math.max(LEAST_SPREAD_MS, alone.signs.spreadMs) ** 2 };
  });
  return spans.map(({ group }, i) => {
    const same = own.filter((one, k) => one && spans[k]!.group === group) as NonNullable<(typeof own)[0]>[];
    const excess = mean(same.map(({ fromGroupMs, variance }) => fromGroupMs ** 2 - variance));
    const one = own[i];
    const share = one && excess > 0 ? excess / (excess + one.variance) : 0;
    return estimates[group]!.offsetMs + share * (one?.fromGroupMs ?? 0);
  });
}

/** The runs of a span's group as far as they lie within it. */
function clipped(runs: readonly OffsetRun[], { startS, endS, group }: Span): OffsetRun[] {
  return runs
    .filter((run) => run.group === group && run.startS < endS && run.endS > startS)
    .map((run) => ({ ...run, startS: Math.max(run.startS, startS), endS: Math.min(run.endS, endS) }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function lengthOf(runs: readonly OffsetRun[], group: number): number {
  return runs.reduce((sum, run) => sum + (run.group === group ? run.endS - run.startS : 0), 0);
}

/** Neighbouring windows of one group as spans of time. */
function runsOf(
  tracks: readonly TrackEvidence[],
  groupOf: readonly Int16Array[],
  conditions: FileConditions,
): OffsetRun[] {
  return tracks.flatMap(({ trackId, evidence: { timesS, freshness } }, n) => {
    const seen = conditions.tracks.find(({ id }) => id === trackId);
    const groups = groupOf[n]!;
    const T = timesS.length;
    const reachS = T > 1 ? (timesS[T - 1]! - timesS[0]!) / (T - 1) / freshness / 2 : 0.5;
    const runs: OffsetRun[] = [];
    let last: OffsetRun | undefined;
    for (let t = 0; t < T; t++) {
      const group = groups[t]!;
      if (group === NO_GROUP) continue;
      const endS = t < T - 1 ? (timesS[t]! + timesS[t + 1]!) / 2 : (seen?.endS ?? timesS[t]! + reachS);
      if (last?.group === group) {
        last.endS = endS;
        continue;
      }
      const startS = t > 0 ? (timesS[t - 1]! + timesS[t]!) / 2 : (seen?.startS ?? timesS[t]! - reachS);
      last = { trackId, startS, endS, group, isNewFace: last === undefined };
      runs.push(last);
    }
    return runs;
  });
}

/** The group of every window that lies within a run of its own face; NO_GROUP for those across a change. */
function windowGroups(evidence: Evidence2D, trackIds: Int32Array, runs: readonly OffsetRun[]): Int16Array {
  const byTrack = new Map<number, OffsetRun[]>();
  for (const run of runs) byTrack.set(run.trackId, [...(byTrack.get(run.trackId) ?? []), run]);
  return Int16Array.from(evidence.timesS, (timeS, t) => {
    const halfS = evidence.windowS / 2;
    const run = byTrack
      .get(trackIds[t]!)
      ?.find(({ startS, endS }) => within(timeS - halfS, timeS + halfS, startS, endS) >= WITHIN);
    return run ? run.group : NO_GROUP;
  });
}

/** Share of [fromS, toS) that lies within [startS, endS). */
function within(fromS: number, toS: number, startS: number, endS: number): number {
  return Math.max(0, Math.min(toS, endS) - Math.max(fromS, startS)) / (toS - fromS);
}

function nearestRun(runs: readonly OffsetRun[], trackId: number, timeS: number): OffsetRun {
  const distance = (run: OffsetRun) =>
    Math.max(0, run.startS - timeS, timeS - run.endS) + (run.trackId === trackId ? 0 : 1e6);
  return runs.reduce((best, run) => (distance(run) < distance(best) ? run : best));
}

/** The group that fills most of the file stands for the whole. */
function longest(parts: readonly MeasuredPart[]): MeasuredPart {
  const lengths = new Map<number, number>();
  for (const { segment } of parts)
    lengths.set(segment.group, (lengths.get(segment.group) ?? 0) + segment.endS - segment.startS);
  return parts.reduce((a, b) => (lengths.get(b.segment.group)! > lengths.get(a.segment.group)! ? b : a));
}
