/** What an MPEG transport stream says of itself (ISO/IEC 13818-1): its packets, and the streams of its programmes. */

const SYNC = 0x47;
/** Of a packet, less what layouts put around it. */
export const TS_BYTES = 188;
/** The clock of PTS and DTS: ticks per second, and after how many it begins anew. */
export const TICKS_PER_S = 90_000;
export const CLOCK_TICKS = 2 ** 33;
/** Bytes around a packet: none, an arrival time before it (Blu-ray, AVCHD), error correction behind it. */
const LAYOUTS = [
  { offset: 0, stride: TS_BYTES },
  { offset: 4, stride: TS_BYTES + 4 },
  { offset: 0, stride: TS_BYTES + 16 },
] as const;
/** Enough to tell a layout. */
const HEAD_BYTES = 1024;
/** Tables are repeated several times a second: at 100 Mbit/s that is some megabytes. */
export const TABLES_WITHIN_BYTES = 4 * 1024 * 1024;
const PAT_PID = 0;

/** Where packets lie: from `offset` of the file on, one every `stride` bytes. */
export interface PacketLayout {
  offset: number;
  stride: number;
}

/** One elementary stream as a programme map lists it. */
export interface ElementaryStream {
  pid: number;
  streamType: number;
  /** Tags of its descriptors. */
  descriptors: number[];
}

export interface ProgramTables {
  layout: PacketLayout;
  programs: number;
  /** PIDs of the programme maps. */
  mapPids: number[];
  /** Of all programmes, in the order in which they are listed. */
  streams: ElementaryStream[];
}

/** @param head the first bytes of a file @returns null when it is no transport stream */
export function packetLayout(head: Uint8Array): PacketLayout | null {
  const fits = ({ offset, stride }: PacketLayout) =>
    [0, 1, 2, 3].every((i) => head[offset + i * stride] === SYNC);
  return LAYOUTS.find(fits) ?? null;
}

/** @returns null when the file is no transport stream, or its tables are not found near its start */
export async function readTables(file: Blob): Promise<ProgramTables | null> {
  const layout = packetLayout(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  if (layout === null) return null;
  const bytes = new Uint8Array(await file.slice(0, TABLES_WITHIN_BYTES).arrayBuffer());
  let mapPids: number[] | null = null;
  const maps = new Map<number, ElementaryStream[]>();
  for (const { pid, section } of sections(
    bytes,
    layout,
    (pid) => pid === PAT_PID || !!mapPids?.includes(pid),
  )) {
    if (pid === PAT_PID) mapPids ??= programsOf(section);
    else if (!maps.has(pid)) maps.set(pid, streamsOf(section));
    if (mapPids !== null && maps.size === mapPids.length) break;
  }
  if (mapPids === null || maps.size === 0) return null;
  const streams = mapPids.flatMap((pid) => maps.get(pid) ?? []);
  return { layout, programs: mapPids.length, mapPids, streams };
}

/** Complete sections of the wanted PIDs, table header included. */
function* sections(
  bytes: Uint8Array,
  { offset, stride }: PacketLayout,
  isWanted: (pid: number) => boolean,
): Generator<{ pid: number; section: Uint8Array }> {
  const open = new Map<number, number[]>();
  for (let at = offset; at + TS_BYTES <= bytes.length; at += stride) {
    const packet = bytes.subarray(at, at + TS_BYTES);
    const header = readPacketHeader(packet);
    if (header === null || !isWanted(header.pid)) continue;
    let payload = packet.subarray(header.payloadAt);
    if (header.startsUnit) {
      payload = payload.subarray(1 + (payload[0] ?? 0));
      open.set(header.pid, []);
    }
    const collected = open.get(header.pid);
    if (collected === undefined) continue;
    collected.push(...payload);
    const length =
      collected.length < 3 ? Number.POSITIVE_INFINITY : 3 + (((collected[1]! & 0x0f) << 8) | collected[2]!);
    if (collected.length < length) continue;
    open.delete(header.pid);
    yield { pid: header.pid, section: Uint8Array.from(collected.slice(0, length)) };
  }
}

/** @param packet 188 bytes @returns null for one that is damaged or without content */
export function readPacketHeader(
  packet: Uint8Array,
): { pid: number; startsUnit: boolean; scrambled: boolean; payloadAt: number } | null {
  if (packet[0] !== SYNC || (packet[1]! & 0x80) !== 0) return null;
  const control = (packet[3]! >> 4) & 3;
  if ((control & 1) === 0) return null;
  const payloadAt = control === 3 ? 5 + packet[4]! : 4;
  if (payloadAt >= TS_BYTES) return null;
  return {
    pid: pidOf(packet),
    startsUnit: (packet[1]! & 0x40) !== 0,
    scrambled: (packet[3]! & 0xc0) !== 0,
    payloadAt,
  };
}

/** @param packet from its sync byte on */
export function pidOf(packet: Uint8Array): number {
  return ((packet[1]! & 0x1f) << 8) | packet[2]!;
}

/** @param at place of PTS (9) or DTS (14) in the header of a PES packet @returns ticks */
export function readTimestamp(header: ArrayLike<number>, at: number): number {
  const byte = (i: number) => header[at + i]!;
  const low = (byte(1) << 22) | ((byte(2) >> 1) << 15) | (byte(3) << 7) | (byte(4) >> 1);
  return ((byte(0) >> 1) & 7) * 2 ** 30 + low;
}

/** Programme association section → PIDs of the programme maps. */
function programsOf(section: Uint8Array): number[] {
  const pids: number[] = [];
  for (let at = 8; at + 4 <= section.length - 4; at += 4) {
    const program = (section[at]! << 8) | section[at + 1]!;
    // Programme 0 is the network's own table.
    if (program !== 0) pids.push(((section[at + 2]! & 0x1f) << 8) | section[at + 3]!);
  }
  return pids;
}

/** Programme map section → its elementary streams. */
function streamsOf(section: Uint8Array): ElementaryStream[] {
  const streams: ElementaryStream[] = [];
  const end = section.length - 4;
  let at = 12 + (((section[10]! & 0x0f) << 8) | section[11]!);
  while (at + 5 <= end) {
    const infoEnd = at + 5 + (((section[at + 3]! & 0x0f) << 8) | section[at + 4]!);
    const descriptors: number[] = [];
    for (let d = at + 5; d + 2 <= Math.min(infoEnd, end); d += 2 + section[d + 1]!)
      descriptors.push(section[d]!);
    streams.push({
      streamType: section[at]!,
      pid: ((section[at + 1]! & 0x1f) << 8) | section[at + 2]!,
      descriptors,
    });
    at = infoEnd;
  }
  return streams;
}

/** Stream types that hold neither picture nor sound: tables, data, splice points, Blu-ray's graphics and text. */
const NO_MEDIA_TYPES = new Set([
  0x05, 0x08, 0x0a, 0x0b, 0x0c, 0x0d, 0x12, 0x13, 0x14, 0x15, 0x16, 0x86, 0x90, 0x91, 0x92,
]);
const PRIVATE_DATA = 0x06;
/** Teletext, subtitles, application data, VBI. */
const NO_MEDIA_DESCRIPTORS = [0x45, 0x46, 0x56, 0x59, 0x6f];

/** @returns whether a stream may hold picture or sound, whoever knows its codec */
export function mayBeMedia({ streamType, descriptors }: ElementaryStream): boolean {
  if (NO_MEDIA_TYPES.has(streamType)) return false;
  return streamType !== PRIVATE_DATA || !descriptors.some((tag) => NO_MEDIA_DESCRIPTORS.includes(tag));
}
