/** Who speaks when: a path through the faces in view, of which one at a time goes with the sound, or none does. */
import { SOUND_HOP_S, type SoundFeatures } from '../sound/types';
import type { LagMap, SpeakerSpan } from './types';

/** How well one face goes with the sound at the measured offset, piece by piece on the same grid for all faces. */
export interface SpeakerMatch {
  trackId: number;
  /** Start of the first piece, seconds. */
  startS: number;
  /** Length of a piece, seconds. */
  hopS: number;
  /** 1 as a speaking face typically does, 0 as any face does, NaN where the face is not seen. Float32Array */
  values: Float32Array;
}

/** Seconds of a typical match that another face must be better to be believed. */
const SWITCH_S = 0.4;
/** Below this share of a typical match nobody in view speaks. */
const NOBODY = 0.1;
/** Without speech there is nothing to tell. */
const LEAST_SPEECH = 0.3;
/** A pause longer than this ends what somebody said. */
const PAUSE_S = 1.5;
const NO_ONE = -1;

/**
 * The likeliest sequence of speakers (Viterbi). Pauses belong to whoever speaks before and after them.
 * @param speechAt share of speech in a piece of a length from a time on, 0..1
 * @returns spans in order of time, without overlap
 */
export function whoSpeaks(
  matches: readonly SpeakerMatch[],
  speechAt: (startS: number, lengthS: number) => number,
): SpeakerSpan[] {
  const seen = matches.filter(({ values }) => values.length > 0);
  if (seen.length === 0) return [];
  const { hopS } = seen[0]!;
  const originS = Math.min(...seen.map(({ startS }) => startS));
  const faces = seen.map((match) => ({ ...match, first: Math.round((match.startS - originS) / hopS) }));
  const length = Math.max(...faces.map(({ first, values }) => first + values.length));
  const timeOf = (piece: number) => originS + piece * hopS;
  const speech = Float32Array.from({ length }, (_, p) => {
    const share = speechAt(timeOf(p), hopS);
    return share > LEAST_SPEECH ? share : 0;
  });
  return spansOf(likeliest(faces, speech, hopS), speech, timeOf, faces);
}

/** The same maps, each window weighted by the share of its time in which nobody else speaks. */
export function withoutOthersTurns(maps: readonly LagMap[], spans: readonly SpeakerSpan[]): LagMap[] {
  return maps.map((map) => {
    const others = spans.filter(({ trackId }) => trackId !== map.trackId);
    const weight = map.weight.slice();
    let next = 0;
    for (const [t, timeS] of map.timesS.entries()) {
      const fromS = timeS - map.windowS / 2;
      const toS = timeS + map.windowS / 2;
      while (next < others.length && others[next]!.endS <= fromS) next += 1;
      let takenS = 0;
      for (let i = next; i < others.length && others[i]!.startS < toS; i++)
        takenS += Math.min(toS, others[i]!.endS) - Math.max(fromS, others[i]!.startS);
      weight[t]! *= 1 - takenS / map.windowS;
    }
    return { ...map, weight };
  });
}

export function isOthersTurn(spans: readonly SpeakerSpan[], trackId: number, timeS: number): boolean {
  return spans.some((span) => span.trackId !== trackId && span.startS <= timeS && timeS < span.endS);
}

/** Mean speech of a piece of sound. */
export function speechOf({ speech, startS }: SoundFeatures): (fromS: number, lengthS: number) => number {
  return (fromS, lengthS) => {
    const from = Math.max(0, Math.round((fromS - startS) / SOUND_HOP_S));
    const to = Math.min(speech.length, Math.round((fromS + lengthS - startS) / SOUND_HOP_S));
    let sum = 0;
    for (let i = from; i < to; i++) sum += speech[i]!;
    return to > from ? sum / (to - from) : 0;
  };
}

interface Face extends SpeakerMatch {
  first: number;
}

/** One entry of a piece: who could speak, and who would have spoken before. */
interface Choice {
  face: number;
  before: number;
}

/** Index of the speaking face per piece, or NO_ONE. Only faces in view are looked at, however many the file has. */
function likeliest(faces: readonly Face[], speech: Float32Array, hopS: number): Int32Array {
  const order = faces.map((_, f) => f).sort((a, b) => faces[a]!.first - faces[b]!.first);
  const steps: Choice[][] = [];
  let gains = new Map<number, number>([[NO_ONE, 0]]);
  let inView: number[] = [];
  let next = 0;
  for (let p = 0; p < speech.length; p++) {
    while (next < order.length && faces[order[next]!]!.first <= p) inView.push(order[next++]!);
    inView = inView.filter((f) => faces[f]!.first + faces[f]!.values.length > p);
    let best = NO_ONE;
    for (const [face, gain] of gains) if (gain > (gains.get(best) ?? Number.NEGATIVE_INFINITY)) best = face;
    const switched = gains.get(best)! - SWITCH_S;
    const after = new Map<number, number>();
    const choices: Choice[] = [];
    for (const face of [NO_ONE, ...inView]) {
      const match = face === NO_ONE ? NOBODY : faces[face]!.values[p - faces[face]!.first]!;
      if (Number.isNaN(match)) continue;
      const stayed = gains.get(face) ?? Number.NEGATIVE_INFINITY;
      after.set(face, Math.max(stayed, switched) + match * speech[p]! * hopS);
      choices.push({ face, before: stayed >= switched ? face : best });
    }
    gains = after;
    steps.push(choices);
  }
  const speakers = new Int32Array(speech.length).fill(NO_ONE);
  let face = NO_ONE;
  for (const [one, gain] of gains) if (gain > gains.get(face)!) face = one;
  for (let p = speech.length - 1; p >= 0; p--) {
    speakers[p] = face;
    face = steps[p]!.find((choice) => choice.face === face)!.before;
  }
  return speakers;
}

function spansOf(
  speakers: Int32Array,
  speech: Float32Array,
  timeOf: (piece: number) => number,
  faces: readonly Face[],
): SpeakerSpan[] {
  const spans: SpeakerSpan[] = [];
  let speaker = NO_ONE;
  for (let p = 0; p < speakers.length; p++) {
    // In a pause the path may be at the next speaker already: only speech tells whose turn it is.
    if (speech[p] === 0) continue;
    const face = speakers[p]!;
    const last = spans[spans.length - 1];
    const goesOn = last && face === speaker && timeOf(p) - last.endS <= PAUSE_S;
    speaker = face;
    if (face === NO_ONE) continue;
    if (goesOn) last.endS = timeOf(p + 1);
    else spans.push({ trackId: faces[face]!.trackId, startS: timeOf(p), endS: timeOf(p + 1) });
  }
  return spans;
}
