/** How mouths go into pictures, and the file that the dub worker writes: what is asked of it, and what came of it. */

/** How a made mouth goes into the picture: can be changed after rendering. */
export interface BlendOptions {
  /** Wav2Lip's alone, as `mouthOnly` and `detail`. Width of the soft edge as a share of the face box, 0..0.4; 0 is the original's hard square. */
  feather: number;
  /** 1: all of the generated mouth; 0: none. */
  strength: number;
  /**
   * False: the whole generated square, as the original pastes it; true: what of its lower half, where the mouth is,
   * lies inside the face's outline.
   */
  mouthOnly: boolean;
  /** Wav2Lip's alone: what 96 pixels cannot hold is taken from the picture that the mouth is laid over. */
  detail: boolean;
}

export interface ExportOptions {
  container: 'mp4' | 'webm';
  blend: BlendOptions;
  /** The visible mark in the corner; the page's default is true. */
  badge: boolean;
  /** Whose sound goes into the file, at its own quality. */
  sound: File;
  /** Position among its sound tracks; the first when not given. */
  soundTrack?: number;
  /** Name of the tool and version, for the metadata. */
  software: string;
  /** Of a picture with a `part`: the video, all of which is written, and where it ends. */
  whole?: { film: File; endS: number };
}

export interface ExportedVideo {
  file: Blob;
  mimeType: string;
  videoCodec: string;
  audioCodec: string | null;
  pictures: number;
  /** How many of them are the video's own packets, copied. */
  copied: number;
  durationS: number;
  /** Sentences the visitor should read, such as sound that had to be re-encoded. */
  warnings: string[];
}

/** What has to be encoded anew: all of it, or whole groups of pictures around a stretch. */
export interface ChangedTime {
  startS: number;
  endS: number;
}
