/** A WAV of 24 bits that is written block by block; the browser keeps it, on disk where it is large. */
import { encodePcm, wavHeader } from '../../core/fix/pcm';
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
