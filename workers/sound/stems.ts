/** The voice and the rest as files of their own, written while they go by. */
import { WavWriter } from './wav-writer';

export class Stems {
  readonly #voice: WavWriter;
  readonly #rest: WavWriter;
  readonly #channels: number;

  /** @param samples per channel, all in all */
  constructor(rateHz: number, channels: number, samples: number) {
    this.#channels = channels;
    this.#voice = new WavWriter(rateHz, channels, samples);
    this.#rest = new WavWriter(rateHz, channels, samples);
  }

  /** @param both what an ApartSound gives: of one sound on all channels, that one */
  write(both: readonly Float32Array[]): void {
    const heard = both.length / 2;
    const all = (from: number) =>
      Array.from({ length: this.#channels }, (_, channel) => both[from + Math.min(channel, heard - 1)]!);
    this.#voice.write(all(0));
    this.#rest.write(all(heard));
  }

  files(name: string): { voice: File; rest: File } {
    return {
      voice: this.#voice.file(soundName(name, 'voice')),
      rest: this.#rest.file(soundName(name, 'rest')),
    };
  }
}

/** `talk.mp4` becomes `talk.clear.wav`. */
export function soundName(name: string, what: string): string {
  const dot = name.lastIndexOf('.');
  return `${dot > 0 ? name.slice(0, dot) : name}.${what}.wav`;
}
