/** A recording in several parts, each with a clock of its own, on one timeline: each part follows the one before. */
import { joinedSentence } from '../../../core/container/file-warnings';
import type { FrameRange } from '../../media/contract';
import {
  type Listing,
  type MediaReaders,
  type Picture,
  type PictureReader,
  placeOf,
  type SoundBlock,
  type SoundReader,
} from './reader';

/** One part as it was found; it is opened anew whenever it is read, as there may be dozens and each holds buffers. */
export interface JoinedPart {
  listing: Listing;
  /** @returns null when it can be read no more */
  open(): Promise<MediaReaders | null>;
}

interface Part extends JoinedPart {
  /** When it begins on the common timeline. */
  startS: number;
  endS: number;
}

export class JoinedReaders implements MediaReaders {
  readonly listing: Listing;
  /** Open as long as the recording is: it says what picture and sound are like, as far as it has any. */
  readonly #first: MediaReaders;
  readonly #parts: Part[] = [];

  /** @param first of the parts, open @param parts of the same recording, in order, at least one */
  constructor(first: MediaReaders, parts: JoinedPart[]) {
    this.#first = first;
    let startS = 0;
    for (const part of parts) {
      const endS = startS + part.listing.durationS;
      this.#parts.push({ ...part, startS, endS });
      startS = endS;
    }
    // A recording may begin with a moment of what cannot be decoded, as when it was begun while zapping.
    const listings = parts.map((part) => part.listing);
    const hasPicture = ({ video }: Listing) => video !== null && video.width > 0;
    const hasSound = ({ audioTracks }: Listing) => audioTracks.length > 0;
    this.listing = {
      ...first.listing,
      video: (listings.find(hasPicture) ?? first.listing).video,
      audioTracks: (listings.find(hasSound) ?? first.listing).audioTracks,
      durationS: startS,
      joinsS: this.#parts.slice(1).map((part) => part.startS),
      warnings: [...first.listing.warnings, joinedSentence(parts.length)],
    };
  }

  async picture(): Promise<PictureReader | null> {
    const found = await this.#firstThat((readers) => readers.picture());
    return found && { ...found, frames: (range) => this.#frames(range) };
  }

  async sound(index: number): Promise<SoundReader | null> {
    const track = this.listing.audioTracks[index];
    if (!track) return null;
    const found = await this.#firstThat((readers) => {
      const place = placeOf(track, readers.listing);
      return place < 0 ? Promise.resolve(null) : readers.sound(place);
    });
    return found && { ...found, blocks: () => this.#blocks(index) };
  }

  /** Packets of several clocks are no track. */
  stored(): null {
    return null;
  }

  /** ffmpeg would play the parts on top of each other. */
  async proxy(): Promise<null> {
    return null;
  }

  dispose(): void {
    this.#first.dispose();
  }

  async #firstThat<T>(has: (readers: MediaReaders) => Promise<T | null>): Promise<T | null> {
    const atOnce = await has(this.#first);
    if (atOnce !== null) return atOnce;
    for (const part of this.#parts.slice(1)) {
      const readers = await part.open();
      try {
        const found = readers && (await has(readers));
        if (found !== null) return found;
      } finally {
        readers?.dispose();
      }
    }
    return null;
  }

  async *#frames(range: FrameRange): AsyncGenerator<Picture> {
    for (const part of this.#parts) {
      if (part.endS <= range.startS || part.startS >= range.endS) continue;
      const isLast = part === this.#parts.at(-1);
      const inPart = {
        ...range,
        startS: range.startS - part.startS,
        endS: Math.min(range.endS, isLast ? Number.POSITIVE_INFINITY : part.endS) - part.startS,
      };
      const readers = await part.open();
      try {
        const picture = await readers?.picture();
        // A part in which no picture is decoded is a gap.
        if (!picture) continue;
        for await (const { ptsS, frame } of picture.frames(inPart)) {
          const atS = ptsS + part.startS;
          yield { ptsS: atS, frame: part.startS === 0 ? frame : retimed(frame, atS) };
        }
      } finally {
        readers?.dispose();
      }
    }
  }

  async *#blocks(index: number): AsyncGenerator<SoundBlock> {
    const track = this.listing.audioTracks[index]!;
    for (const { open, listing, startS } of this.#parts) {
      const place = placeOf(track, listing);
      if (place < 0) continue;
      const readers = await open();
      try {
        const sound = await readers?.sound(place);
        if (!sound) continue;
        for await (const block of sound.blocks()) yield { ...block, startS: block.startS + startS };
      } finally {
        readers?.dispose();
      }
    }
  }
}

function retimed(frame: VideoFrame, ptsS: number): VideoFrame {
  const moved = new VideoFrame(frame, { timestamp: Math.round(ptsS * 1e6) });
  frame.close();
  return moved;
}
