/** What the two readers, WebCodecs and ffmpeg, have in common. */
import type { InputAudioTrack } from 'mediabunny';
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
  /** One Float32Array [N] per channel, not downmixed. */
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

/** A sound track whose packets mediabunny finds. */
export interface StoredSound {
  track: InputAudioTrack;
  /** How far its timestamps lie behind the movie's time. */
  shiftS: number;
}

/** What a container says, before anybody has tried to decode it. All times but `originS` count from `originS`. */
export interface Listing {
  container: string;
  durationS: number;
  video: VideoTrackInfo | null;
  audioTracks: AudioTrackInfo[];
  /** Subtract it from a timestamp as stored to get the time since the start of the movie. */
  originS: number;
  /** True when a stream is marked as encrypted. */
  isEncrypted: boolean;
  /** Where one part of a joined recording ends and the next begins; null for what is read as one file with one clock. */
  joinsS: number[] | null;
  /** True when its clock starts anew too often to be read part by part: times behind the first break may be wrong. */
  isBroken: boolean;
  warnings: string[];
}

/** One file as its readers see it together. */
export interface MediaReaders {
  readonly listing: Listing;
  /** One frame is decoded to be sure. @returns null when no reader decodes the picture */
  picture(): Promise<PictureReader | null>;
  /**
   * The first block is decoded before a reader is believed.
   * @param index as `AudioTrackInfo.index` @returns null when no reader decodes this track
   */
  sound(index: number): Promise<SoundReader | null>;
  /** For its packets to be copied. @returns null when mediabunny does not know this track, or it lies in parts with clocks of their own */
  stored(index: number): StoredSound | null;
  /**
   * A small copy that every browser plays; null when none can be made of this file.
   * @param onProgress gets 0..1
   */
  proxy(index: number, onProgress: (share: number) => void): Promise<Blob | null>;
  dispose(): void;
}

/** An open file, whatever it was opened for. */
export interface OpenMedia {
  durationS: number;
  /** Null when the file was opened for its sound alone. */
  picture: PictureReader | null;
  /** @param index as `AudioTrackInfo.index` @throws LipslateError codec-unsupported */
  sound(index: number): Promise<SoundReader>;
  /** @param onProgress gets 0..1 */
  proxy(audioIndex: number, onProgress: (share: number) => void): Promise<Blob>;
  dispose(): void;
}

export interface Opened<Info> {
  info: Info;
  media: OpenMedia;
}

/** Up to this a start is a run-up or a delay that an editor put there, and players count from 0 all the same. */
const LATEST_START_S = 1;

/**
 * Where a movie begins on its container's clock. Broadcasts and recordings count from anywhere, and so may files that
 * were cut out of a stream, in containers whose clock should begin at 0.
 * @param firstS earliest timestamp of picture and sound, as stored
 * @param isAbsolute whether time 0 of this container is meant to be the start of the movie
 */
export function originOf(firstS: number, isAbsolute: boolean): number {
  return isAbsolute && firstS <= LATEST_START_S ? 0 : firstS;
}

/** The same with times that count from another origin. */
export function withOrigin(listing: Listing, originS: number): Listing {
  const by = listing.originS - originS;
  const moved = <T extends { startS: number }>(track: T): T => ({ ...track, startS: track.startS + by });
  return {
    ...listing,
    originS,
    durationS: listing.durationS + by,
    video: listing.video && moved(listing.video),
    audioTracks: listing.audioTracks.map(moved),
  };
}

/** Where a listing has this track: by its number, or by its place where there are no numbers; -1 when it has not. */
export function placeOf(track: AudioTrackInfo, { audioTracks }: Listing): number {
  const hasNumbers = track.id !== null && audioTracks.some(({ id }) => id !== null);
  if (hasNumbers) return audioTracks.findIndex(({ id }) => id === track.id);
  return track.index < audioTracks.length ? track.index : -1;
}
