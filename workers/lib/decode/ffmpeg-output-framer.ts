/** Cuts the byte stream ffmpeg writes into frames or blocks of sound, each with the timestamp that was logged for it. */
import type { RecordShape } from './ffmpeg-jobs';

interface Pending {
  ptsS: number;
  rateHz: number;
  bytes: number;
}

type Emit = (ptsS: number, rateHz: number, data: ArrayBuffer) => void;

/** Reads what the filters showinfo and ashowinfo log. */
export class TimestampLog {
  #timeBaseS = 0;
  /** Where the block of sound before ended. */
  #nextS = Number.NaN;

  /**
   * @returns the frame or block a line tells of, null for the filters' other lines, 'other' for all the rest.
   * `pts` alone is exact: `pts_time` has six digits.
   */
  read(line: string): { ptsS: number; rateHz: number; samples: number } | null | 'other' {
    if (!line.startsWith('[Parsed_')) return 'other';
    const base = line.match(/config in time_base: (\d+)\/(\d+)/);
    if (base) this.#timeBaseS = Number(base[1]) / Number(base[2]);
    const shown = line.match(/\] n: *\d+ pts: *(-?\d+|NOPTS) /);
    if (!shown) return null;
    const pts = shown[1] === 'NOPTS' ? Number.NaN : Number(shown[1]);
    const rate = line.match(/ rate:(\d+) nb_samples:(\d+)/);
    if (!rate) return { ptsS: pts * this.#timeBaseS, rateHz: 0, samples: 0 };
    const [rateHz, samples] = [Number(rate[1]), Number(rate[2])];
    // The time base of decoded sound is one sample. A block without a timestamp follows the one before.
    const ptsS = Number.isNaN(pts) ? this.#nextS : pts / rateHz;
    this.#nextS = ptsS + samples / rateHz;
    return { ptsS, rateHz, samples };
  }
}

/** The last lines of a log. */
export class LogTail {
  readonly lines: string[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  add(line: string): void {
    this.lines.push(line);
    if (this.lines.length > this.#most) this.lines.shift();
  }
}

export class RecordCutter {
  readonly #shape: RecordShape;
  readonly #emit: Emit;
  /** Logged, not yet complete: the lines come before the bytes. */
  readonly #pending: Pending[] = [];
  readonly #log = new TimestampLog();
  #part = new Uint8Array(0);
  #filled = 0;

  constructor(shape: RecordShape, emit: Emit) {
    this.#shape = shape;
    this.#emit = emit;
  }

  /** @returns false when the line is not for this cutter */
  readLine(line: string): boolean {
    const shown = this.#log.read(line);
    if (shown === 'other') return false;
    if (shown !== null) {
      const bytes =
        this.#shape.of === 'frames' ? this.#shape.bytes : shown.samples * 4 * (this.#shape.channels ?? 1);
      this.#pending.push({ ptsS: shown.ptsS, rateHz: shown.rateHz, bytes });
    }
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
