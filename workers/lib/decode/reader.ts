/** What the two readers, WebCodecs and ffmpeg, have in common. */
import type { AudioTrackInfo, FrameRange, VideoTrackInfo } from '../../media/contract';

export interface Picture {
  ptsS: number;
  /** Not yet turned; whoever takes it closes it. */
  frame: VideoFrame;
}

export interface SoundBlock {
  /** Presentation time of the first sample. */
  startS: number;
  rateHz: number;
  /** Float32Array [N], downmixed */
  mono: Float32Array;
}

/** As a SoundBlock, not downmixed. */
export interface PlanarBlock {
  startS: number;
  rateHz: number;
  /** One Float32Array [N] per channel. */
  planes: Float32Array[];
}

/** Both streams may be left early: the consumer calls return() and everything behind them is released. */
export interface PictureReader {
  readonly kind: 'webcodecs' | 'ffmpeg';
  readonly info: VideoTrackInfo;
  /** Frames in order of presentation; thinned to range.maxFps. */
  frames(range: FrameRange): AsyncIterable<Picture>;
}

export interface SoundReader {
  readonly kind: 'webcodecs' | 'ffmpeg';
  blocks(): AsyncIterable<SoundBlock>;
}

/** What a container says, before anybody has tried to decode it. */
export interface Listing {
  container: string;
  durationS: number;
  video: VideoTrackInfo | null;
  audioTracks: AudioTrackInfo[];
  /** Subtract it from a timestamp as stored to get the time since the start of the movie. */
  originS: number;
  warnings: string[];
}

/** An open file, whatever it was opened for. */
export interface OpenMedia {
  durationS: number;
  /** Null when the file was opened for its sound alone. */
  picture: PictureReader | null;
  /** @throws LipslateError codec-unsupported */
  sound(index: number): Promise<SoundReader>;
  /** @param onProgress gets 0..1 */
  proxy(audioIndex: number, onProgress: (share: number) => void): Promise<Blob>;
  dispose(): void;
}

export interface Opened<Info> {
  info: Info;
  media: OpenMedia;
}
