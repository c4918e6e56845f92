/** Why a file that looks like a video cannot be read: looked at only when no reader takes it, or not all of it. */
import { BOX_TYPE, type Box, FIRST_BOX_TYPE, find, parseBoxes, topBoxes } from './boxes';
import { ContainerError } from './container-error';
import { readElement, readElements } from './ebml';
import { ID, TRACK } from './matroska';
import { readerOf } from './read';
import { packetLayout, readPacketHeader } from './transport-stream';

export type Diagnosis =
  /** `scheme` as the container names it: 'cenc', 'cbcs', 'FairPlay', ... */
  { is: 'encrypted'; scheme: string } | { is: 'damaged'; container: string; detail: string };

/** An index is tens of megabytes at most, even of a day. */
const MAX_INDEX_BYTES = 256 * 1024 * 1024;
const HEAD_BYTES = 1024 * 1024;
/** Types of sample entries that stand for encrypted streams. */
export const ENCRYPTED_ENTRIES = ['encv', 'enca', 'enct', 'encs', 'drmi', 'drms', 'p608'];

/** @returns null for a file that is none of the known containers, or in which nothing is wrong */
export async function diagnose(file: Blob): Promise<Diagnosis | null> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (isBmff(head)) return diagnoseBmff(file);
  if (startsWith(head, [0x1a, 0x45, 0xdf, 0xa3])) return diagnoseMatroska(head);
  if (packetLayout(head) !== null) return diagnoseTransportStream(head);
  if (startsWith(head, ASF_HEADER)) return diagnoseAsf(head);
  const kind = OTHERS.find(({ at, bytes }) => startsWith(head.subarray(at), bytes));
  return kind === undefined ? null : damaged(kind.name, 'No reader takes it.');
}

const text = (letters: string) => Array.from(letters, (letter) => letter.charCodeAt(0));
const OTHERS = [
  { name: 'avi', at: 8, bytes: text('AVI ') },
  { name: 'wav', at: 8, bytes: text('WAVE') },
  { name: 'ogg', at: 0, bytes: text('OggS') },
  { name: 'flv', at: 0, bytes: text('FLV') },
  { name: 'flac', at: 0, bytes: text('fLaC') },
  { name: 'mxf', at: 0, bytes: [0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01] },
  { name: 'mpeg', at: 0, bytes: [0, 0, 1, 0xba] },
];
const ASF_HEADER = [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11];
/** Content Encryption, Extended Content Encryption and Advanced Content Encryption objects. */
const ASF_ENCRYPTION = [
  [0xfb, 0xb3, 0x11, 0x22, 0x23, 0xbd, 0xd2, 0x11],
  [0x14, 0xe6, 0x8a, 0x29, 0x22, 0x26, 0x17, 0x4c],
  [0x33, 0x85, 0x05, 0x43, 0x81, 0x69, 0xe6, 0x49],
];

function isBmff(head: Uint8Array): boolean {
  return FIRST_BOX_TYPE.test(String.fromCharCode(...head.subarray(4, 8)));
}

async function diagnoseBmff(file: Blob): Promise<Diagnosis | null> {
  const brand = String.fromCharCode(...new Uint8Array(await file.slice(8, 12).arrayBuffer()));
  const container = brand === 'qt  ' ? 'mov' : 'mp4';
  const index = await findIndex(file);
  if (typeof index === 'string') return damaged(container, index);
  try {
    const boxes = parseBoxes(index);
    const tracks = boxes.filter(({ type }) => type === 'trak');
    for (const track of tracks) {
      const scheme = protectionOf(track);
      if (scheme !== null) return { is: 'encrypted', scheme };
    }
    const fault =
      tracks.length === 0
        ? 'The index lists no track.'
        : firstOf([...boxes.map(nameless), ...tracks.map(faultOf)]);
    return fault === null ? null : damaged(container, fault);
  } catch (error) {
    if (error instanceof ContainerError) return damaged(container, `${error.message}.`);
    throw error;
  }
}

/** @returns the content of the index, or what is wrong */
async function findIndex(file: Blob): Promise<Uint8Array | string> {
  const read = readerOf(file);
  let at = 0;
  for await (const { type, startByte, contentByte, endByte } of topBoxes(read, file.size)) {
    if (type === 'moov') {
      const size = endByte - startByte;
      return size > MAX_INDEX_BYTES ? `The index claims ${size} bytes.` : read(contentByte, endByte);
    }
    at = endByte;
  }
  return at + 8 <= file.size ? `There is no box at ${at}.` : 'There is no index.';
}

/** Zeros in the place of a box swallow all that follows it. */
function nameless({ type, content }: Box): string | null {
  if (type !== '' && !BOX_TYPE.test(type)) return 'A box in the index has no name.';
  return Array.isArray(content) ? firstOf(content.map(nameless)) : null;
}

/** What every track of a movie must have, down to the table of its samples. */
function faultOf(track: Box): string | null {
  const media = find(track, 'mdia');
  const lacks = (...path: string[]) => find(track, ...path) === null;
  const lacksTable = (type: string) => lacks('mdia', 'minf', 'stbl', type);
  const missing = [
    ...(lacks('tkhd') ? ['tkhd'] : []),
    ...['mdhd', 'hdlr'].filter((type) => lacks('mdia', type)),
    ...['stsd', 'stts', 'stsc'].filter(lacksTable),
    ...(lacksTable('stsz') && lacksTable('stz2') ? ['stsz'] : []),
    ...(lacksTable('stco') && lacksTable('co64') ? ['stco'] : []),
  ];
  if (missing.length > 0) return `A track lacks ${missing.join(', ')}.`;
  const entry = entryOf(track);
  if (entry === null || !BOX_TYPE.test(entry.type)) return 'A track does not say what its codec is.';
  const handler = bytesOf(media && find(media, 'hdlr'))?.subarray(8, 12);
  return handler?.every((byte) => byte === 0) ? 'A track does not say what it holds.' : null;
}

/** @returns the scheme of a track whose samples are encrypted */
function protectionOf(track: Box): string | null {
  const entry = entryOf(track);
  if (entry === null || !ENCRYPTED_ENTRIES.includes(entry.type)) return null;
  if (/^(drm|p608)/.test(entry.type)) return 'FairPlay';
  const letters = String.fromCharCode(...entry.content.subarray(0, 4096));
  // Scheme type box: length, 'schm', version and flags, then the scheme.
  const at = letters.indexOf('schm');
  const scheme = at < 0 ? '' : letters.slice(at + 8, at + 12);
  return scheme === 'itun' ? 'FairPlay' : scheme.trim() || entry.type;
}

/** First sample entry of a track. */
function entryOf(track: Box): { type: string; content: Uint8Array } | null {
  const description = bytesOf(find(track, 'mdia', 'minf', 'stbl', 'stsd'));
  if (description === null || description.length < 16) return null;
  const type = String.fromCharCode(...description.subarray(12, 16));
  return { type, content: description.subarray(16) };
}

function bytesOf(box: Box | null): Uint8Array | null {
  return box !== null && box.content instanceof Uint8Array ? box.content : null;
}

const CONTENT_ENCODING = 0x6240;
const CONTENT_ENCRYPTION = 0x5035;

function diagnoseMatroska(head: Uint8Array): Diagnosis | null {
  const header = readElement(head, 0);
  const segment = header?.endByte == null ? null : readElement(head, header.endByte);
  if (segment?.id !== ID.segment) return damaged('Matroska file', 'There is no segment.');
  const inside = (bytes: Uint8Array, ...ids: number[]): Uint8Array[] =>
    ids.reduce<Uint8Array[]>(
      (places, id) =>
        places.flatMap((place) =>
          readElements(place, 'upTo').flatMap((element) => (element.id === id ? [element.content] : [])),
        ),
      [bytes],
    );
  const tracks = inside(head.subarray(segment.contentByte), ID.tracks);
  // In a large file it may lie behind what was read.
  if (tracks.length === 0)
    return head.length < HEAD_BYTES ? damaged('Matroska file', 'There is no list of tracks.') : null;
  const encryption = tracks.flatMap((list) =>
    inside(list, TRACK.entry, TRACK.contentEncodings, CONTENT_ENCODING, CONTENT_ENCRYPTION),
  );
  return encryption.length > 0 ? { is: 'encrypted', scheme: 'Matroska' } : null;
}

/** More packets than this share are scrambled only in a stream that is: tables never are. */
const SCRAMBLED = 0.25;

function diagnoseTransportStream(head: Uint8Array): Diagnosis | null {
  const { offset, stride } = packetLayout(head)!;
  let scrambled = 0;
  let count = 0;
  for (let at = offset; at + 188 <= head.length; at += stride) {
    const packet = readPacketHeader(head.subarray(at, at + 188));
    if (packet === null) continue;
    count += 1;
    if (packet.scrambled) scrambled += 1;
  }
  return scrambled > SCRAMBLED * count ? { is: 'encrypted', scheme: 'conditional access' } : null;
}

function diagnoseAsf(head: Uint8Array): Diagnosis | null {
  const size = new DataView(head.buffer).getUint32(16, true);
  const header = head.subarray(0, size);
  const holds = (id: number[]) =>
    header.some((byte, at) => byte === id[0] && startsWith(header.subarray(at), id));
  return ASF_ENCRYPTION.some(holds)
    ? { is: 'encrypted', scheme: 'Windows Media' }
    : damaged('wmv', 'No reader takes it.');
}

function damaged(container: string, detail: string): Diagnosis {
  return { is: 'damaged', container, detail };
}

function startsWith(bytes: Uint8Array, wanted: readonly number[]): boolean {
  return wanted.every((byte, i) => bytes[i] === byte);
}

function firstOf<T>(values: (T | null)[]): T | null {
  return values.find((value) => value !== null) ?? null;
}
