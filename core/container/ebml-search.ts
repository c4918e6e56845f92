/** Just enough of EBML, the tree that Matroska and WebM files are made of, for what mediabunny leaves out. */

const EBML_HEADER = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TRACK_TYPE = 0x83;
const CODEC_DELAY = 0x56aa;
const AUDIO = 2;
/** No list of tracks is larger; attachments and indexes are skipped unread. */
const MAX_TRACKS_BYTES = 4 * 1024 * 1024;
const MAX_ELEMENTS = 200;

interface Element {
  id: number;
  bodyAt: number;
  /** Infinity when the file does not say. */
  endAt: number;
}

/** @returns the whole length the file claims, 0 when it does not say; null when it is no Matroska file */
export async function claimedSize(file: Blob): Promise<number | null> {
  const segment = await findSegment(file);
  if (segment === null) return null;
  return segment === 'none' || !Number.isFinite(segment.endAt) ? 0 : segment.endAt;
}

/**
 * CodecDelay per audio track, in file order, in seconds: what has to be subtracted from the track's timestamps.
 * ffmpeg writes it for AAC and others as well as for Opus since version 6.
 */
export async function codecDelaysS(file: Blob): Promise<number[]> {
  const segment = await findSegment(file);
  if (segment === null || segment === 'none') return [];
  let at = segment.bodyAt;
  for (let count = 0; count < MAX_ELEMENTS && at < file.size; count++) {
    const element = readElement(await view(file, at, 12), 0);
    if (element === null || element.id === CLUSTER) return [];
    const size = element.endAt - element.bodyAt;
    if (element.id === TRACKS) {
      return size > MAX_TRACKS_BYTES ? [] : delaysIn(await view(file, at + element.bodyAt, size));
    }
    at += element.endAt;
  }
  return [];
}

/** @returns 'none' for a Matroska file that is too damaged to say where its segment is */
async function findSegment(file: Blob): Promise<Element | 'none' | null> {
  const head = await view(file, 0, 128);
  if (head.byteLength < 16 || head.getUint32(0) !== EBML_HEADER) return null;
  const header = readElement(head, 0);
  const segment = header === null ? null : readElement(head, header.endAt);
  return segment === null || segment.id !== SEGMENT ? 'none' : segment;
}

function delaysIn(tracks: DataView): number[] {
  const audio = [...children(tracks, 0, tracks.byteLength)]
    .filter(({ id }) => id === TRACK_ENTRY)
    .map((entry) => [...children(tracks, entry.bodyAt, entry.endAt)])
    .filter((fields) => fields.some((field) => field.id === TRACK_TYPE && unsigned(tracks, field) === AUDIO));
  return audio.map((fields) => {
    const delay = fields.find(({ id }) => id === CODEC_DELAY);
    return delay === undefined ? 0 : unsigned(tracks, delay) / 1e9;
  });
}

function* children(data: DataView, from: number, to: number): Generator<Element> {
  for (let at = from; at < to; ) {
    const element = readElement(data, at);
    if (element === null || element.endAt > to) return;
    yield element;
    at = element.endAt;
  }
}

function readElement(data: DataView, at: number): Element | null {
  const id = readVint(data, at);
  if (id === null) return null;
  const size = readVint(data, id.endAt);
  if (size === null) return null;
  const bodyAt = size.endAt;
  return { id: id.withMarker, bodyAt, endAt: size.unknown ? Number.POSITIVE_INFINITY : bodyAt + size.value };
}

/** EBML's number of variable length: as many leading zeros as further bytes, then a marker. */
function readVint(
  data: DataView,
  at: number,
): { value: number; withMarker: number; unknown: boolean; endAt: number } | null {
  if (at >= data.byteLength) return null;
  const first = data.getUint8(at);
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > data.byteLength) return null;
  const mask = (1 << (8 - length)) - 1;
  let value = first & mask;
  let withMarker = first;
  let unknown = value === mask;
  for (let i = 1; i < length; i++) {
    const byte = data.getUint8(at + i);
    value = value * 256 + byte;
    withMarker = withMarker * 256 + byte;
    unknown &&= byte === 255;
  }
  return { value, withMarker, unknown, endAt: at + length };
}

function unsigned(data: DataView, { bodyAt, endAt }: Element): number {
  let value = 0;
  for (let at = bodyAt; at < endAt; at++) value = value * 256 + data.getUint8(at);
  return value;
}

async function view(file: Blob, at: number, count: number): Promise<DataView> {
  return new DataView(await file.slice(at, at + count).arrayBuffer());
}
