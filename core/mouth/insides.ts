/** Which pictures' insides of the mouth are cut out, and which of them is seen when. */
import type { Box } from '../lips/geometry';
import { LIP_AND_CHIN_COUNT } from '../lips/types';
import { INNER_LOWER, INNER_UPPER, LOWER_FACE_COUNT, OUTER_LOWER, OUTER_UPPER } from './points';
import type { LowerFace } from './types';

/** How far a mouth is open, what shape and from where it is seen. */
export interface MouthLook {
  /** Mean distance of the lips' inner edges in the middle, eye distances. */
  opening: number;
  /** Between the corners, eye distances. */
  width: number;
  /** Where the middle of the upper lip lies between the corners in the picture: 0 seen from the front, signed. */
  turn: number;
}

/** One or two insides that are seen in one picture. */
export interface PlannedInside {
  /** Index among the chosen. */
  inside: number;
  share: number;
}

export interface InsidesSource {
  /** FaceTrack.lips, quality and lowerFaces. */
  lips: Float32Array;
  quality: Float32Array;
  lowerFaces: Float32Array;
}

/** No more open than this beyond its shut lips a mouth shows nothing worth cutting out, eye distances. */
const LEAST_OPENING = 0.04;
/** Lips that open or shut by so much from the picture before to the one after are fast, eye distances. */
const FAST = 0.03;
/** Of all pictures so many are taken to show the lips shut, or as near as this speaker comes to it. */
const SHUT_SHARE = 0.1;
/** Trust in lips below which a picture is taken only when there is no better one, as a share of the track's best. */
const GOOD_QUALITY = 0.7;
/** What one of the differences counts: an opening of 0.1 as much as a width of 0.12 or a turn of 0.06. */
const UNIT = { opening: 0.1, width: 0.12, turn: 0.06 } as const;
/** What a change costs, in units squared times steps: half a unit off is borne for some 12 pictures. */
const CHANGE_COST = 3;
/** Steps that one inside takes to give way to the next. */
const FADE_STEPS = 4;
/** What it costs to show none of them: the heads are turned too differently, or what was cut out is far too small. */
const NONE_COST = 9;
/** Openings at which a change is seen fully; through shut lips none is. */
const SEEN_OPENING = 0.06;

/** @param lips Float32Array [46, 2], @param points Float32Array [70, 2] */
export function mouthLook(lips: Float32Array, points: Float32Array): MouthLook {
  let opening = 0;
  const middle = [4, 5, 6];
  for (const i of middle)
    opening += (lips[2 * INNER_LOWER[i]! + 1]! - lips[2 * INNER_UPPER[i]! + 1]!) / middle.length;
  const [left, right] = [2 * INNER_UPPER[0], 2 * INNER_UPPER[10]];
  const [dx, dy] = [points[right]! - points[left]!, points[right + 1]! - points[left + 1]!];
  const mid = 2 * INNER_UPPER[5];
  const along =
    ((points[mid]! - points[left]!) * dx + (points[mid + 1]! - points[left + 1]!) * dy) /
    (dx * dx + dy * dy || 1);
  return { opening: Math.max(0, opening), width: lips[right]! - lips[left]!, turn: along - 0.5 };
}

/**
 * Source pictures that show how this mouth looks inside: far apart in opening, width and turn (farthest-point sampling,
 * Gonzalez 1985), each of good quality and while the lips are nearly still.
 * @returns rows of the track in order of time; empty where the mouth is never open
 */
export function chooseInsides({ lips, quality, lowerFaces }: InsidesSource, most = 16): number[] {
  const best = quality.reduce((a, b) => Math.max(a, b), 0);
  const looks = Array.from(quality, (_, row) => lookAt(lips, lowerFaces, row));
  const least = LEAST_OPENING + shutOpening(looks);
  const open = looks.flatMap((look, row) => (look.opening >= least && quality[row]! > 0 ? [row] : []));
  const good = open.filter((row) => quality[row]! >= GOOD_QUALITY * best);
  const left = good.length > 0 ? good : open;
  const worth = quality.map((trust, row) => trust * steadiness(looks, row));
  const chosen: number[] = [];
  const away = new Map(left.map((row) => [row, Number.POSITIVE_INFINITY]));
  while (chosen.length < most && chosen.length < left.length) {
    const next = pick(left, (row) =>
      chosen.length === 0 ? looks[row]!.opening * worth[row]! : away.get(row)! * worth[row]!,
    );
    if (chosen.length > 0 && away.get(next)! < 0.15) break;
    chosen.push(next);
    for (const row of left) away.set(row, Math.min(away.get(row)!, apart(looks[row]!, looks[next]!)));
  }
  return chosen.sort((a, b) => a - b);
}

/** 0..1: of lips that move fast the picture is blurred, and their edges are found where they were. */
function steadiness(looks: readonly MouthLook[], row: number): number {
  const [before, after] = [looks[Math.max(0, row - 1)]!, looks[Math.min(looks.length - 1, row + 1)]!];
  return 1 / (1 + ((after.opening - before.opening) / FAST) ** 2);
}

/** A mouth that is never shut is not taken for one that is. */
function shutOpening(looks: readonly MouthLook[]): number {
  const sorted = Float64Array.from(looks, ({ opening }) => opening).sort();
  return Math.min(LEAST_OPENING, sorted[Math.floor(SHUT_SHARE * sorted.length)] ?? 0);
}

/** Where an inside is cut out: the lips with a little around, whole pixels. */
export function insideArea({ points }: LowerFace, width: number, height: number): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const row of [...OUTER_UPPER, ...OUTER_LOWER]) {
    [left, right] = [Math.min(left, points[2 * row]!), Math.max(right, points[2 * row]!)];
    [top, bottom] = [Math.min(top, points[2 * row + 1]!), Math.max(bottom, points[2 * row + 1]!)];
  }
  const around = 3 + 0.05 * (right - left);
  const x = Math.max(0, Math.floor(left - around));
  const y = Math.max(0, Math.floor(top - around));
  const area = {
    x,
    y,
    width: Math.min(width, Math.ceil(right + around)) - x,
    height: Math.min(height, Math.ceil(bottom + around)) - y,
  };
  return area.width > 4 && area.height > 4 ? area : null;
}

/**
 * Which inside is seen in each picture of the result: the one that differs least from what is asked, changed seldom and
 * best while the lips are shut (Viterbi 1967), faded over FADE_STEPS pictures where they are not.
 * @param wanted one for each picture of the result, in order
 * @param chosen what was cut out
 * @returns one or two for each picture; none where nothing of what was cut out fits
 */
export function planInsides(wanted: readonly MouthLook[], chosen: readonly MouthLook[]): PlannedInside[][] {
  if (chosen.length === 0 || wanted.length === 0) return wanted.map(() => []);
  return fade(cheapestPath(wanted, chosen), wanted, chosen.length);
}

function lookAt(lips: Float32Array, lowerFaces: Float32Array, row: number): MouthLook {
  const [l, p] = [2 * LIP_AND_CHIN_COUNT, 2 * LOWER_FACE_COUNT];
  // Relative to the picture x and y have units of their own, which a turn along the mouth's line hardly feels.
  return mouthLook(lips.subarray(row * l, (row + 1) * l), lowerFaces.subarray(row * p, (row + 1) * p));
}

function pick(rows: readonly number[], worth: (row: number) => number): number {
  let best = rows[0]!;
  for (const row of rows) if (worth(row) > worth(best)) best = row;
  return best;
}

function apart(a: MouthLook, b: MouthLook): number {
  return Math.hypot(
    (a.opening - b.opening) / UNIT.opening,
    (a.width - b.width) / UNIT.width,
    (a.turn - b.turn) / UNIT.turn,
  );
}

/** One that is too small has to be stretched, which is worse than one of which only a part is seen. */
function misfit(wanted: MouthLook, has: MouthLook): number {
  const opening = (wanted.opening - has.opening) / UNIT.opening;
  const width = (wanted.width - has.width) / UNIT.width;
  const turn = (wanted.turn - has.turn) / UNIT.turn;
  return seen(wanted) * ((opening > 0 ? 3 : 0.5) * opening ** 2 + 0.5 * width ** 2 + turn ** 2);
}

function seen({ opening }: MouthLook): number {
  return Math.min(1, opening / SEEN_OPENING);
}

/** Index among the chosen for each picture; their number: none. */
function cheapestPath(wanted: readonly MouthLook[], chosen: readonly MouthLook[]): Int32Array {
  const n = chosen.length + 1;
  const costs = (look: MouthLook) =>
    Float64Array.from({ length: n }, (_, k) =>
      k < chosen.length ? misfit(look, chosen[k]!) : NONE_COST * seen(look),
    );
  const from = new Int32Array(wanted.length * n);
  let cost = costs(wanted[0]!);
  for (let t = 1; t < wanted.length; t++) {
    const least = cost.indexOf(Math.min(...cost));
    const change = cost[least]! + CHANGE_COST * (0.05 + seen(wanted[t]!));
    const here = costs(wanted[t]!);
    const next = new Float64Array(n);
    for (let k = 0; k < n; k++) {
      const stays = cost[k]! <= change;
      from[t * n + k] = stays ? k : least;
      next[k] = (stays ? cost[k]! : change) + here[k]!;
    }
    cost = next;
  }
  const path = new Int32Array(wanted.length);
  path[wanted.length - 1] = cost.indexOf(Math.min(...cost));
  for (let t = wanted.length - 1; t > 0; t--) path[t - 1] = from[t * n + path[t]!]!;
  return path;
}

/** Each change is spread over the pictures around it; one soon after another begins where that has ended. */
function fade(path: Int32Array, wanted: readonly MouthLook[], none: number): PlannedInside[][] {
  const only = (inside: number, share: number) => (inside === none ? [] : [{ inside, share }]);
  const out: PlannedInside[][] = Array.from(path, (inside) => only(inside, 1));
  let free = 0;
  for (let t = 1; t < path.length; t++) {
    if (path[t] === path[t - 1]) continue;
    const shut = wanted[t]!.opening < 0.01 || wanted[t - 1]!.opening < 0.01;
    const begin = Math.max(free, t - FADE_STEPS / 2);
    const end = Math.min(path.length, t + FADE_STEPS / 2, nextChange(path, t));
    free = end;
    if (shut) continue;
    for (let s = begin; s < end; s++) {
      const share = (s - begin + 1) / (end - begin + 1);
      out[s] = [...only(path[t - 1]!, 1 - share), ...only(path[t]!, share)];
    }
  }
  return out;
}

function nextChange(path: Int32Array, t: number): number {
  let end = t + 1;
  while (end < path.length && path[end] === path[t]) end++;
  return end;
}
