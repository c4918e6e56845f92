/** How an offset goes along a file, in words: steady, drifting, or part by part. */
import { listWords } from '../list-words';
import { knownSpeed } from '../sync/speeds';
import type { Pattern, Segment, SegmentStart } from '../sync/types';
import { clockWords, countWords, measuredWords, percentWords, sizeWords } from './format';

export const PPM_PER_PERCENT = 10_000;

/** Null for a pattern that says nothing by itself. @param ci95Ms of the whole: how exactly a drift's ends are told */
export function patternSentence(
  pattern: Pattern,
  segments: readonly Segment[],
  ci95Ms: number | null = null,
): string | null {
  switch (pattern.kind) {
    case 'constant':
      return 'Steady over the whole clip.';
    case 'drift': {
      const { startMs, endMs, ppm } = pattern;
      const speed = `${Math.round(Math.abs(ppm))}\u00a0ppm`;
      const words = (ms: number) => measuredWords(ms, ci95Ms);
      const line = `It drifts from ${words(startMs)} at the start to ${words(endMs)} at the end (${speed}).`;
      const named = speedSentence(ppm);
      return named ? `${line} ${named}` : line;
    }
    case 'steps':
      return segments.length < 2 ? `It jumps ${placesOf(pattern.atS)}.` : partsSentence(segments);
    case 'mixed':
      return `It changes without one simple pattern${spanOfOffsets(segments)}.`;
  }
}

/** One line per part: `0:04–0:08 (face 2, after a cut): 20 ms early, ±39 ms (97 %)`. */
export function segmentSentence(segment: Segment): string {
  const { offsetMs, ci95Ms, confidence, startsAt, trackIds } = segment;
  const faces = trackIds.length === 0 || trackIds.length > 3 ? null : facesWords(trackIds);
  const about = startsAt === 'file' ? [] : [faces, START_WORDS[startsAt]].filter((words) => words !== null);
  const which = about.length > 0 ? ` (${about.join(', ')})` : '';
  const size = `±${sizeWords(ci95Ms)} (${percentWords(confidence)})`;
  return `${spanWords(segment)}${which}: ${measuredWords(offsetMs, ci95Ms)}, ${size}`;
}

function placesOf(atS: readonly number[]): string {
  if (atS.length === 0 || atS.length > 4) return countWords(atS.length, 'time');
  return `at ${listWords(atS.map(clockWords))}`;
}

const START_WORDS: Record<Exclude<SegmentStart, 'file'>, string> = {
  cut: 'after a cut',
  speaker: 'another speaker',
  'within-shot': 'within the shot',
};

/** With what the offset changes, when all changes are of one kind. */
const CHANGES_WITH: Record<Exclude<SegmentStart, 'file'>, string> = {
  cut: 'from shot to shot',
  speaker: 'from speaker to speaker',
  'within-shot': 'in the middle of a shot',
};

/** More parts than this are told by their number. */
const MOST_PARTS_TOLD = 6;

/** `It changes from shot to shot: 0:00–0:18 200 ms late, 0:18–0:30 460 ms late.` */
function partsSentence(segments: readonly Segment[]): string {
  const kinds = new Set(segments.slice(1).map(({ startsAt }) => startsAt));
  const only = kinds.size === 1 ? [...kinds][0] : undefined;
  const how = only && only !== 'file' ? ` ${CHANGES_WITH[only]}` : '';
  if (segments.length > MOST_PARTS_TOLD) {
    const times = countWords(segments.length - 1, 'time');
    return `It changes${how}, ${times}${spanOfOffsets(segments)}.`;
  }
  const parts = segments.map((each) => `${spanWords(each)} ${measuredWords(each.offsetMs, each.ci95Ms)}`);
  return `It changes${how}: ${parts.join(', ')}.`;
}

function spanWords({ startS, endS }: Segment): string {
  return `${clockWords(startS)}–${clockWords(endS)}`;
}

function facesWords(ids: readonly number[]): string {
  return `${ids.length === 1 ? 'face' : 'faces'} ${listWords(ids)}`;
}

/** `The sound runs 4.2 % slow: …` for speeds that a known mistake makes; null for any other. */
function speedSentence(ppm: number): string | null {
  const known = knownSpeed(ppm);
  if (!known) return null;
  const percent = (Math.abs(ppm) / PPM_PER_PERCENT).toFixed(1);
  return `The sound runs ${percent}\u00a0% too ${ppm > 0 ? 'slow' : 'fast'}: ${known.words}.`;
}

function spanOfOffsets(segments: readonly Segment[]): string {
  if (segments.length < 2) return '';
  const offsets = segments.map((segment) => segment.offsetMs);
  const ci95Ms = Math.max(...segments.map((segment) => segment.ci95Ms));
  const words = (ms: number) => measuredWords(ms, ci95Ms);
  return `, between ${words(Math.min(...offsets))} and ${words(Math.max(...offsets))}`;
}
