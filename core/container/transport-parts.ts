/**
 * Transport streams whose clock starts anew on the way: recordings joined byte by byte, splices, streams that were
 * restarted. Each stretch with one clock is a part, and a transport stream of its own.
 */
import { concat } from '../concat';
import { BACK_S, Clock, GAP_S, secondsFrom, timedUnit, type Unit } from './transport-clock';
import {
  mayBeMedia,
  type PacketLayout,
  pidOf,
  readPacketHeader,
  readTables,
  TABLES_WITHIN_BYTES,
  TS_BYTES,
} from './transport-stream';

/** Smaller files are read whole, in larger ones some places first. */
const WHOLE_BYTES = 64 * 1024 * 1024;
const PLACES = 1024;
const PLACE_BYTES = 192 * 1024;
const PIECE_BYTES = 1024 * 1024;
/** Behind a jump, streams of the old clock are waited for within so many bytes; before it, as many tell which there are. */
const STRAGGLERS_BYTES = 4 * 1024 * 1024;
/** A sane recording has fewer. */
const MAX_JUMPS = 500;

/** The clock jumps at `byte`; packets of these PIDs still belong to the old one up to their own byte. */
interface Jump {
  byte: number;
  stragglers: Map<number, number>;
}

/**
 * @returns the parts in order, each to be read as a file of its own; null when there is one clock, or no transport
 *   stream. Little is held in memory: parts are slices of the file.
 */
export async function splitByClock(file: Blob): Promise<Blob[] | null> {
  const tables = await readTables(file);
  if (tables === null) return null;
  const { layout } = tables;
  const pids = new Set(tables.streams.filter(mayBeMedia).map(({ pid }) => pid));
  const scan = new Scan(file, layout, pids);
  const jumps: Jump[] = [];
  for (const [from, to] of await suspects(file, layout, scan)) {
    for (let at = from; at < to && jumps.length < MAX_JUMPS; ) {
      const jump = await scan.nextJump(at, to);
      if (jump === null) break;
      jumps.push(jump);
      at = Math.max(jump.byte + layout.stride, ...jump.stragglers.values());
    }
  }
  return jumps.length === 0
    ? null
    : cut(file, layout, jumps, await tablePackets(file, layout, tables.mapPids));
}

/** Stretches of the file in which the clock may jump, in order, each apart from the next. */
async function suspects(file: Blob, layout: PacketLayout, scan: Scan): Promise<[number, number][]> {
  if (file.size <= WHOLE_BYTES) return [[layout.offset, file.size]];
  const stepBytes = Math.ceil(file.size / PLACES / layout.stride) * layout.stride;
  // What the other streams told before a jump says which of them are late.
  const lookBack = Math.ceil(STRAGGLERS_BYTES / stepBytes);
  // Where each stream told a time last: there may be places at which it tells none.
  const last = new Map<number, { time: number; place: number }>();
  const steps: { from: number; to: number; gapS: number; places: number }[] = [];
  for (let place = 0, byte = layout.offset; byte < file.size; place++, byte += stepBytes) {
    const to = Math.min(byte + PLACE_BYTES, file.size);
    for (const [pid, time] of await scan.firstTimes(byte, to)) {
      const before = last.get(pid);
      last.set(pid, { time, place });
      if (before === undefined) continue;
      const from = layout.offset + Math.max(0, before.place - lookBack) * stepBytes;
      steps.push({ from, to, gapS: secondsFrom(before.time, time), places: place - before.place });
    }
  }
  const usual = steps.map(({ gapS, places }) => gapS / places).sort((a, b) => a - b);
  const median = usual[usual.length >> 1] ?? 0;
  return joined(
    steps
      .filter(({ gapS, places }) => gapS < -BACK_S || gapS > GAP_S + 8 * median * places)
      .map(({ from, to }) => [from, to]),
  );
}

/** What overlaps is one stretch: no jump is to be found twice. */
function joined(stretches: readonly [number, number][]): [number, number][] {
  const apart: [number, number][] = [];
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    const before = apart.at(-1);
    if (before && from <= before[1]) before[1] = Math.max(before[1], to);
    else apart.push([from, to]);
  }
  return apart;
}

/** Looks for timestamps of the media streams. */
class Scan {
  readonly #file: Blob;
  readonly #layout: PacketLayout;
  readonly #pids: Set<number>;

  constructor(file: Blob, layout: PacketLayout, pids: Set<number>) {
    this.#file = file;
    this.#layout = layout;
    this.#pids = pids;
  }

  /** First timestamp of each stream in these bytes. `from` is where a packet begins. */
  async firstTimes(from: number, to: number): Promise<Map<number, number>> {
    const times = new Map<number, number>();
    for await (const { pid, time } of this.#units(from, to)) if (!times.has(pid)) times.set(pid, time);
    return times;
  }

  /** The first place between these at which a stream's clock jumps. `from` is where a packet begins. */
  async nextJump(from: number, to: number): Promise<Jump | null> {
    const clocks = new Map<number, Clock>();
    for await (const unit of this.#units(from, to)) {
      const { pid, time, byte } = unit;
      const clock = clocks.get(pid) ?? new Clock(time);
      clocks.set(pid, clock);
      if (!clock.jumpsTo(unit)) continue;
      clocks.delete(pid);
      const last = new Map([...clocks].map(([each, { time: lastTime }]) => [each, lastTime]));
      return { byte, stragglers: await this.#stragglers(byte, time, last) };
    }
    return null;
  }

  /** @param last latest times by the old clock, of the streams that have not jumped */
  async #stragglers(from: number, newTime: number, last: Map<number, number>): Promise<Map<number, number>> {
    const late = new Set<number>();
    const stragglers = new Map<number, number>();
    const to = Math.min(this.#file.size, from + STRAGGLERS_BYTES);
    for await (const { pid, time, byte } of this.#units(from, to)) {
      const before = last.get(pid);
      if (before === undefined) continue;
      if (Math.abs(secondsFrom(before, time)) < Math.abs(secondsFrom(newTime, time))) {
        late.add(pid);
        continue;
      }
      if (late.has(pid)) stragglers.set(pid, byte);
      last.delete(pid);
      if (last.size === 0) break;
    }
    return stragglers;
  }

  async *#units(from: number, to: number): AsyncGenerator<Unit & { byte: number }> {
    const { stride } = this.#layout;
    const pieceBytes = Math.floor(PIECE_BYTES / stride) * stride;
    for (let at = from; at < to; at += pieceBytes) {
      const bytes = new Uint8Array(await this.#file.slice(at, Math.min(at + pieceBytes, to)).arrayBuffer());
      for (let inner = 0; inner + TS_BYTES <= bytes.length; inner += stride) {
        const packet = bytes.subarray(inner, inner + TS_BYTES);
        const header = readPacketHeader(packet);
        if (header === null || !header.startsUnit || !this.#pids.has(header.pid)) continue;
        const unit = timedUnit(header.pid, packet.subarray(header.payloadAt));
        if (unit !== null) yield { ...unit, byte: at + inner };
      }
    }
  }
}

/** Two parts of the file at each jump; packets that come late go to the part that they belong to. */
async function cut(
  file: Blob,
  layout: PacketLayout,
  jumps: Jump[],
  tables: Uint8Array<ArrayBuffer>,
): Promise<Blob[]> {
  const parts: Blob[] = [];
  let pieces: (Blob | Uint8Array<ArrayBuffer>)[] = [];
  let from = 0;
  for (const { byte, stragglers } of jumps) {
    pieces.push(file.slice(from, packetStart(byte, layout)));
    from = packetStart(Math.max(byte, ...stragglers.values()), layout);
    const mixed = new Uint8Array(await file.slice(packetStart(byte, layout), from).arrayBuffer());
    const [old, fresh] = sorted(mixed, layout, packetStart(byte, layout), stragglers);
    parts.push(new Blob([...pieces, old]));
    // The new part is read alone: it begins with the tables that tell what is in it.
    pieces = [tables, fresh];
  }
  parts.push(new Blob([...pieces, file.slice(from)]));
  return parts;
}

/** Packets of the old clock, and of the new one. */
function sorted(
  bytes: Uint8Array<ArrayBuffer>,
  { offset, stride }: PacketLayout,
  from: number,
  stragglers: Map<number, number>,
): [old: Uint8Array<ArrayBuffer>, fresh: Uint8Array<ArrayBuffer>] {
  const halves: [Uint8Array[], Uint8Array[]] = [[], []];
  for (let at = 0; at + stride <= bytes.length; at += stride) {
    const packet = bytes.subarray(at, at + stride);
    const isOld = from + at + offset < (stragglers.get(pidOf(packet.subarray(offset))) ?? 0);
    halves[isOld ? 0 : 1].push(packet);
  }
  return [concat(halves[0]), concat(halves[1])];
}

/** The first packets of the tables, as they are. */
async function tablePackets(
  file: Blob,
  { offset, stride }: PacketLayout,
  mapPids: number[],
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await file.slice(0, TABLES_WITHIN_BYTES).arrayBuffer());
  const wanted = [0, ...mapPids];
  const found: Uint8Array[] = [];
  const isDone = new Set<number>();
  for (let at = 0; at + stride <= bytes.length && isDone.size <= wanted.length; at += stride) {
    const header = readPacketHeader(bytes.subarray(at + offset, at + offset + TS_BYTES));
    if (header === null || !wanted.includes(header.pid)) continue;
    // A table's second beginning ends its first.
    if (header.startsUnit && found.some((packet) => pidOf(packet.subarray(offset)) === header.pid))
      isDone.add(header.pid);
    if (isDone.size === wanted.length) break;
    if (!isDone.has(header.pid)) found.push(bytes.subarray(at, at + stride));
  }
  return concat(found);
}

/** Where the packet begins whose sync byte is here. */
function packetStart(byte: number, { offset }: PacketLayout): number {
  return byte - offset;
}
