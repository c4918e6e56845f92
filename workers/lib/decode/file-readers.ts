/**
 * One file as both readers see it, the browser's decoders (by mediabunny) and ffmpeg: one list of streams, one origin
 * of time, and for every stream the reader that really decodes it.
 */
import { brokenSentence, lostSentence } from '../../../core/container/file-warnings';
import { splitByClock } from '../../../core/container/transport-parts';
import { mayBeMedia, readTables } from '../../../core/container/transport-stream';
import { FfmpegFile } from './ffmpeg';
import { type JoinedPart, JoinedReaders } from './joined-readers';
import {
  type Listing,
  type MediaReaders,
  type PictureReader,
  placeOf,
  type SoundReader,
  type StoredSound,
  withOrigin,
} from './reader';
import { WebCodecsFile } from './webcodecs';

/** Shorter pieces of a transport stream hold nothing that can be decoded: half a second of sound alone takes more. */
const LEAST_PART_BYTES = 20 * 188;
/** Opening each takes a moment, with ffmpeg half a second. A stream that breaks more often is left to one reader. */
const MOST_PARTS = 32;

/**
 * Opens a file for both readers, a joined recording part by part.
 * @param needsPicture false where the sound alone matters
 * @param hasOneClock where that is known: to find out, a transport stream is read through
 * @returns null when neither reader takes the file for a video or sound
 * @throws what reading the file throws
 */
export async function openReaders(
  file: File,
  needsPicture = true,
  hasOneClock = false,
): Promise<MediaReaders | null> {
  const parts = hasOneClock ? null : await splitByClock(file);
  const blobs = parts?.filter(({ size }) => size >= LEAST_PART_BYTES) ?? [];
  if (blobs.length === 0) return FileReaders.open(file, needsPicture);
  if (blobs.length > MOST_PARTS) return asOne(file, blobs.length, needsPicture);
  let first: FileReaders | null = null;
  let lost = 0;
  const joined: JoinedPart[] = [];
  try {
    for (const blob of blobs) {
      const open = () => FileReaders.open(new File([blob], file.name), needsPicture);
      const readers = await open();
      // A damaged part is left out; the others are there.
      if (readers === null) {
        lost += 1;
        continue;
      }
      joined.push({ listing: readers.listing, open });
      if (first === null) first = readers;
      else readers.dispose();
    }
  } catch (error) {
    first?.dispose();
    throw error;
  }
  if (lost > 0) first?.listing.warnings.push(lostSentence(lost));
  if (joined.length > 1) return new JoinedReaders(first!, joined);
  // Read once more as a whole it would have the clock of what was left out.
  if (first !== null && parts !== null && parts.length > 1) first.listing.joinsS = [];
  return first;
}

/** A stream that breaks too often to be read part by part. */
async function asOne(file: File, parts: number, needsPicture: boolean): Promise<MediaReaders | null> {
  const readers = await FileReaders.open(file, needsPicture);
  if (readers === null) return null;
  readers.listing.isBroken = true;
  readers.listing.warnings.push(brokenSentence(parts - 1));
  return readers;
}

export class FileReaders implements MediaReaders {
  readonly listing: Listing;
  readonly #file: File;
  readonly #web: WebCodecsFile | null;
  #ffmpeg: Promise<FfmpegFile | null> | null;

  private constructor(
    file: File,
    listing: Listing,
    web: WebCodecsFile | null,
    ffmpeg: Promise<FfmpegFile | null> | null,
  ) {
    this.#file = file;
    this.listing = listing;
    this.#web = web;
    this.#ffmpeg = ffmpeg;
  }

  /**
   * Lists the streams. ffmpeg (10 MB, loaded then) is asked only where mediabunny may not know all of them.
   * @param needsPicture false where the sound alone matters
   * @returns null when neither reader takes the file for a video or sound
   * @throws what reading the file throws
   */
  static async open(file: File, needsPicture = true): Promise<FileReaders | null> {
    const web = await openWeb(file);
    let ffmpeg: FfmpegFile | null = null;
    try {
      if (web !== null && (await isWhole(file, web.listing, needsPicture)))
        return new FileReaders(file, web.listing, web, null);
      ffmpeg = await FfmpegFile.open(file);
    } catch (error) {
      web?.dispose();
      throw error;
    }
    const listing = merged(web?.listing ?? null, ffmpeg?.listing ?? null);
    return listing === null ? null : new FileReaders(file, listing, web, Promise.resolve(ffmpeg));
  }

  /** @returns null when neither reader decodes the picture */
  async picture(): Promise<PictureReader | null> {
    const { originS } = this.listing;
    return (await this.#web?.picture(originS)) ?? (await (await this.#byFfmpeg())?.picture(originS)) ?? null;
  }

  /**
   * The first block is decoded before a reader is believed.
   * @param index as `AudioTrackInfo.index` @returns null when neither reader decodes this track
   */
  async sound(index: number): Promise<SoundReader | null> {
    const track = this.listing.audioTracks[index];
    if (track === undefined) return null;
    const { originS } = this.listing;
    const inWeb = this.#web === null ? -1 : placeOf(track, this.#web.listing);
    const byWeb = inWeb < 0 ? null : await this.#web!.sound(inWeb, originS);
    if (byWeb !== null) return byWeb;
    const ffmpeg = await this.#byFfmpeg();
    return ffmpeg === null ? null : ffmpeg.sound(placeOf(track, ffmpeg.listing), originS);
  }

  stored(index: number): StoredSound | null {
    const track = this.listing.audioTracks[index];
    if (track === undefined || this.#web === null) return null;
    return this.#web.stored(placeOf(track, this.#web.listing), this.listing.originS);
  }

  /**
   * A small copy that every browser plays. @returns null when ffmpeg does not know the file
   * @param onProgress gets 0..1
   */
  async proxy(index: number, onProgress: (share: number) => void): Promise<Blob | null> {
    const ffmpeg = await this.#byFfmpeg();
    const track = this.listing.audioTracks[index];
    if (ffmpeg === null || track === undefined) return null;
    return ffmpeg.proxy(placeOf(track, ffmpeg.listing), this.listing.originS, onProgress);
  }

  dispose(): void {
    this.#web?.dispose();
    void this.#ffmpeg?.then((file) => file?.dispose()).catch(() => {});
  }

  #byFfmpeg(): Promise<FfmpegFile | null> {
    this.#ffmpeg ??= FfmpegFile.open(this.#file);
    return this.#ffmpeg;
  }
}

/** @returns null when the container is unknown to mediabunny, or damaged in a way that it does not forgive */
async function openWeb(file: File): Promise<WebCodecsFile | null> {
  try {
    return await WebCodecsFile.open(file);
  } catch (error) {
    if (error instanceof DOMException) throw error;
    return null;
  }
}

/** mediabunny leaves streams of unknown codecs out in some containers, without a word. */
async function isWhole(file: Blob, listing: Listing, needsPicture: boolean): Promise<boolean> {
  const { container, video, audioTracks } = listing;
  if (container === 'ogg') return audioTracks.length > 0 && (video !== null || !needsPicture);
  if (container !== 'mpegts') return true;
  const tables = await readTables(file);
  if (tables === null || tables.programs !== 1) return false;
  const known = [video, ...audioTracks].map((track) => track?.id);
  return tables.streams.every((stream) => known.includes(stream.pid) || !mayBeMedia(stream));
}

/** ffmpeg's list, which is complete, with what mediabunny knows better: exact times and rates. */
function merged(web: Listing | null, ffmpeg: Listing | null): Listing | null {
  if (web === null || ffmpeg === null) return web ?? ffmpeg;
  const originS = Math.min(web.originS, ffmpeg.originS);
  const a = withOrigin(web, originS);
  const b = withOrigin(ffmpeg, originS);
  return {
    container: a.container,
    durationS: Math.max(a.durationS, b.durationS),
    video: a.video ?? b.video,
    audioTracks: b.audioTracks.map((track) => {
      const { codec, index } = track;
      return { ...track, ...a.audioTracks[placeOf(track, a)], codec, index };
    }),
    originS,
    isEncrypted: a.isEncrypted,
    joinsS: null,
    isBroken: false,
    warnings: a.warnings,
  };
}
