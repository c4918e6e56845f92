/** A recording in several parts, each with a clock of its own, on one timeline: each part follows the one before. */
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

interface Part {
  readers: MediaReaders;
  /** When it begins on the common timeline. */
  startS: number;
  endS: number;
}

export class JoinedReaders implements MediaReaders {
  readonly listing: Listing;
  readonly #parts: Part[] = [];

  /** @param all of the same recording, in order, at least one */
  constructor(all: MediaReaders[]) {
    let startS = 0;
    for (const readers of all) {
      const endS = startS + readers.listing.durationS;
      this.#parts.push({ readers, startS, endS });
      startS = endS;
    }
    const first = all[0]!.listing;
    this.listing = {
      ...first,
      durationS: startS,
      joinsS: this.#parts.slice(1).map((part) => part.startS),
      warnings: [
        ...first.warnings,
        `This recording is joined of ${all.length} parts whose clocks start anew. They are read as one, each after the one before.`,
      ],
    };
  }

  async picture(): Promise<PictureReader | null> {
    const first = await this.#parts[0]!.readers.picture();
    return first && { ...first, frames: (range) => this.#frames(range) };
  }

  async sound(index: number): Promise<SoundReader | null> {
    const first = await this.#parts[0]!.readers.sound(index);
    return first && { ...first, blocks: () => this.#blocks(index) };
  }

  /** ffmpeg would play the parts on top of each other. */
  async proxy(): Promise<null> {
    return null;
  }

  dispose(): void {
    for (const { readers } of this.#parts) readers.dispose();
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
      const picture = await part.readers.picture();
      // A part in which no picture is decoded is a gap.
      if (picture === null) continue;
      for await (const { ptsS, frame } of picture.frames(inPart)) {
        const atS = ptsS + part.startS;
        yield { ptsS: atS, frame: part.startS === 0 ? frame : retimed(frame, atS) };
      }
    }
  }

  async *#blocks(index: number): AsyncGenerator<SoundBlock> {
    const track = this.listing.audioTracks[index]!;
    for (const { readers, startS } of this.#parts) {
      const place = placeOf(track, readers.listing);
      const sound = place < 0 ? null : await readers.sound(place);
      if (sound === null) continue;
      for await (const block of sound.blocks()) yield { ...block, startS: block.startS + startS };
    }
  }
}

function retimed(frame: VideoFrame, ptsS: number): VideoFrame {
  const moved = new VideoFrame(frame, { timestamp: Math.round(ptsS * 1e6) });
  frame.close();
  return moved;
}
