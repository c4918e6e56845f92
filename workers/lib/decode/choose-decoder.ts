/** Opens a file by its content and chooses, track by track, what reads it. */
import { diagnose } from '../../../core/container/diagnosis';
import { cutOffSentence, missingSentence } from '../../../core/container/file-warnings';
import { type ErrorCode, LipslateError } from '../../../core/errors';
import type { MediaInfo, PictureInfo, SoundInfo } from '../../media/contract';
import { openReaders } from './file-readers';
import { orOther } from './other-track';
import { openPhoto } from './photo';
import type { Listing, MediaReaders, Opened, OpenMedia, PictureReader, SoundReader } from './reader';
import { emptyShare, knownNonVideo, knownPhoto, type Survey, surveyFile } from './sniff';

/** Smaller than this and no lips can be seen. */
const MIN_WIDTH = 64;
const MIN_HEIGHT = 32;
/** With more than this missing, what is left is not worth measuring. */
const MAX_MISSING = 0.9;
/** Unfinished downloads that were given their full size beforehand; looking for media in them would take minutes. */
const MAX_EMPTY = 0.5;
/** What a <video> element plays from a file, when the browser also decodes both codecs. */
const PLAYABLE_CONTAINERS = ['mp4', 'mov', 'webm', 'matroska'];

interface Needs {
  picture: boolean;
  sound: boolean;
}

/** What `choose` found. */
interface Chosen {
  listing: Listing;
  picture: PictureReader | null;
  /** Reader of the first track that can be read, when sound is needed. */
  sound: SoundReader | null;
  media: OpenMedia;
}

/** @throws LipslateError: see MediaWorkerApi.open; or what reading the file throws */
export async function openMedia(file: File): Promise<Opened<MediaInfo>> {
  await admit(file, 'not-a-video');
  const survey = await surveyed(file, true);
  demandWebCodecs();
  const { listing, picture, sound, media } = await choose(file, survey, { picture: true, sound: true });
  return { info: infoOf(listing, picture!, sound!, survey), media };
}

/** @throws LipslateError: see MediaWorkerApi.openPicture; or what reading the file throws */
export async function openPicture(file: File, hasOneClock = false): Promise<Opened<PictureInfo>> {
  if (file.size > 0 && (await knownPhoto(file)) !== null) return openPhoto(file);
  await admit(file, 'no-picture');
  const survey = await surveyed(file, true);
  demandWebCodecs();
  const { listing, picture, media } = await choose(
    file,
    survey,
    { picture: true, sound: false },
    hasOneClock,
  );
  const { container, durationS, audioTracks } = listing;
  const warnings = warningsOf(listing, survey);
  return { info: { container, durationS, still: false, video: picture!.info, audioTracks, warnings }, media };
}

/** @throws LipslateError: see MediaWorkerApi.openSound; or what reading the file throws */
export async function openSound(file: File): Promise<Opened<SoundInfo>> {
  await admit(file, 'no-sound');
  // Long silence is nothing but zeros, too.
  const survey = await surveyed(file, false);
  const { listing, media } = await choose(file, survey, { picture: false, sound: true });
  const { container, durationS, audioTracks } = listing;
  return { info: { container, durationS, audioTracks, warnings: warningsOf(listing, survey) }, media };
}

/** ffmpeg's pictures are handed on as frames of WebCodecs, too. @throws LipslateError 'webcodecs-missing' */
function demandWebCodecs(): void {
  if (typeof VideoFrame === 'undefined') throw new LipslateError('webcodecs-missing');
}

async function admit(file: File, otherwise: ErrorCode): Promise<void> {
  if (file.size === 0) throw new LipslateError('empty-file');
  const nonVideo = await knownNonVideo(file);
  if (nonVideo !== null) throw new LipslateError(otherwise, `The content is ${nonVideo}.`);
}

async function surveyed(file: File, zerosAreMissing: boolean): Promise<Survey> {
  const survey = await surveyFile(file);
  if (!survey.hasIndex) throw new LipslateError('truncated', 'There is no movie header (moov).');
  if (survey.missing > MAX_MISSING) throw new LipslateError('truncated', missingSentence(survey.missing));
  const empty = zerosAreMissing ? await emptyShare(file) : 0;
  if (empty > MAX_EMPTY) {
    throw new LipslateError(
      'truncated',
      `About ${Math.round(empty * 100)} % of the file is nothing but zeros.`,
    );
  }
  return survey;
}

async function choose(file: File, survey: Survey, needs: Needs, hasOneClock = false): Promise<Chosen> {
  const readers = await openReaders(file, needs.picture, hasOneClock);
  try {
    if (readers?.listing.isEncrypted) throw new LipslateError('encrypted');
    demand(readers?.listing, needs, survey);
    demandSaneTimes(readers!.listing, file.size);
    return await chooseFrom(readers!, survey, needs);
  } catch (error) {
    readers?.dispose();
    throw (error instanceof LipslateError && (await explained(error, file))) || error;
  }
}

/** A picture that stands still beside silence takes twice as much. */
const LEAST_BYTES_PER_S = 250;
/** Shorter files do no harm, whatever their times are. */
const SANE_S = 600;

/** Times that jump by hours would be filled with hours of nothing. @throws LipslateError damaged */
function demandSaneTimes({ video, durationS }: Listing, fileBytes: number): void {
  if (video === null || durationS < SANE_S || fileBytes / durationS >= LEAST_BYTES_PER_S) return;
  const hours = (durationS / 3600).toFixed(1);
  throw new LipslateError('damaged', `Its ${fileBytes} bytes are said to last ${hours} hours.`);
}

/** Failures that a damaged or encrypted file causes, too. */
const DOUBTFUL: ErrorCode[] = [
  'encrypted',
  'not-a-video',
  'codec-unsupported',
  'audio-only',
  'video-only',
  'no-picture',
  'no-sound',
];

/** What is really wrong with a file that is not what it was opened for; null when it is as was said. */
async function explained(error: LipslateError, file: File): Promise<LipslateError | null> {
  const diagnosis = DOUBTFUL.includes(error.code) ? await diagnose(file) : null;
  if (diagnosis?.is === 'encrypted') return new LipslateError('encrypted', `Scheme: ${diagnosis.scheme}.`);
  if (diagnosis === null || error.code === 'codec-unsupported') return null;
  const { container, detail } = diagnosis;
  return new LipslateError(
    'damaged',
    detail,
    `This ${container} is damaged: the part that describes its content cannot be read.`,
  );
}

async function chooseFrom(readers: MediaReaders, survey: Survey, needs: Needs): Promise<Chosen> {
  const { listing } = readers;
  const picture = needs.picture ? await pictureOf(readers, survey) : null;
  const soundOf = async (index: number): Promise<SoundReader> => {
    const sound = await readers.sound(index);
    if (sound !== null) return sound;
    if (index >= listing.audioTracks.length) throw noTrack(index, listing);
    throw undecodable(survey, `sound: ${listing.audioTracks[index]?.codec ?? `no track ${index}`}`);
  };
  const sounds = new Map<number, SoundReader>();
  if (needs.sound) await firstDecodable(listing, soundOf, sounds);
  const media: OpenMedia = {
    durationS: listing.durationS,
    picture,
    sound: async (index) => {
      const sound = sounds.get(index) ?? (await orOther(soundOf(index), index, sounds.keys(), needs.picture));
      sounds.set(index, sound);
      return sound;
    },
    proxy: async (audioIndex, onProgress) => {
      const proxy = await readers.proxy(audioIndex, onProgress);
      if (proxy === null) throw undecodable(survey, 'proxy');
      return proxy;
    },
    dispose: () => readers.dispose(),
  };
  return { listing, picture, sound: [...sounds.values()][0] ?? null, media };
}

/** Another track may be readable where the first is not. @throws LipslateError of the first when none is */
async function firstDecodable(
  { audioTracks }: Listing,
  soundOf: (index: number) => Promise<SoundReader>,
  sounds: Map<number, SoundReader>,
): Promise<void> {
  let first: unknown = null;
  for (const { index } of audioTracks) {
    try {
      sounds.set(index, await soundOf(index));
      return;
    } catch (error) {
      if (!(error instanceof LipslateError && error.code === 'codec-unsupported')) throw error;
      first ??= error;
    }
  }
  throw first;
}

function noTrack(index: number, { audioTracks }: Listing): LipslateError {
  const count = audioTracks.length === 1 ? 'one sound track' : `${audioTracks.length} sound tracks`;
  return new LipslateError(
    'no-such-track',
    undefined,
    `This file has ${count}, and number ${index + 1} was asked for.`,
  );
}

/** @throws LipslateError when the file lacks what it is opened for */
function demand(listing: Listing | undefined, needs: Needs, survey: Survey): asserts listing is Listing {
  const both = needs.picture && needs.sound;
  if (listing === undefined) {
    if (survey.missing > 0) throw new LipslateError('truncated');
    throw new LipslateError(both ? 'not-a-video' : needs.picture ? 'no-picture' : 'no-sound');
  }
  const audible = listing.audioTracks.length > 0;
  if (needs.picture && listing.video === null)
    throw new LipslateError(!both ? 'no-picture' : audible ? 'audio-only' : 'not-a-video');
  if (needs.sound && !audible) throw new LipslateError(both ? 'video-only' : 'no-sound');
}

async function pictureOf(readers: MediaReaders, survey: Survey): Promise<PictureReader> {
  const picture = await readers.picture();
  if (picture === null) throw undecodable(survey, `picture: ${readers.listing.video?.codec}`);
  const { width, height } = picture.info;
  if (width < MIN_WIDTH || height < MIN_HEIGHT)
    throw new LipslateError('too-small-picture', `The picture is ${width} by ${height} pixels.`);
  return picture;
}

function undecodable(survey: Survey, what: string): LipslateError {
  if (survey.missing > 0)
    return new LipslateError('truncated', `${missingSentence(survey.missing)} (${what})`);
  return new LipslateError('codec-unsupported', what);
}

function infoOf(listing: Listing, picture: PictureReader, sound: SoundReader, survey: Survey): MediaInfo {
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
    joinsS: listing.joinsS,
    warnings: warningsOf(listing, survey),
  };
}

function warningsOf(listing: Listing, survey: Survey): string[] {
  return survey.missing === 0 ? listing.warnings : [...listing.warnings, cutOffSentence(survey.missing)];
}
