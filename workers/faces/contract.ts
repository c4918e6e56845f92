/** The faces worker: frames in over a port, face tracks with lips out. */
import type { FaceChunk } from '../../core/lips/types';

export interface FacesProgress {
  /** PTS up to which frames of this range were looked at. */
  doneS: number;
  faces: number;
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
    range: { startS: number; endS: number },
    onProgress: (progress: FacesProgress) => void,
  ): Promise<FaceChunk>;
  close(): Promise<void>;
}
