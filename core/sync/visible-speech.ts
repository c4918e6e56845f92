/** What is known of a file's faces and speech before anything is compared. */
import type { FaceTrack } from '../lips/types';
import { SOUND_HOP_S, type SoundFeatures } from '../sound/types';
import type { FileConditions } from './file-conditions';

const SPEECH = 0.5;
/** Deviation of the inner lip gap within half a second: up to 0.007 eye distances by landmark noise alone, 0.03 in speech. */
const MOVING_LIPS = 0.009;

/**
 * @param pictureMotion of the whole picture, as the chunks of faces have it
 * @param pictureWidthPx boxes of faces are shares of it
 */
export function fileConditionsOf(
  tracks: readonly FaceTrack[],
  sound: SoundFeatures,
  pictureMotion: number,
  pictureWidthPx: number,
): Omit<FileConditions, 'cutsS'> {
  const speechS = sound.speech.reduce((sum, p) => sum + (p > SPEECH ? SOUND_HOP_S : 0), 0);
  const perTrack = tracks.map((track) => ({
    id: track.id,
    startS: track.timesS[0] ?? 0,
    endS: track.timesS[track.timesS.length - 1] ?? 0,
    speakingS: speakingSeconds(track, sound),
  }));
  return {
    speechS,
    visibleSpeechS: perTrack.reduce((sum, track) => sum + track.speakingS, 0),
    faces: tracks.length,
    faceWidthPx:
      tracks.length > 0 ? Math.max(...tracks.map((track) => medianWidth(track) * pictureWidthPx)) : null,
    pictureMotion,
    tracks: perTrack,
  };
}

function medianWidth(track: FaceTrack): number {
  const widths = Float32Array.from({ length: track.timesS.length }, (_, t) => track.boxes[4 * t + 2]!).sort();
  return widths[widths.length >> 1] ?? 0;
}

/** Seconds in which this face's lips move while speech is heard, looked at in pieces of about half a second. */
function speakingSeconds(track: FaceTrack, sound: SoundFeatures): number {
  let total = 0;
  const T = track.timesS.length;
  for (let from = 0; from < T; ) {
    const startS = track.timesS[from]!;
    let to = from;
    let sum = 0;
    let square = 0;
    let speech = 0;
    for (; to < T && track.timesS[to]! < startS + 0.5; to++) {
      const gap = track.opening[to]!;
      sum += gap;
      square += gap * gap;
      const row = Math.round((track.timesS[to]! - sound.startS) / SOUND_HOP_S);
      speech += (sound.speech[row] ?? 0) > SPEECH ? 1 : 0;
    }
    const count = to - from;
    const spanS = Math.min(0.5, (track.timesS[Math.min(to, T - 1)] ?? startS) - startS);
    const deviation = Math.sqrt(Math.max(0, square / count - (sum / count) ** 2));
    if (deviation > MOVING_LIPS) total += (spanS * speech) / count;
    from = to;
  }
  return total;
}
