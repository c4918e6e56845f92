/** Opens a file by its content and chooses, track by track, what reads it. */
import { LipslateError } from '../../core/errors';
import type { MediaInfo } from './contract';
import type { Listing, PictureReader, SoundReader } from './reader';
import { knownNonVideo, surveyBoxes } from './sniff';
import { WebCodecsFile } from './webcodecs';

/** Smaller than this and no lips can be seen: a face of 48 pixels needs about as much. */
const MIN_WIDTH = 64;
const MIN_HEIGHT = 32;
/** What a <video> element plays from a file, when the browser also decodes both codecs. */
const PLAYABLE_CONTAINERS = ['mp4', 'mov', 'webm', 'matroska'];

export interface OpenMedia {
  info: MediaInfo;
  picture: PictureReader;
  /** @throws LipslateError codec-unsupported, or internal when there is no such track */
  sound(index: number): Promise<SoundReader>;
  dispose(): void;
}

/** @throws LipslateError: see MediaWorkerApi.open */
export async function openMedia(file: File): Promise<OpenMedia> {
  if (file.size === 0) throw new LipslateError('empty-file');
  const nonVideo = await knownNonVideo(file);
  if (nonVideo !== null) throw new LipslateError('not-a-video', `The content is ${nonVideo}.`);
  const boxes = await surveyBoxes(file);
  if (boxes !== null && !boxes.hasMovie)
    throw new LipslateError('truncated', 'There is no movie header (moov).');

  const web = await WebCodecsFile.open(file);
  if (web === null) throw new LipslateError('not-a-video');
  try {
    const listing = web.listing;
    requireBoth(listing);
    const picture = await web.picture();
    const sound = await web.sound(0);
    if (picture === null || sound === null) throw new LipslateError('codec-unsupported');
    requireSize(picture);
    return {
      info: infoOf(listing, picture, sound),
      picture,
      sound: async (index) => {
        const reader = await web.sound(index);
        if (reader === null) throw new LipslateError('codec-unsupported');
        return reader;
      },
      dispose: () => web.dispose(),
    };
  } catch (error) {
    web.dispose();
    throw error;
  }
}

function requireBoth(listing: Listing): void {
  if (listing.video === null)
    throw new LipslateError(listing.audioTracks.length > 0 ? 'audio-only' : 'not-a-video');
  if (listing.audioTracks.length === 0) throw new LipslateError('video-only');
}

function requireSize(picture: PictureReader): void {
  const { width, height } = picture.info;
  if (width < MIN_WIDTH || height < MIN_HEIGHT) {
    throw new LipslateError('too-small-picture', `The picture is ${width} by ${height} pixels.`);
  }
}

function infoOf(listing: Listing, picture: PictureReader, sound: SoundReader): MediaInfo {
  return {
    container: listing.container,
    durationS: listing.durationS,
    videoReader: picture.kind,
    soundReader: sound.kind,
    video: picture.info,
    audioTracks: listing.audioTracks,
    playable:
      picture.kind === 'webcodecs' &&
      sound.kind === 'webcodecs' &&
      PLAYABLE_CONTAINERS.includes(listing.container),
    warnings: listing.warnings,
  };
}
