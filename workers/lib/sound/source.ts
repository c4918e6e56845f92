/** The file to be corrected: what it is made of, and its sound, every channel on its own. */
import { LipslateError } from '../../../core/errors';
import { lastSoundS, mendedTimes } from '../../../core/fix/broken-times';
import { inOneForm } from '../../../core/fix/one-form';
import type { SteadyBlock } from '../../../core/fix/sound-editor';
import { steadyTimes } from '../../../core/fix/steady-times';
import { openReaders } from '../decode/file-readers';
import type { Listing, SoundBlock, SoundReader, StoredSound } from '../decode/reader';

export interface FixSource {
  readonly file: File;
  readonly listing: Listing;
  /** Time of the first picture; 0 when there is none. */
  readonly pictureS: number;
  /** Rate and channels as decoded at its start, of one sound track. @throws LipslateError 'codec-unsupported' */
  sound(index: number): Promise<SourceSound>;
  /** See MediaReaders. */
  stored(index: number): StoredSound | null;
  dispose(): void;
}

export interface SourceSound {
  /** As the listing names it. */
  codec: string;
  rateHz: number;
  channels: number;
  /** From the start, as often as wanted. */
  blocks(): AsyncGenerator<SteadyBlock>;
}

/**
 * @param needsPicture false where the sound alone matters
 * @throws LipslateError 'not-a-video'
 */
export async function openSource(file: File, needsPicture = true): Promise<FixSource> {
  const readers = await openReaders(file, needsPicture);
  if (readers === null) throw new LipslateError('not-a-video');
  const { listing } = readers;
  const sounds = new Map<number, SourceSound>();
  return {
    file,
    listing,
    pictureS: Math.max(0, listing.video?.startS ?? 0),
    async sound(index) {
      const known = sounds.get(index);
      if (known !== undefined) return known;
      const reader = await readers.sound(index);
      if (reader === null)
        throw new LipslateError('codec-unsupported', `No decoder here reads sound track ${index}.`);
      let first: SoundBlock | null = null;
      for await (const block of reader.blocks()) {
        first = block;
        break;
      }
      if (first === null)
        throw new LipslateError('codec-unsupported', `Sound track ${index} decodes to nothing.`);
      const { rateHz, planes } = first;
      const channels = planes.length;
      const sound: SourceSound = {
        codec: listing.audioTracks[index]?.codec ?? 'unknown',
        rateHz,
        channels,
        blocks: () => steady(reader, rateHz, channels, lastSoundS(listing.durationS)),
      };
      sounds.set(index, sound);
      return sound;
    },
    stored: (index) => readers.stored(index),
    dispose: () => readers.dispose(),
  };
}

/** @param endS see mendedTimes */
function steady(
  reader: SoundReader,
  rateHz: number,
  channels: number,
  endS: number,
): AsyncGenerator<SteadyBlock> {
  const length = ({ planes }: SoundBlock) => planes[0]?.length ?? 0;
  return steadyTimes(inOneForm(mendedTimes(reader.blocks(), endS), rateHz, channels), length, rateHz);
}
