/** One file's features to one measurement: engines, widening search, and what the page draws. */
import { LipslateError } from '../../core/errors';
import { mergeChunks } from '../../core/lips/merge';
import type { FaceChunk, FaceTrack } from '../../core/lips/types';
import type { SoundFeatures } from '../../core/sound/types';
import {
  isOthersTurn,
  type SpeakerMatch,
  speechOf,
  whoSpeaks,
  withoutOthersTurns,
} from '../../core/sync/active-speaker';
import { LEAST_CONFIDENCE } from '../../core/sync/calibration';
import { type ChanceOf, estimate } from '../../core/sync/estimator';
import { motionLagMaps, prepareMotionSound } from '../../core/sync/motion';
import { offsetsOf } from '../../core/sync/offset-along';
import { gainAlong } from '../../core/sync/offset-groups';
import { inCompany } from '../../core/sync/speaker-turns';
import { alongSpeed, MAPPED_PPM } from '../../core/sync/speeds';
import { type TrackEvidence, trackEvidence } from '../../core/sync/track-fusion';
import type { EngineName, LagMap, MapOptions, Measurement, SpeakerSpan } from '../../core/sync/types';
import { fileConditionsOf } from '../../core/sync/visible-speech';
import type { SyncnetOutcome } from '../syncnet/contract';
import type { CheckEvidence, MeasureOptions } from './contract';
import { syncnetEvidence, syncnetMaps } from './syncnet-evidence';

/** Maps any track over any search range, and once more in finer windows where they are wanted. */
type MapsOfTrack = (track: FaceTrack, searchS: number, how?: MapOptions) => LagMap[] | null;

/** A learned engine that has seen a file: it also tells moment by moment how lips go with the sound at an offset. */
export interface PreparedEngine {
  mapsOf: MapsOfTrack;
  matchOf(track: FaceTrack, offsetMsAt: (timeS: number) => number): SpeakerMatch;
  /** What chance reaches with these faces and offsets, as a share of their match; null where it cannot tell. */
  chanceOf(faces: readonly { track: FaceTrack; offsetMsAt(timeS: number): number | null }[]): number | null;
}

/** What is known of the file, and the engines that need more than its features. */
export interface MeasureInput {
  chunks: FaceChunk[];
  sound: SoundFeatures;
  /** Prepares the learned engine for these tracks. @throws LipslateError model-load-failed */
  lipslate: (tracks: readonly FaceTrack[]) => Promise<PreparedEngine>;
  syncnet: SyncnetOutcome | null;
}

/** A best lag at the edge widens the search instead of being reported. */
const WIDER_S = [3, 10];
/** Tracks shorter than this say nothing. */
const SHORTEST_TRACK_S = 0.5;
/** Windows by which changes of offset are placed: the engine's own, of 3 s, would blur parts of a few seconds. */
const FINE_WINDOW_S = 1;
/** They are four times as many, and not made for the widest search. */
const MOST_FINE_S = 3;
/** What a known speed must explain more than what was found without, in independent windows times deviations. */
const SPEED_PRICE = 1;
/** Speech by faces that go with no offset found so far, and share of the windows of the others, that are worth a wider look. */
const LEAST_UNMATCHED_S = 3;
const MUCH_AGAINST = 0.2;
/** Of a part further out: chance has three times as many places there, and seldom puts one so far. */
const FURTHER_OUT_SURE = 0.98;
/** An id that no face has: the offset at a time is that of the whole file. */
const ANY_TRACK = -1;
/** Offsets this close are of one peak. */
const SAME_PEAK_MS = 80;

export async function measureFile(input: MeasureInput, options: MeasureOptions): Promise<CheckEvidence> {
  const { sound, syncnet } = input;
  const { tracks: seen, cutsS, motion, frameTimesS } = mergeChunks(input.chunks);
  const tracks = judgedOf(seen, options.onlyFace ?? null);
  const conditions = { ...fileConditionsOf(tracks, sound, motion, options.pictureWidthPx), cutsS };
  const { engine, mapsOf, matchOf, chanceOf } = await chooseEngine(input, tracks, options.engine);
  const judge: Judge = (lagMaps, fineMaps, { ppm = 0, spans = [] } = {}) => {
    const evidence = trackEvidence(lagMaps);
    const fine = fineMaps ? trackEvidence(fineMaps) : evidence;
    const chance: ChanceOf = (ids, offsetMsAt) => {
      const faces = tracks.filter(({ id }) => ids.includes(id));
      const placed = faces.map((track) => ({
        track,
        offsetMsAt: (timeS: number) =>
          isOthersTurn(spans, track.id, timeS) ? null : offsetMsAt(track.id, timeS) + timeS * ppm * 1e-3,
      }));
      return chanceOf?.(placed) ?? null;
    };
    const measurement = estimate(evidence, conditions, { ...options, engine }, fine, chance);
    return { lagMaps, fineMaps, fine, measurement };
  };
  const attempt = (searchS: number, ppm = 0) => {
    if (!mapsOf) return judge(syncnetMaps(syncnet, sound).filter(isJudged(tracks)), null);
    const finerS = searchS <= MOST_FINE_S ? FINE_WINDOW_S : undefined;
    const maps = longEnough(tracks).flatMap((track) => {
      const own = mapsOf(track, searchS, { finerS, ppm });
      return own ? [own] : [];
    });
    return judge(
      maps.map(([map]) => map!),
      finerS ? maps.map(([, finer]) => finer!) : null,
      { ppm },
    );
  };
  let best = attempt(options.searchS);
  const atSpeed = matchOf ? bestSpeed(best, (ppm) => attempt(options.searchS, ppm), options) : null;
  // SyncNet's maps are as wide as they are: a wider one means running the network again.
  for (const searchS of mapsOf && !atSpeed ? WIDER_S : []) {
    if (searchS <= options.searchS || !needsWider(best.measurement)) continue;
    if (searchS > options.durationS) break;
    const wider = attempt(searchS);
    // What was found further out must be sure, or the first look is the more honest one to show.
    if (wider.measurement.verdict !== 'unsure' || best.measurement.offsetMs === null) best = wider;
  }
  if (atSpeed) best = { ...best, measurement: atSpeed };
  else if (mapsOf && options.searchS < MOST_FINE_S && hasMoreToFind(best.measurement, conditions.tracks)) {
    const wider = attempt(MOST_FINE_S);
    if (addsPartsFurtherOut(wider.measurement, best.measurement, options.searchS)) best = wider;
  }
  return {
    measurement: matchOf
      ? bySpeakers(best, tracks, matchOf, sound, atSpeed ? null : judge)
      : best.measurement,
    tracks: seen.map(({ lips: _lips, pose: _pose, ...drawn }) => drawn),
    lagMaps: best.lagMaps,
    speech: { startS: sound.startS, values: sound.speech },
    energyDb: sound.energyDb,
    cutsS,
    frameTimesS,
    syncnet: syncnetEvidence(syncnet),
  };
}

/** A face that is not there, as after its lips were found anew, leaves all of them. */
function judgedOf(tracks: readonly FaceTrack[], onlyFace: number | null): readonly FaceTrack[] {
  const only = tracks.filter(({ id }) => id === onlyFace);
  return only.length > 0 ? only : tracks;
}

function isJudged(tracks: readonly FaceTrack[]): (map: LagMap) => boolean {
  return ({ trackId }) => tracks.some(({ id }) => id === trackId);
}

/** A measurement and the maps that it was made of. */
interface Judged {
  measurement: Measurement;
  lagMaps: LagMap[];
  /** The same in shorter windows; null where there are none. */
  fineMaps: LagMap[] | null;
  /** What the shortest windows say. */
  fine: TrackEvidence[];
}

/** How the maps were made: along a speed, and without whose turns. */
interface MadeBy {
  ppm?: number;
  spans?: readonly SpeakerSpan[];
}

type Judge = (lagMaps: LagMap[], fineMaps: LagMap[] | null, by?: MadeBy) => Judged;

/**
 * Sound that runs several per cent too slow or too fast is blurred in the windows of a map, and looks like anything but
 * a line: where no one offset is sure, maps along known speeds are tried, and taken when they explain clearly more.
 */
function bestSpeed(
  first: Judged,
  attempt: (ppm: number) => Judged,
  { durationS, fps }: MeasureOptions,
): Measurement | null {
  const { verdict, pattern, offsetMs } = first.measurement;
  if (offsetMs === null || (verdict !== 'unsure' && pattern.kind === 'constant')) return null;
  let best: Measurement | null = null;
  let most = explainedGain(first) + SPEED_PRICE;
  for (const ppm of MAPPED_PPM) {
    const along = attempt(ppm);
    const measurement = alongSpeed(along.measurement, ppm, durationS, fps);
    const gain = measurement ? explainedGain(along) : 0;
    if (gain > most) [most, best] = [gain, measurement];
  }
  return best;
}

/** What the windows of all faces say for a measurement made of them. */
function explainedGain({ measurement, fine }: Judged): number {
  return gainAlong(fine, (trackId, timeS) => offsetsOf(measurement, trackId)(timeS));
}

/** 'auto' is the learned engine; without its network the check goes on with motion, which needs none. */
async function chooseEngine(
  { sound, lipslate }: MeasureInput,
  tracks: readonly FaceTrack[],
  wanted: MeasureOptions['engine'],
): Promise<{ engine: EngineName; mapsOf: MapsOfTrack | null } & Partial<Omit<PreparedEngine, 'mapsOf'>>> {
  if (wanted === 'syncnet') return { engine: wanted, mapsOf: null };
  if (wanted !== 'motion') {
    try {
      return { engine: 'lipslate', ...(await lipslate(tracks)) };
    } catch (cause) {
      if (wanted === 'lipslate') throw cause;
      console.warn(`lipslate: measured by lip movement alone: ${LipslateError.from(cause).message}`);
    }
  }
  const prepared = prepareMotionSound(sound);
  return { engine: 'motion', mapsOf: (track, ...how) => motionLagMaps(track, prepared, ...how) };
}

/**
 * Who speaks, finer than the windows of a lag map tell it, and the measurement by those who do: of faces seen together,
 * each counts while no other one speaks.
 */
function bySpeakers(
  first: Judged,
  tracks: readonly FaceTrack[],
  matchOf: PreparedEngine['matchOf'],
  sound: SoundFeatures,
  judge: Judge | null,
): Measurement {
  const { offsetMs } = first.measurement;
  if (offsetMs === null) return first.measurement;
  const matches = tracks.map((track) => matchOf(track, offsetsOf(first.measurement, track.id)));
  const speechAt = speechOf(sound);
  const offsetMsAt = offsetsOf(first.measurement, ANY_TRACK);
  // Turns are along the time of the picture; what is said with it is heard that much later.
  const spans = whoSpeaks(matches, (fromS, lengthS) => speechAt(fromS + offsetMsAt(fromS) / 1000, lengthS));
  const turnsOf = (maps: LagMap[]) => withoutOthersTurns(maps, spans);
  const again =
    judge && inCompany(tracks).size > 0
      ? judge(turnsOf(first.lagMaps), first.fineMaps && turnsOf(first.fineMaps), { spans }).measurement
      : null;
  const isSame = again?.offsetMs != null && Math.abs(again.offsetMs - offsetMs) <= SAME_PEAK_MS;
  const measurement = isSame ? again : first.measurement;
  // Where nobody in view is speaking, there are no speakers to name.
  return measurement.activeSpeaker.length > 0 ? { ...measurement, activeSpeaker: spans } : measurement;
}

function longEnough(tracks: readonly FaceTrack[]): FaceTrack[] {
  return tracks.filter(({ timesS }) => timesS[timesS.length - 1]! - timesS[0]! >= SHORTEST_TRACK_S);
}

/** One offset is sure, and yet there is much speech in view that does not go with it: part of the film may be further out. */
function hasMoreToFind(
  { verdict, pattern, segments, votes }: Measurement,
  tracks: readonly { id: number; speakingS: number }[],
): boolean {
  if (verdict === 'unsure' || pattern.kind !== 'constant') return false;
  const unmatchedS = tracks
    .filter(({ id }) => !segments.some(({ trackIds }) => trackIds.includes(id)))
    .reduce((sum, { speakingS }) => sum + speakingS, 0);
  const weightOf = (own: typeof votes) => own.reduce((sum, { weight }) => sum + weight, 0);
  const against = weightOf(votes.filter(({ agrees }) => !agrees)) / weightOf(votes);
  return unmatchedS >= LEAST_UNMATCHED_S || against >= MUCH_AGAINST;
}

/** The rest as it was, and parts beyond what was searched before: anything else would be a worse look at the same. */
function addsPartsFurtherOut(
  { verdict, segments }: Measurement,
  before: Measurement,
  searchedS: number,
): boolean {
  const isAsBefore = (ms: number) => Math.abs(ms - (before.offsetMs ?? 0)) <= SAME_PEAK_MS;
  const others = segments.filter(({ offsetMs }) => !isAsBefore(offsetMs));
  return (
    verdict === 'varies' &&
    others.length < segments.length &&
    others.every(
      ({ offsetMs, confidence }) => Math.abs(offsetMs) > 1000 * searchedS && confidence >= FURTHER_OUT_SURE,
    )
  );
}

/** Parts that disagree are not brought together by looking further out. */
function needsWider({ verdict, offsetMs, confidence, reasons }: Measurement): boolean {
  const isContradicted = confidence >= LEAST_CONFIDENCE && reasons.includes('windows-disagree');
  return verdict === 'unsure' && offsetMs !== null && !isContradicted;
}
