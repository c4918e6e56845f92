/** The faces worker: frames in over a port, face tracks with lips out. */
import type { FaceChunk } from '../../core/lips/types';

/** What is to be looked at, seconds. */
export interface FaceRange {
  startS: number;
  endS: number;
  /** With FaceTrack.outlines and lowerFaces, which only dubbing has a use for: 904 bytes a face and frame. */
  outlines?: boolean;
}

export interface FacesProgress {
  /** PTS up to which frames of this range were looked at. */
  doneS: number;
  faces: number;
}

/** Milliseconds and runs per stage. */
export interface StageTimes {
  copyMs: number;
  /** Small luma picture and shot detection. */
  shotMs: number;
  cropMs: number;
  landmarkMs: number;
  detectMs: number;
  frames: number;
  landmarkRuns: number;
  detectRuns: number;
}

export interface FacesWorkerApi {
  /** Loads wasm and models. Throws LipslateError 'webgl-missing' or 'model-load-failed'. Safe to call again. */
  load(): Promise<void>;
  /**
   * Pulls frames (FrameMessage of the media contract) from the port until 'end'. Detection state starts afresh.
   * Throws what the stream reported, or LipslateError.
   */
  analyse(
    port: MessagePort,
    range: FaceRange,
    onProgress: (progress: FacesProgress) => void,
  ): Promise<FaceChunk>;
  /** Where the time of the last analyse() went, for the speed benchmark; null before the first. */
  stageTimes(): Promise<StageTimes | null>;
  close(): Promise<void>;
}

/** What a chunk lies in, for `Comlink.transfer`: it is moved to whoever asked for it, not copied. */
export function buffersOf(chunk: FaceChunk): Transferable[] {
  const arrays = chunk.tracks.flatMap((track) => [
    track.timesS,
    track.boxes,
    track.lips,
    track.opening,
    track.quality,
    track.pose,
    ...(track.outlines ? [track.outlines] : []),
    ...(track.lowerFaces ? [track.lowerFaces] : []),
    ...(track.thumbnail ? [track.thumbnail.rgba] : []),
  ]);
  return [chunk.frameTimesS, chunk.cutsS, ...arrays].map((array) => array.buffer as ArrayBuffer);
}
