/**
 * Signalsmith Stretch (G. Luff, MIT): the same sound, longer or shorter, at the same pitch. Its package is made for live
 * sound in a worklet; what is used here is the wasm inside it, for which no real time is needed.
 */
import packaged from 'signalsmith-stretch?raw';
import { concatFloat32 } from '../../core/concat';
import { LipslateError } from '../../core/errors';

/** Made at a time. */
const CHUNK = 4096;
const WASM = /data:application\/octet-stream;base64,([A-Za-z0-9+/=]{1000,})/;

/** As emscripten named them in version 1.3.2, which is pinned. */
interface Exports {
  e: WebAssembly.Memory;
  /** Constructors, and then `main`. */
  f(): void;
  y(argc: number, argv: number): number;
  /** setBuffers: room for so many samples in and as many out, per channel. @returns where */
  h(channels: number, samples: number): number;
  /** Latency in, and out, in samples. */
  k(): number;
  l(): number;
  /** presetDefault */
  n(channels: number, rateHz: number): void;
  /** seek: what lies before the first sample made. */
  v(samples: number, speed: number): void;
  /** process */
  w(samplesIn: number, samplesOut: number): void;
}

let loading: Promise<WebAssembly.Module> | null = null;

/** @param longer 1.1: a tenth longer @throws LipslateError 'part-load-failed' */
export async function newStretcher(rateHz: number, channels: number, longer: number): Promise<Stretcher> {
  loading ??= load();
  const module = await loading.catch((cause: unknown) => {
    loading = null;
    throw LipslateError.from(cause, 'part-load-failed');
  });
  let exports: Exports;
  const instance = await WebAssembly.instantiate(module, {
    a: {
      // It begins with a seed; the same one gives the same sound.
      a: (at: number, count: number) => {
        new Uint8Array(exports.e.buffer, at, count).fill(1);
        return 0;
      },
      b: (bytes: number) => {
        const pages = Math.ceil((bytes - exports.e.buffer.byteLength) / 65_536);
        exports.e.grow(pages);
        return 1;
      },
      c: (to: number, from: number, count: number) => {
        new Uint8Array(exports.e.buffer).copyWithin(to, from, from + count);
      },
      d: () => {
        throw new LipslateError('internal', 'Signalsmith Stretch gave up.');
      },
    },
  });
  exports = instance.exports as unknown as Exports;
  exports.f();
  exports.y(0, 0);
  exports.n(channels, rateHz);
  return new Stretcher(exports, channels, longer);
}

async function load(): Promise<WebAssembly.Module> {
  const base64 = WASM.exec(packaged)?.[1];
  if (base64 === undefined) throw new Error('Signalsmith Stretch: no wasm in its package');
  return WebAssembly.compile(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
}

/** Blocks in, blocks out; the first sample out belongs to the first in. */
export class Stretcher {
  readonly #exports: Exports;
  readonly #channels: number;
  readonly #longer: number;
  /** Samples that it looks ahead, and those that it gives first and that are no sound. */
  readonly #ahead: number;
  #warmUp: number;
  readonly #room: number;
  readonly #buffers: number;
  #waiting: Float32Array[];
  #received = 0;
  #fed = 0;
  #made = 0;

  constructor(exports: Exports, channels: number, longer: number) {
    this.#exports = exports;
    this.#channels = channels;
    this.#longer = longer;
    this.#ahead = exports.k();
    this.#warmUp = exports.l();
    this.#room = Math.max(this.#ahead, 2 * CHUNK);
    this.#buffers = exports.h(channels, this.#room);
    this.#waiting = Array.from({ length: channels }, () => new Float32Array());
  }

  /** @param planes Float32Array [N] per channel */
  push(planes: readonly Float32Array[]): Float32Array[] {
    this.#received += planes[0]?.length ?? 0;
    this.#waiting = this.#waiting.map((waiting, channel) => concatFloat32([waiting, planes[channel]!]));
    return this.#make(Number.POSITIVE_INFINITY);
  }

  /** The rest: all in all as many samples as came in, times `longer`, rounded. */
  end(): Float32Array[] {
    const total = Math.round(this.#received * this.#longer) + this.#exports.l();
    const silence = new Float32Array(this.#ahead + Math.ceil(total / this.#longer) + 2 * CHUNK);
    this.#waiting = this.#waiting.map((waiting) => concatFloat32([waiting, silence]));
    return this.#make(total);
  }

  #make(total: number): Float32Array[] {
    const parts: Float32Array[][] = this.#waiting.map(() => []);
    if (this.#fed === 0) {
      if (this.#waiting[0]!.length < this.#ahead) return parts.map(concatFloat32);
      this.#feed(this.#ahead);
      this.#exports.v(this.#ahead, 1 / this.#longer);
    }
    for (;;) {
      const out = Math.min(CHUNK, total - this.#made);
      const count = this.#ahead + Math.round((this.#made + out) / this.#longer) - this.#fed;
      if (out <= 0 || this.#waiting[0]!.length < count) break;
      this.#feed(count);
      this.#exports.w(count, out);
      this.#made += out;
      const skip = Math.min(this.#warmUp, out);
      this.#warmUp -= skip;
      parts.forEach((part, channel) => {
        part.push(this.#samples(this.#channels + channel, out).slice(skip));
      });
    }
    return parts.map(concatFloat32);
  }

  #feed(count: number): void {
    this.#waiting = this.#waiting.map((waiting, channel) => {
      this.#samples(channel, count).set(waiting.subarray(0, count));
      return waiting.slice(count);
    });
    this.#fed += count;
  }

  #samples(buffer: number, count: number): Float32Array {
    return new Float32Array(this.#exports.e.buffer, this.#buffers + 4 * this.#room * buffer, count);
  }
}
