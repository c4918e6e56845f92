/** One person of a dub with the own mouth: how the lips move, and which pictures show what lies between them. */
import { concatFloat32 } from '../../core/concat';
import { LipslateError } from '../../core/errors';
import { LIP_AND_CHIN_COUNT, LOWER_FACE_POINTS } from '../../core/lips/types';
import { chooseInsides, type MouthLook, mouthLook } from '../../core/mouth/insides';
import type { SeenLowerFace } from '../../core/mouth/places';
import { fitSpeaker, speakerShapes } from '../../core/mouth/speaker';
import type { MouthShapes } from '../../core/mouth/types';
import { nearest } from '../../core/time/nearest';
import type { DubTrack } from './contract';
import type { Speech } from './speech-features';

/** What the network says. Float32Array [steps, 46] each */
export interface LipsOfSounds {
  /** Of the new speech. */
  speech: Float32Array;
  /** Of the sound of the face's own video, from a time of it on; null where it has none. */
  footage: { lips: Float32Array; startS: number } | null;
}

export interface OwnPerson {
  shapes: MouthShapes;
  /** Source pictures whose insides are cut out, and how the mouth looks there. */
  chosen: { picture: number; look: MouthLook }[];
}

/** @param timesS PTS of the source pictures. Float64Array [N] */
export function planPerson(
  tracks: readonly SeenLowerFace[],
  timesS: Float64Array,
  predicted: LipsOfSounds,
  { features }: Speech,
): OwnPerson {
  const { footage } = predicted;
  const speaker = fitSpeaker(since(tracks, footage?.startS ?? 0), footage?.lips ?? null);
  const all = joined(tracks);
  const chosen = chooseInsides(all).map((row) => ({
    picture: nearest(timesS, all.timesS[row]!),
    look: mouthLook(
      rowOf(all.lips, row, 2 * LIP_AND_CHIN_COUNT),
      rowOf(all.lowerFaces, row, 2 * LOWER_FACE_POINTS.length),
    ),
  }));
  return { shapes: speakerShapes(predicted.speech, speaker, features), chosen };
}

/** @throws LipslateError internal when the lips were not asked for */
export function withLips(track: DubTrack): SeenLowerFace {
  const { timesS, outlines, lowerFaces, lips, quality } = track;
  if (!lowerFaces || !lips || !quality) throw new LipslateError('internal', 'a track without lips');
  return { timesS, outlines, lowerFaces, lips, quality };
}

/** On the timeline of a sound that begins later than the video. */
function since(tracks: readonly SeenLowerFace[], startS: number): readonly SeenLowerFace[] {
  if (startS === 0) return tracks;
  return tracks.map((track) => ({ ...track, timesS: track.timesS.map((timeS) => timeS - startS) }));
}

/** Tracks one behind the other. */
function joined(tracks: readonly SeenLowerFace[]) {
  return {
    timesS: tracks.flatMap(({ timesS }) => Array.from(timesS)),
    lips: concatFloat32(tracks.map(({ lips }) => lips)),
    quality: concatFloat32(tracks.map(({ quality }) => quality)),
    lowerFaces: concatFloat32(tracks.map(({ lowerFaces }) => lowerFaces)),
  };
}

function rowOf(values: Float32Array, row: number, size: number): Float32Array {
  return values.subarray(row * size, (row + 1) * size);
}
