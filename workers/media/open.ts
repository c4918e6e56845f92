/** Opens a file by its content and chooses, track by track, what reads it. */
import { LipslateError } from '../../core/errors';
import type { MediaInfo } from './contract';
import { FfmpegFile } from './ffmpeg';
import type { Listing, PictureReader, SoundReader } from './reader';
import { emptyShare, knownNonVideo, type Survey, surveyFile } from './sniff';
import { WebCodecsFile } from './webcodecs';

/** Smaller than this and no lips can be seen. */
const MIN_WIDTH = 64;
const MIN_HEIGHT = 32;
/** With more than this missing, what is left is not worth measuring. */
const MAX_MISSING = 0.9;
/** Unfinished downloads that were given their full size beforehand; looking for media in them would take minutes. */
const MAX_EMPTY = 0.5;
/** What a <video> element plays from a file, when the browser also decodes both codecs. */
const PLAYABLE_CONTAINERS = ['mp4', 'mov', 'webm', 'matroska'];
/** Containers of which mediabunny lists only tracks whose codec it knows. */
const LEAKY_CONTAINERS = ['mpegts', 'ogg'];

export interface OpenMedia {
  info: MediaInfo;
  picture: PictureReader;
  /** @throws LipslateError codec-unsupported */
  sound(index: number): Promise<SoundReader>;
  /** @param onProgress gets 0..1 */
  proxy(audioIndex: number, onProgress: (share: number) => void): Promise<Blob>;
  dispose(): void;
}

/** @throws LipslateError: see MediaWorkerApi.open; or what reading the file throws */
export async function openMedia(file: File): Promise<OpenMedia> {
  if (file.size === 0) throw new LipslateError('empty-file');
  const nonVideo = await knownNonVideo(file);
  if (nonVideo !== null) throw new LipslateError('not-a-video', `The content is ${nonVideo}.`);
  const survey = await surveyFile(file);
  if (!survey.hasIndex) throw new LipslateError('truncated', 'There is no movie header (moov).');
  if (survey.missing > MAX_MISSING) throw new LipslateError('truncated', missingText(survey));
  const empty = await emptyShare(file);
  if (empty > MAX_EMPTY) {
    throw new LipslateError(
      'truncated',
      `About ${Math.round(empty * 100)} % of the file is nothing but zeros.`,
    );
  }
  const readers = new Readers(file);
  try {
    return await choose(readers, survey);
  } catch (error) {
    readers.dispose();
    throw error;
  }
}

async function choose(readers: Readers, survey: Survey): Promise<OpenMedia> {
  const web = await readers.web();
  const listing = (web === null ? await readers.ffmpeg() : await betterOf(web, readers))?.listing;
  if (listing === undefined) throw new LipslateError(survey.missing > 0 ? 'truncated' : 'not-a-video');
  if (listing.video === null)
    throw new LipslateError(listing.audioTracks.length > 0 ? 'audio-only' : 'not-a-video');
  if (listing.audioTracks.length === 0) throw new LipslateError('video-only');

  const picture = (await web?.picture()) ?? (await (await readers.ffmpeg())?.picture(listing.originS));
  if (!picture) throw undecodable(survey, `picture: ${listing.video.codec}`);
  const { width, height } = picture.info;
  if (width < MIN_WIDTH || height < MIN_HEIGHT) {
    throw new LipslateError('too-small-picture', `The picture is ${width} by ${height} pixels.`);
  }
  const soundOf = async (index: number): Promise<SoundReader> => {
    const sound =
      (await web?.sound(index)) ?? (await (await readers.ffmpeg())?.sound(index, listing.originS));
    if (!sound)
      throw undecodable(survey, `sound: ${listing.audioTracks[index]?.codec ?? `no track ${index}`}`);
    return sound;
  };
  const sounds = new Map([[0, await soundOf(0)]]);
  return {
    info: infoOf(listing, picture, sounds.get(0)!, survey),
    picture,
    sound: async (index) => {
      const sound = sounds.get(index) ?? (await soundOf(index));
      sounds.set(index, sound);
      return sound;
    },
    proxy: async (audioIndex, onProgress) => {
      const ffmpeg = await readers.ffmpeg();
      if (ffmpeg === null) throw undecodable(survey, 'proxy');
      return ffmpeg.proxy(audioIndex, listing.originS, onProgress);
    },
    dispose: () => readers.dispose(),
  };
}

/** mediabunny leaves out tracks of unknown codecs in some containers: before they are missed, ffmpeg is asked. */
async function betterOf(web: WebCodecsFile, readers: Readers): Promise<{ listing: Listing }> {
  const { container, video, audioTracks } = web.listing;
  const whole = video !== null && audioTracks.length > 0;
  if (whole || !LEAKY_CONTAINERS.includes(container)) return web;
  return (await readers.ffmpeg()) ?? web;
}

/** Both views of one file; ffmpeg's is made on first need. */
class Readers {
  readonly #file: File;
  #web: WebCodecsFile | null = null;
  #ffmpeg: Promise<FfmpegFile | null> | null = null;

  constructor(file: File) {
    this.#file = file;
  }

  /** @returns null when the container is unknown to mediabunny, or damaged in a way that it does not forgive */
  async web(): Promise<WebCodecsFile | null> {
    try {
      this.#web = await WebCodecsFile.open(this.#file);
    } catch (error) {
      if (error instanceof DOMException) throw error;
      this.#web = null;
    }
    return this.#web;
  }

  ffmpeg(): Promise<FfmpegFile | null> {
    this.#ffmpeg ??= FfmpegFile.open(this.#file);
    return this.#ffmpeg;
  }

  dispose(): void {
    this.#web?.dispose();
    void this.#ffmpeg?.then((file) => file?.dispose()).catch(() => {});
  }
}

function undecodable(survey: Survey, what: string): LipslateError {
  if (survey.missing > 0) return new LipslateError('truncated', `${missingText(survey)} (${what})`);
  return new LipslateError('codec-unsupported', what);
}

function missingText({ missing }: Survey): string {
  return `About ${Math.round(missing * 100)} % of the file is missing.`;
}

function infoOf(listing: Listing, picture: PictureReader, sound: SoundReader, survey: Survey): MediaInfo {
  const cutOff =
    survey.missing > 0
      ? [`This file is cut off. ${missingText(survey)} Only what is there is measured.`]
      : [];
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
    warnings: [...listing.warnings, ...cutOff],
  };
}
