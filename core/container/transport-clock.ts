/** The clocks of a transport stream's pictures and sounds: what times they tell, and where one begins anew. */
import { CLOCK_TICKS, readTimestamp, TICKS_PER_S } from './transport-stream';

/** A clock that goes back by more begins anew; broadcasts jump by less at a splice. */
export const BACK_S = 0.3;
/** Pictures that tell no times of decoding, and may lie in that order, go back by less from one to the next. */
const REORDERED_S = 1;
/** So many that never went back are in the order in which they are shown. */
const UNITS_IN_ORDER = 8;
/** Behind a longer gap it is another recording; ffmpeg draws the line here, too. */
export const GAP_S = 10;
/** What VC-1 pictures and the like are announced by. */
const EXTENDED_STREAM_ID = 0xfd;

/** One timestamp of one stream. */
export interface Unit {
  pid: number;
  /** Ticks of 90 kHz, of decoding where that is told. */
  time: number;
  isPicture: boolean;
  tellsDecoding: boolean;
}

/** What was seen of one stream's clock. */
export class Clock {
  time: number;
  #units = 0;
  #wentBack = false;
  #tellsDecoding = false;

  constructor(time: number) {
    this.time = time;
  }

  /** @returns whether the clock jumps to this unit; takes it, if not */
  jumpsTo({ time, isPicture, tellsDecoding }: Unit): boolean {
    this.#tellsDecoding ||= tellsDecoding;
    const seconds = secondsFrom(this.time, time);
    const isInOrder = !isPicture || this.#tellsDecoding || (this.#units >= UNITS_IN_ORDER && !this.#wentBack);
    if (seconds < (isInOrder ? -BACK_S : -REORDERED_S) || seconds > GAP_S) return true;
    this.#wentBack ||= seconds < 0;
    this.#units += 1;
    this.time = time;
    return false;
  }
}

/** @param payload of a packet in which a unit starts @returns null where no time is told */
export function timedUnit(pid: number, payload: Uint8Array): Unit | null {
  const isPes = payload[0] === 0 && payload[1] === 0 && payload[2] === 1;
  if (!isPes || payload.length < 14 || (payload[7]! & 0x80) === 0) return null;
  const streamId = payload[3]!;
  const isPicture = (streamId & 0xf0) === 0xe0 || streamId === EXTENDED_STREAM_ID;
  const tellsDecoding = (payload[7]! & 0x40) !== 0 && payload.length >= 19;
  return { pid, time: readTimestamp(payload, tellsDecoding ? 14 : 9), isPicture, tellsDecoding };
}

/** Seconds from one tick to another, the shorter way round the clock. */
export function secondsFrom(before: number, time: number): number {
  const ticks = (time - before + CLOCK_TICKS) % CLOCK_TICKS;
  return (ticks > CLOCK_TICKS / 2 ? ticks - CLOCK_TICKS : ticks) / TICKS_PER_S;
}
