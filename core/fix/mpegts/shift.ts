/**
 * The lossless fix of MPEG transport streams: the 33-bit times in the headers of some streams' packets (PES,
 * 13818-1 2.4.3.6) are raised, and not another byte changes. What is joined, of several programmes, or unknown stays
 * what it is, each part on its own clock. Nothing is ever lowered: no time falls behind the stream's clock (PCR), nor
 * below 0.
 */
import { concat } from '../../concat';
import {
  CLOCK_TICKS,
  type PacketLayout,
  readPacketHeader,
  readTimestamp,
  TS_BYTES,
} from '../../container/transport-stream';

/** Streams without such a header: their packets say no times (programme map, padding, ECM, EMM and the like). */
const WITHOUT_HEADER = new Set([0xbc, 0xbe, 0xbf, 0xf0, 0xf1, 0xf2, 0xf8, 0xff]);
/** A header that is not whole after so many further bytes never will be. */
const MOST_HELD_BYTES = 4 * 1024 * 1024;

/** The head of a stream's packet that says a time. */
export interface PesHeader {
  pid: number;
  /** Where each of its bytes lies: it may be spread over several transport packets. */
  places: number[];
  /** Start code, stream ID, length, flags, length of the header, PTS, and DTS where there is one. */
  bytes: number[];
}

/**
 * @param piece whole transport packets
 * @returns the headers in it, and where the first one begins of which the end is not there yet
 */
export function pesHeaders(
  piece: Uint8Array,
  { offset, stride }: PacketLayout,
): { headers: PesHeader[]; openFrom: number | null } {
  const headers: PesHeader[] = [];
  const open = new Map<number, PesHeader & { start: number }>();
  for (let start = 0; start + stride <= piece.length; start += stride) {
    const packet = piece.subarray(start + offset, start + offset + TS_BYTES);
    const info = readPacketHeader(packet);
    if (info === null || info.scrambled) continue;
    const { pid } = info;
    if (info.startsUnit) open.set(pid, { pid, places: [], bytes: [], start });
    const header = open.get(pid);
    if (header === undefined) continue;
    for (let i = info.payloadAt; i < TS_BYTES && header.bytes.length < lengthOf(header.bytes); i++) {
      header.places.push(start + offset + i);
      header.bytes.push(packet[i] as number);
    }
    if (header.bytes.length < lengthOf(header.bytes)) continue;
    open.delete(pid);
    if (saysTime(header.bytes)) headers.push(header);
  }
  const starts = [...open.values()].map(({ start }) => start);
  return { headers, openFrom: starts.length > 0 ? Math.min(...starts) : null };
}

/** @returns presentation time of a header, in ticks */
export function presentationTime({ bytes }: PesHeader): number {
  return readTimestamp(bytes, 9);
}

/**
 * The stream with the times of some of its streams raised.
 * @param pieces of the file, of any size, in order; changed in place
 * @param ticks of 90 kHz, >= 0
 */
export async function* delayStreams(
  pieces: AsyncIterable<Uint8Array>,
  layout: PacketLayout,
  isDelayed: (pid: number) => boolean,
  ticks: number,
): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array();
  for await (const piece of pieces) {
    const whole = concat([held, piece]);
    const packets = whole.length - (whole.length % layout.stride);
    const { headers, openFrom } = pesHeaders(whole.subarray(0, packets), layout);
    const waits = openFrom !== null && whole.length - openFrom <= MOST_HELD_BYTES;
    const upTo = waits ? openFrom : packets;
    // Those behind are looked at again with what follows.
    for (const header of headers)
      if (isDelayed(header.pid) && header.places[0]! < upTo) delay(header, whole, ticks);
    if (upTo > 0) yield whole.subarray(0, upTo);
    held = whole.slice(upTo);
  }
  const { headers } = pesHeaders(held, layout);
  for (const header of headers) if (isDelayed(header.pid)) delay(header, held, ticks);
  if (held.length > 0) yield held;
}

function delay({ places, bytes }: PesHeader, into: Uint8Array, ticks: number): void {
  for (const from of hasDts(bytes) ? [9, 14] : [9]) {
    const time = (readTimestamp(bytes, from) + ticks) % CLOCK_TICKS;
    timeBytes(time, bytes[from]!).forEach((byte, i) => {
      into[places[from + i]!] = byte;
    });
  }
}

/** @param first byte as it was, of which the mark stays */
function timeBytes(ticks: number, first: number): number[] {
  const high = Math.floor(ticks / 2 ** 30);
  const low = ticks % 2 ** 30;
  return [
    (first & 0xf1) | (high << 1),
    (low >> 22) & 0xff,
    ((low >> 14) & 0xfe) | 1,
    (low >> 7) & 0xff,
    ((low << 1) & 0xfe) | 1,
  ];
}

/** Bytes of a header that are of interest, as far as its own first bytes tell. */
function lengthOf(bytes: readonly number[]): number {
  if (bytes.length < 9) return 9;
  if (!saysTime(bytes)) return 9;
  return hasDts(bytes) ? 19 : 14;
}

function saysTime(bytes: readonly number[]): boolean {
  const isStart = bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 1;
  return isStart && !WITHOUT_HEADER.has(bytes[3]!) && (bytes[6]! & 0xc0) === 0x80 && (bytes[7]! & 0x80) !== 0;
}

function hasDts(bytes: readonly number[]): boolean {
  return (bytes[7]! & 0x40) !== 0;
}
