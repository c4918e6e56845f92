/** Joins what several workers saw in neighbouring time ranges into tracks of the whole file. */
import { concatFloat32 } from '../concat';
import { lowerBound } from '../time/lower-bound';
import { boxAt, centreDistance } from './geometry';
import { isCut } from './shot-detection';
import type { FaceChunk, FaceTrack, ShotEdges } from './types';

/** Across a range boundary a face may be missing this long (it has to be found anew on the far side). */
const BRIDGE_S = 0.6;
/** Ranges further apart than this are not neighbours (one between them is still to come). */
const ADJACENT_S = 0.25;
/** Boxes across the boundary: centres within this many face sizes, widths within this ratio. */
const NEAR = 0.5;
const SIZE_RATIO = 1.5;
/** Shorter sightings, or ones seen in hardly any frame of their span, are ghosts or passers-by. */
const SHORTEST_S = 0.2;
const FEWEST_FRAMES = 4;
const LEAST_SEEN = 0.3;

export interface MergedFaces {
  tracks: FaceTrack[];
  cutsS: Float64Array;
  /** Mean over all frames, unit of FaceChunk.motion. */
  motion: number;
  frameTimesS: Float64Array;
}

/**
 * Tracks that meet at a boundary with overlapping boxes and no cut between become one. Ids are given anew, from 1, by
 * first appearance; ties go to the face further left. Chunks may come in any order; overlapping ranges are cut at the
 * later one's start.
 */
export function mergeChunks(chunks: readonly FaceChunk[]): MergedFaces {
  const ordered = [...chunks].sort((a, b) => a.startS - b.startS);
  const cutsS = Float64Array.from([
    ...ordered.flatMap((chunk) => [...chunk.cutsS]),
    ...cutsBetween(ordered),
  ]).sort();
  const chains: FaceTrack[][] = [];
  let open: FaceTrack[][] = [];
  let previousEndS = Number.NEGATIVE_INFINITY;
  for (const chunk of ordered) {
    const adjacent = chunk.startS - previousEndS < ADJACENT_S;
    const waiting = adjacent ? [...open] : [];
    open = [];
    const arrivals = [...chunk.tracks].sort((a, b) => firstTime(a) - firstTime(b));
    for (const track of arrivals) {
      if (track.timesS.length === 0) continue;
      const partner = closest(waiting, track, cutsS);
      if (partner) {
        waiting.splice(waiting.indexOf(partner), 1);
        partner.push(track);
        open.push(partner);
      } else {
        const chain = [track];
        chains.push(chain);
        open.push(chain);
      }
    }
    // A face the new range has not seen may still be seen in the one after it, when ranges are short.
    open.push(...waiting.filter((chain) => chunk.endS - lastTime(chain) < BRIDGE_S));
    previousEndS = Math.max(previousEndS, chunk.endS);
  }
  const frameTimesS = concatenateTimes(ordered.map((chunk) => chunk.frameTimesS));
  const tracks = chains
    .map(concatenate)
    .filter((track) => isReal(track, frameTimesS))
    .sort((a, b) => firstTime(a) - firstTime(b) || a.boxes[0]! - b.boxes[0]!)
    .map((track, index) => ({ ...track, id: index + 1 }));
  return { tracks, cutsS, motion: meanMotion(ordered), frameTimesS };
}

/**
 * All ranges of a file as one, which mergeChunks takes as it is: for when no other comes, so that nothing is held twice.
 * @param chunks at least one
 */
export function joinChunks(chunks: readonly FaceChunk[]): FaceChunk {
  const startS = chunks.reduce((least, chunk) => Math.min(least, chunk.startS), Number.POSITIVE_INFINITY);
  const endS = chunks.reduce((most, chunk) => Math.max(most, chunk.endS), Number.NEGATIVE_INFINITY);
  return { startS, endS, edges: edgesOf(chunks), ...mergeChunks(chunks) };
}

function edgesOf(chunks: readonly FaceChunk[]): ShotEdges | null {
  const seen = chunks.flatMap(({ edges }) => (edges ? [edges] : []));
  if (seen.length === 0) return null;
  return {
    first: seen.map(({ first }) => first).reduce((a, b) => (b.timeS < a.timeS ? b : a)),
    last: seen.map(({ last }) => last).reduce((a, b) => (b.timeS > a.timeS ? b : a)),
  };
}

/** Where the first picture of a range is of another shot than the last of the one before: nobody has seen both. */
function cutsBetween(ordered: readonly FaceChunk[]): number[] {
  return ordered.flatMap(({ startS, edges }, i) => {
    const before = ordered[i - 1];
    if (!before?.edges || !edges || startS - before.endS >= ADJACENT_S) return [];
    const { last } = before.edges;
    const { first } = edges;
    return last.timeS < first.timeS && isCut(last.luma, first.luma) ? [first.timeS] : [];
  });
}

/** The waiting chain whose last box is nearest, if any is near enough and no cut lies between. */
function closest(waiting: FaceTrack[][], track: FaceTrack, cutsS: Float64Array): FaceTrack[] | undefined {
  const startS = firstTime(track);
  const box = boxAt(track.boxes, 0);
  let best: FaceTrack[] | undefined;
  let bestDistance = NEAR;
  for (const chain of waiting) {
    const endS = lastTime(chain);
    if (startS - endS > BRIDGE_S || cutsS.some((cut) => cut > endS && cut <= startS)) continue;
    const last = chain.at(-1)!;
    const lastBox = boxAt(last.boxes, last.timesS.length - 1);
    const ratio = Math.max(box.width / lastBox.width, lastBox.width / box.width);
    const distance = centreDistance(lastBox, box);
    if (ratio < SIZE_RATIO && distance < bestDistance) {
      best = chain;
      bestDistance = distance;
    }
  }
  return best;
}

function isReal(track: FaceTrack, frameTimesS: Float64Array): boolean {
  const count = track.timesS.length;
  const startS = firstTime(track);
  const endS = track.timesS[count - 1]!;
  const frames = lowerBound(frameTimesS, endS) - lowerBound(frameTimesS, startS) + 1;
  return count >= FEWEST_FRAMES && endS - startS >= SHORTEST_S && count >= LEAST_SEEN * frames;
}

function concatenate(chain: FaceTrack[]): FaceTrack {
  if (chain.length === 1) return chain[0]!;
  let afterS = Number.NEGATIVE_INFINITY;
  const parts = chain.map((track) => {
    const from = track.timesS.findIndex((time) => time > afterS);
    afterS = Math.max(afterS, track.timesS.at(-1)!);
    return { track, from: from < 0 ? track.timesS.length : from };
  });
  const join = (rows: (track: FaceTrack) => Float32Array) =>
    concatFloat32(
      parts.map(({ track, from }) => rows(track).subarray((from * rows(track).length) / track.timesS.length)),
    );
  return {
    id: chain[0]!.id,
    timesS: concatenateTimes(chain.map((track) => track.timesS)),
    boxes: join((track) => track.boxes),
    lips: join((track) => track.lips),
    opening: join((track) => track.opening),
    quality: join((track) => track.quality),
    pose: join((track) => track.pose),
    ...(chain.every(({ outlines }) => outlines) ? { outlines: join((track) => track.outlines!) } : {}),
    ...(chain.every(({ lowerFaces }) => lowerFaces)
      ? { lowerFaces: join((track) => track.lowerFaces!) }
      : {}),
    thumbnail: chain.find((track) => track.thumbnail)?.thumbnail ?? null,
  };
}

/** Joined and strictly rising: what a later part repeats of an earlier one is left out. */
function concatenateTimes(parts: Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let length = 0;
  for (const part of parts) {
    const afterS = length > 0 ? out[length - 1]! : Number.NEGATIVE_INFINITY;
    const from = part.findIndex((time) => time > afterS);
    if (from < 0) continue;
    out.set(part.subarray(from), length);
    length += part.length - from;
  }
  return out.slice(0, length);
}

function meanMotion(chunks: FaceChunk[]): number {
  let frames = 0;
  let sum = 0;
  for (const chunk of chunks) {
    frames += chunk.frameTimesS.length;
    sum += chunk.motion * chunk.frameTimesS.length;
  }
  return frames > 0 ? sum / frames : 0;
}

function firstTime(track: FaceTrack): number {
  return track.timesS[0] ?? Number.POSITIVE_INFINITY;
}

function lastTime(chain: FaceTrack[]): number {
  return chain.at(-1)!.timesS.at(-1)!;
}
