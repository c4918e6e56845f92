/** A WAV of 24 bits that is written block by block; the browser keeps it, on disk where it is large. */
import { encodePcm, wavHeader } from '../../core/fix/pcm';
import { createExport } from '../lib/opfs/long-files';
import type { PartFile } from '../lib/opfs/part-file';
import { RandomAccessFile } from '../lib/random-access-file';

export class WavWriter {
  readonly #written = new RandomAccessFile();

  /** @param samples per channel, all in all */
  constructor(rateHz: number, channels: number, samples: number) {
    this.#written.write(wavHeader(rateHz, channels, samples, 3), 0);
  }

  /** @param planes Float32Array [N] per channel */
  write(planes: Float32Array[]): void {
    this.#written.write(encodePcm(planes, 'pcm-s24'), this.#written.size);
  }

  file(name: string): File {
    return new File([this.#written.toBlob('audio/wav')], name, { type: 'audio/wav' });
  }
}

/** The same in the browser's storage, for what is too long for its store of blobs. */
export class StoredWav {
  readonly #part: PartFile;
  #size = 0;

  constructor(part: PartFile, rateHz: number, channels: number, samples: number) {
    this.#part = part;
    this.#add(wavHeader(rateHz, channels, samples, 3));
  }

  /** @param planes Float32Array [N] per channel @throws LipslateError 'storage-full' */
  write(planes: Float32Array[]): void {
    this.#add(encodePcm(planes, 'pcm-s24'));
  }

  async file(name: string): Promise<File> {
    return new File([await this.#part.finish()], name, { type: 'audio/wav' });
  }

  discard(): Promise<void> {
    // What came to nothing does not push out what is on the page.
    const place = stored.indexOf(this);
    if (place >= 0) stored.splice(place, 1);
    return this.#part.discard();
  }

  #add(bytes: Uint8Array): void {
    this.#part.write(bytes, this.#size);
    this.#size += bytes.length;
  }
}

/** What this worker wrote: the last is on the page, the one before may still be on its way to a folder. */
const stored: StoredWav[] = [];
const KEPT = 2;

/** @returns null where the browser has no such storage */
export async function storedWav(
  rateHz: number,
  channels: number,
  samples: number,
): Promise<StoredWav | null> {
  const part = await createExport().catch(() => null);
  if (part === null) return null;
  const wav = new StoredWav(part, rateHz, channels, samples);
  stored.push(wav);
  if (stored.length > KEPT) await stored.shift()?.discard();
  return wav;
}
