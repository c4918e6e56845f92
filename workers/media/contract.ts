/** The media worker: opens a file by its content and streams frames and sound out of it. */
import type { Carrier } from '../../core/sound/carrier';
import type { Mix } from '../../core/sound/downmix';

/** Clockwise degrees that display applies. */
export type Rotation = 0 | 90 | 180 | 270;

export interface VideoTrackInfo {
  /** The container's own number of the stream: track ID (mp4, mov), PID (transport streams); null where it has none. */
  id: number | null;
  codec: string;
  /** Displayed size in pixels: pixel aspect and rotation applied. */
  width: number;
  height: number;
  rotation: Rotation;
  /** Average frames per second over the first seconds; 0 when unknown. */
  fps: number;
  /** True when frame durations differ by more than a timestamp's rounding. */
  variableFrameRate: boolean;
  /** PTS of the first frame. */
  startS: number;
}

export interface AudioTrackInfo {
  /**
   * Position among all sound streams of the file, from 0, in the file's own order and whether this browser knows their
   * codec or not: what `-map 0:a:INDEX` means to ffmpeg. The same whichever reader opens the file.
   */
  index: number;
  /** The container's own number of the stream, as `VideoTrackInfo.id`. */
  id: number | null;
  codec: string;
  channels: number;
  sampleRateHz: number;
  language: string | null;
  title: string | null;
  startS: number;
}

export interface MediaInfo {
  /** 'mp4', 'mov', 'matroska', 'webm', 'avi', 'mpegts', ... as found in the content. */
  container: string;
  durationS: number;
  /** What decodes the picture and what decodes the sound. */
  videoReader: 'webcodecs' | 'ffmpeg';
  soundReader: 'webcodecs' | 'ffmpeg';
  video: VideoTrackInfo;
  audioTracks: AudioTrackInfo[];
  /** True when the visitor's <video> element is likely to play it (what WebCodecs reads in an mp4/webm/mkv/mov). */
  playable: boolean;
  /** Where one part of a joined recording ends and the next begins; null for what is read as one file with one clock. */
  joinsS: number[] | null;
  warnings: string[];
}

/** A file opened for its picture alone: a video, with sound or without, or a photo. */
export interface PictureInfo {
  container: string;
  durationS: number;
  /** A photo is one picture of 1/25 s. */
  still: boolean;
  video: VideoTrackInfo;
  audioTracks: AudioTrackInfo[];
  warnings: string[];
}

/** A file opened for its sound alone: a sound file, or a video whose picture is left alone. */
export interface SoundInfo {
  container: string;
  durationS: number;
  audioTracks: AudioTrackInfo[];
  warnings: string[];
}

/** No frame is left out. */
export const ALL_FRAMES = 1000;

export interface FrameRange {
  startS: number;
  /** Frames with startS <= PTS < endS are sent. */
  endS: number;
  /** Frames above this rate are thinned evenly by PTS (a 120 fps file needs no more than 30). */
  maxFps: number;
  /** For a file to be made of them: what ffmpeg decodes comes at its own size, not fitted into 1280 pixels. */
  fullSize?: boolean;
}

/** Sent over the frame port by the media worker. */
export type FrameMessage =
  /** The receiver owns and must close() the frame. `frame.timestamp` is ptsS in microseconds. */
  | { type: 'frame'; ptsS: number; frame: VideoFrame; rotation: Rotation }
  | { type: 'end' }
  | { type: 'error'; error: import('../../core/errors').ErrorData };

/** Sent back by the receiver: how many more frames (or sound chunks) it can take. Streams start with 0 credit. */
export interface CreditMessage {
  type: 'credit';
  count: number;
}

/** Sent over the sound port: 16 kHz mono, chunks in order; a gap in the file's sound is filled with silence. */
export type SoundMessage =
  | {
      type: 'sound' /** Presentation time of the first sample. */;
      startS: number;
      samples: Float32Array<ArrayBuffer>;
    }
  | { type: 'end' }
  | { type: 'error'; error: import('../../core/errors').ErrorData };

/** What was streamed of a sound track. */
export interface SentSound {
  /** At 16 kHz; sample i is at i / 16000 seconds. */
  samples: number;
  /** What has the speech of this track. Null when the mix was given, or the track changes its channels on the way. */
  carrier: Carrier | null;
}

export interface MediaWorkerApi {
  /** Reads the headers. Throws LipslateError (not-a-video, empty-file, truncated, audio-only, video-only, ...). */
  open(file: File): Promise<MediaInfo>;
  /**
   * As `open`, for a video that may lack sound, or a photo (JPEG, PNG, WebP, AVIF; turned as its EXIF data say, at most
   * 4096 pixels long, the first picture of a moving one). `streamFrames` follows.
   * Throws LipslateError 'no-picture', 'photo-unreadable', ...
   * @param hasOneClock as `open` found: its `joinsS` is null. Left out: transport streams are read through to find out
   */
  openPicture(file: File, hasOneClock?: boolean): Promise<PictureInfo>;
  /** As `open`, for anything with sound. `streamSound` follows. Throws LipslateError 'no-sound' when there is none. */
  openSound(file: File): Promise<SoundInfo>;
  /** Streams decoded frames of one range over the port; resolves with the number of frames sent. */
  streamFrames(range: FrameRange, port: MessagePort): Promise<number>;
  /**
   * Streams one audio track, whole, as 16 kHz mono.
   * @param mix what it is made of. Left out: the usual downmix, and the result tells whether that has the speech; where
   * it has lost it, stream again with the mix that `carrier` names.
   */
  streamSound(audioIndex: number, port: MessagePort, mix?: Mix): Promise<SentSound>;
  /** Speech in a track, by what has it. Decodes the first minutes and keeps nothing; null when it cannot be decoded. */
  searchSpeech(audioIndex: number): Promise<Carrier | null>;
  /**
   * For files the <video> element cannot play: writes a small H.264/AAC (or VP8/Opus) proxy of the same timeline.
   * onProgress gets 0..1.
   */
  makeProxy(audioIndex: number, onProgress: (share: number) => void): Promise<Blob>;
  /** Releases the file and decoders. The worker can open another file afterwards. */
  close(): Promise<void>;
}
