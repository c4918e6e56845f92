/** Cuts the byte stream ffmpeg writes into frames or blocks of sound, each with the timestamp that was logged for it. */
import type { RecordShape } from './ffmpeg-jobs';

interface Pending {
  ptsS: number;
  rateHz: number;
  bytes: number;
}

type Emit = (ptsS: number, rateHz: number, data: ArrayBuffer) => void;

export class RecordCutter {
  readonly #shape: RecordShape;
  readonly #emit: Emit;
  /** Logged, not yet complete: the lines come before the bytes. */
  readonly #pending: Pending[] = [];
  #timeBaseS = 0;
  #part = new Uint8Array(0);
  #filled = 0;

  constructor(shape: RecordShape, emit: Emit) {
    this.#shape = shape;
    this.#emit = emit;
  }

  /**
   * Reads a line that the filters showinfo or ashowinfo log. Only `pts` is exact; `pts_time` has six digits.
   * @returns false when the line is about something else
   */
  readLine(line: string): boolean {
    if (!line.startsWith('[Parsed_')) return false;
    const base = line.match(/config in time_base: (\d+)\/(\d+)/);
    if (base) this.#timeBaseS = Number(base[1]) / Number(base[2]);
    const frame = line.match(/\] n: *\d+ pts: *(-?\d+|NOPTS) /);
    if (!frame) return true;
    const pts = frame[1] === 'NOPTS' ? Number.NaN : Number(frame[1]);
    if (this.#shape.of === 'frames') {
      this.#pending.push({ ptsS: pts * this.#timeBaseS, rateHz: 0, bytes: this.#shape.bytes });
      return true;
    }
    const rateHz = Number(line.match(/ rate:(\d+)/)?.[1]);
    const samples = Number(line.match(/ nb_samples:(\d+)/)?.[1]);
    // The time base of decoded sound is one sample.
    this.#pending.push({ ptsS: pts / rateHz, rateHz, bytes: samples * 4 });
    return true;
  }

  /** @param beforeEmit is called before each complete record goes out, and may throw to end the stream */
  write(bytes: Uint8Array, beforeEmit: () => void): void {
    for (let at = 0; at < bytes.length; ) {
      const next = this.#pending[0];
      if (next === undefined) throw new Error('ffmpeg wrote more than it logged.');
      if (this.#part.length !== next.bytes) this.#part = new Uint8Array(next.bytes);
      const count = Math.min(next.bytes - this.#filled, bytes.length - at);
      this.#part.set(bytes.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled < next.bytes) return;
      beforeEmit();
      this.#pending.shift();
      this.#emit(next.ptsS, next.rateHz, this.#part.buffer);
      this.#part = new Uint8Array(0);
      this.#filled = 0;
    }
  }
}
