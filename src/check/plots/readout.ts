/** Every row's value at one time, as one line of words. */
import { levelWords, measuredWords, shareWords } from '../../../core/report/format';
import { SOUND_HOP_S } from '../../../core/sound/types';
import type { WindowVote } from '../../../core/sync/types';
import type { CheckEvidence } from '../../../workers/sync/contract';
import { figureWords } from './copy';
import { nearestWithin } from './decimate';
import { formatTime } from './scale';
import { LIP_GAP_S, type LipSeries, LOW_QUALITY, offsetAtMs, SPEECH_PRESENT } from './series';

/** A window of SyncNet speaks for this much to either side. */
const WINDOW_S = 0.25;

/**
 * @param timeS time on the picture's axis
 * @param shiftMs how far the sound is drawn from where it is (0 = as is; the offset when corrected)
 */
export function readoutAt(
  timeS: number,
  evidence: CheckEvidence | null,
  lips: LipSeries | null,
  shiftMs: number,
): string[] {
  const parts = [formatTime(timeS)];
  if (!evidence) return parts;
  parts.push(soundWords(evidence, timeS + shiftMs / 1000));
  if (lips) parts.push(lipWords(lips, timeS));
  const { votes, ci95Ms } = evidence.measurement;
  const vote = voteAt(votes, timeS);
  if (vote)
    parts.push(
      `this stretch says ${measuredWords(vote.offsetMs, ci95Ms)}${vote.agrees ? '' : ' (disagrees)'}`,
    );
  const sure = syncnetWords(evidence.syncnet, timeS);
  if (sure !== null) parts.push(sure);
  const offsetMs = offsetAtMs(evidence.measurement, timeS);
  if (offsetMs !== null) {
    parts.push(
      `${evidence.measurement.verdict === 'unsure' ? 'best guess' : 'result'} ${measuredWords(offsetMs, ci95Ms)}`,
    );
  }
  return parts;
}

function soundWords({ speech, energyDb }: CheckEvidence, timeS: number): string {
  const row = Math.round((timeS - speech.startS) / SOUND_HOP_S);
  const db = energyDb[row];
  if (db === undefined || Number.isNaN(db)) return 'no sound here';
  const said = (speech.values[row] ?? 0) >= SPEECH_PRESENT ? 'speech' : 'no speech';
  return `${said}, ${levelWords(db)}`;
}

function lipWords(lips: LipSeries, timeS: number): string {
  const at = nearestWithin(lips.timesS, timeS, LIP_GAP_S);
  if (at < 0) return 'no face';
  const doubt = lips.quality[at]! < LOW_QUALITY ? ' (hard to see)' : '';
  return `face ${lips.trackId[at]}: lips ${shareWords(lips.opening[at]!)} open${doubt}`;
}

/** Of the face that speaks most among those that were looked at here. */
function syncnetWords(syncnet: CheckEvidence['syncnet'], timeS: number): string | null {
  for (const { trackId, windowTimesS, windowConfidence } of syncnet?.tracks ?? []) {
    const at = nearestWithin(windowTimesS, timeS, WINDOW_S);
    if (at < 0) continue;
    const face = syncnet!.tracks.length > 1 ? ` (face ${trackId})` : '';
    return `SyncNet’s confidence ${figureWords(windowConfidence[at]!)}${face}`;
  }
  return null;
}

/** The heaviest vote among those within half a second that are nearest in time. */
function voteAt(votes: readonly WindowVote[], timeS: number): WindowVote | null {
  let best: WindowVote | null = null;
  let bestGapS = 0.5;
  for (const vote of votes) {
    const gapS = Math.abs(vote.timeS - timeS);
    const closer = gapS < bestGapS - 1e-6;
    const heavier = best !== null && gapS < bestGapS + 1e-6 && vote.weight > best.weight;
    if (!closer && !heavier) continue;
    best = vote;
    bestGapS = gapS;
  }
  return best;
}
