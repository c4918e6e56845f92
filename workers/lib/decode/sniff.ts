/** Looks at the first bytes and the box structure of a file: what is certainly no video, what is cut off. */

import { FIRST_BOX_TYPE, topBoxes } from '../../../core/container/boxes';
import { claimedSize } from '../../../core/container/ebml-search';
import { readerOf } from '../../../core/container/read';

const HEAD_BYTES = 4096;

type Signature = [kind: string, offset: number, bytes: string | number[]];

const PHOTOS: Signature[] = [
  ['a JPEG picture', 0, [0xff, 0xd8, 0xff]],
  ['a PNG picture', 0, [0x89, 0x50, 0x4e, 0x47]],
  ['a GIF picture', 0, 'GIF8'],
  ['a WebP picture', 8, 'WEBP'],
  ['a TIFF picture', 0, [0x49, 0x49, 0x2a, 0x00]],
  ['a TIFF picture', 0, [0x4d, 0x4d, 0x00, 0x2a]],
  ['a HEIC picture', 4, 'ftypheic'],
  ['a HEIC picture', 4, 'ftypheix'],
  ['a HEIC picture', 4, 'ftyphevc'],
  ['a HEIC picture', 4, 'ftypmif1'],
  ['a HEIC picture', 4, 'ftypmsf1'],
  ['an AVIF picture', 4, 'ftypavif'],
  ['an AVIF picture', 4, 'ftypavis'],
];
const SIGNATURES: Signature[] = [
  ...PHOTOS,
  ['a PDF document', 0, '%PDF'],
  ['a zip archive or office document', 0, [0x50, 0x4b, 0x03, 0x04]],
  ['a RAR archive', 0, 'Rar!'],
  ['a 7z archive', 0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['a gzip archive', 0, [0x1f, 0x8b, 0x08]],
  ['a Windows program', 0, [0x4d, 0x5a, 0x90]],
  ['a Linux program', 0, [0x7f, 0x45, 0x4c, 0x46]],
];

/** @returns what the file certainly is instead of a video, or null */
export async function knownNonVideo(file: Blob): Promise<string | null> {
  const head = await headOf(file);
  const kind = signed(head, SIGNATURES);
  if (kind !== null) return kind;
  if (head.every((byte) => byte === 0)) return 'nothing but zeros at its start';
  if (looksLikeText(head)) return startsLikeHtml(head) ? 'a web page' : 'text';
  return null;
}

/** @returns what kind of photo the file is by its first bytes, or null */
export async function knownPhoto(file: Blob): Promise<string | null> {
  return signed(await headOf(file), PHOTOS);
}

/** Where a download has not got to yet, there are zeros. Samples this many places of this many bytes. */
const PLACES = 32;
const PLACE_BYTES = 1024;
/** Below this a file is read as fast as it is sampled. */
const MIN_SAMPLED_BYTES = 16 * 1024 * 1024;

/** @returns the share of a large file that is nothing but zeros, 0..1, estimated */
export async function emptyShare(file: Blob): Promise<number> {
  if (file.size < MIN_SAMPLED_BYTES) return 0;
  const places = Array.from({ length: PLACES }, (_, i) => Math.floor(((i + 0.5) / PLACES) * file.size));
  const bytes = await Promise.all(places.map((at) => file.slice(at, at + PLACE_BYTES).arrayBuffer()));
  return bytes.filter((buffer) => new Uint8Array(buffer).every((byte) => byte === 0)).length / PLACES;
}

export interface Survey {
  /** False for an mp4 or mov that ends before its index. */
  hasIndex: boolean;
  /** Share of the content that the file says it has and has not, 0..1; 0 where that cannot be told. */
  missing: number;
}

/** Reads the few bytes that tell whether a file is whole. */
export async function surveyFile(file: Blob): Promise<Survey> {
  const head = new DataView(await file.slice(0, 64).arrayBuffer());
  if (head.byteLength < 16) return { hasIndex: true, missing: 0 };
  const claimed = ascii(head, 0) === 'RIFF' ? riffSize(head) : await claimedSize(file);
  return claimed === null ? surveyBoxes(file) : { hasIndex: true, missing: share(claimed, file.size) };
}

/** Fewer bytes at a file's end are no box that anybody misses. */
const LONGEST_HEAD_BYTES = 16;
/** A sane file has a handful of boxes at the top. */
const MAX_BOXES = 1000;

/** By the top-level boxes of an mp4 or mov; anything else has no boxes and passes. */
async function surveyBoxes(file: Blob): Promise<Survey> {
  let hasIndex = false;
  let hasMedia = false;
  let at = 0;
  let count = 0;
  for await (const { type, endByte } of topBoxes(readerOf(file), file.size)) {
    if (count === 0 && !FIRST_BOX_TYPE.test(type)) break;
    // Rubbish behind a whole film is read as a box of any size; what is missing there is no media.
    if (hasIndex && hasMedia && type !== 'mdat' && endByte > file.size) break;
    hasIndex ||= type === 'moov';
    hasMedia ||= type === 'mdat';
    // Fragments may be thousands, and what is missing of them is told by nobody.
    if (type === 'moof' || ++count === MAX_BOXES) return { hasIndex, missing: 0 };
    at = endByte;
  }
  // Behind what is no box there may be an index all the same.
  const isDamaged = at + LONGEST_HEAD_BYTES <= file.size;
  return { hasIndex: hasIndex || isDamaged, missing: share(at, file.size) };
}

/** Recorders that stream leave the size at nothing or at its maximum. @returns 0 when the file does not say */
function riffSize(head: DataView): number {
  const size = head.getUint32(4, true);
  return size === 0xffffffff || size === 0 ? 0 : size + 8;
}

function share(claimed: number, size: number): number {
  return claimed > size ? 1 - size / claimed : 0;
}

function ascii(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}

async function headOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
}

function signed(head: Uint8Array, signatures: Signature[]): string | null {
  for (const [kind, offset, bytes] of signatures) {
    const wanted = typeof bytes === 'string' ? Array.from(bytes, (letter) => letter.charCodeAt(0)) : bytes;
    if (wanted.every((byte, i) => head[offset + i] === byte)) return kind;
  }
  return null;
}

function looksLikeText(head: Uint8Array): boolean {
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) return false;
  try {
    // The last letter may be cut in half.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function startsLikeHtml(head: Uint8Array): boolean {
  return /^\s*<(!doctype html|html|head|body|\?xml)/i.test(new TextDecoder().decode(head.subarray(0, 200)));
}
