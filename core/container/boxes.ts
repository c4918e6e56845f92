/** MP4 and QuickTime boxes as a tree that can be changed and written again (ISO/IEC 14496-12). */
import { ContainerError } from './container-error';
import type { Read } from './read';
import { viewOf } from './view';

export interface Box {
  type: string;
  /** Content, header not included: bytes, or children. */
  content: Uint8Array | Box[];
}

/** Boxes that hold nothing but boxes, and that are looked into here; all others stay bytes. */
const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'udta', 'mvex', 'moof', 'traf']);

/**
 * @param bytes content of a box that holds boxes; the result keeps views of it
 * @throws ContainerError for sizes that do not fit
 */
export function parseBoxes(bytes: Uint8Array): Box[] {
  const view = viewOf(bytes);
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    const { type, headerBytes, size } = readHeader(view, at, bytes.length - at);
    if (size < headerBytes || at + size > bytes.length)
      throw new ContainerError(`Box ${type} of ${size} bytes at ${at} of ${bytes.length}`);
    const content = bytes.subarray(at + headerBytes, at + size);
    boxes.push({ type, content: CONTAINERS.has(type) ? childrenOf(type, content) : content });
    at += size;
  }
  // QuickTime ends lists of user data with four zeros.
  if (at < bytes.length) boxes.push({ type: '', content: bytes.subarray(at) });
  return boxes;
}

/** @param room bytes up to the end of the file or of the box around; what a size of 0 stands for */
export function readHeader(
  view: DataView,
  at: number,
  room: number,
): { type: string; headerBytes: 8 | 16; size: number } {
  const short = view.getUint32(at);
  const type = String.fromCharCode(...[4, 5, 6, 7].map((i) => view.getUint8(at + i)));
  if (short === 1 && at + 16 <= view.byteLength)
    return { type, headerBytes: 16, size: Number(view.getBigUint64(at + 8)) };
  return { type, headerBytes: 8, size: short === 0 ? room : short };
}

/** What an MP4 or QuickTime file begins with. */
export const FIRST_BOX_TYPE = /^(ftyp|moov|mdat|free|skip|wide|pnot|styp)$/;
/** Types are letters; anything else at the place of a box is damage, or no such file at all. */
export const BOX_TYPE = /^[\x20-\x7e\xa9]{4}$/;

/**
 * The boxes at the top of a file, by their heads alone. Ends at what is no box.
 * `endByte` is what the box claims, and may lie beyond the end of the file.
 */
export async function* topBoxes(
  read: Read,
  fileBytes: number,
): AsyncGenerator<{ type: string; startByte: number; contentByte: number; endByte: number }> {
  for (let at = 0; at + 8 <= fileBytes; ) {
    const head = await read(at, Math.min(at + 16, fileBytes));
    const { type, headerBytes, size } = readHeader(viewOf(head), 0, fileBytes - at);
    if (!BOX_TYPE.test(type) || size < headerBytes) return;
    yield { type, startByte: at, contentByte: at + headerBytes, endByte: at + size };
    at += size;
  }
}

export function serialize(boxes: readonly Box[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(boxes.reduce((sum, box) => sum + boxSize(box), 0));
  const view = viewOf(bytes);
  let at = 0;
  for (const box of boxes) at = write(box, bytes, view, at);
  return bytes;
}

export function boxSize({ type, content }: Box): number {
  const inner = Array.isArray(content)
    ? content.reduce((sum, child) => sum + boxSize(child), 0)
    : content.length;
  return type === '' ? inner : inner + 8;
}

/** First child of this path. */
export function find(box: Box, ...path: string[]): Box | null {
  let here: Box | undefined = box;
  for (const type of path) {
    if (here === undefined || !Array.isArray(here.content)) return null;
    here = here.content.find((child) => child.type === type);
  }
  return here ?? null;
}

/** Content of a box that is known to hold bytes. @throws ContainerError when it is not there or too short */
export function payload(box: Box, path: string[], atLeast: number): DataView {
  const content = find(box, ...path)?.content;
  if (!(content instanceof Uint8Array) || content.length < atLeast)
    throw new ContainerError(`Box ${[box.type, ...path].join('/')} is missing or too short`);
  return viewOf(content);
}

/** Puts a box in the place of the first one of its type, or at the end. `before`: in front of this type. */
export function put(parent: Box, box: Box, before?: string): void {
  if (!Array.isArray(parent.content)) throw new ContainerError(`Box ${parent.type} holds no boxes`);
  const at = parent.content.findIndex(({ type }) => type === box.type);
  if (at >= 0) {
    parent.content[at] = box;
    return;
  }
  const place = before === undefined ? -1 : parent.content.findIndex(({ type }) => type === before);
  if (place < 0) parent.content.push(box);
  else parent.content.splice(place, 0, box);
}

export function take(parent: Box, type: string): void {
  if (Array.isArray(parent.content)) parent.content = parent.content.filter((box) => box.type !== type);
}

/** User data may be anything that calls itself so: what does not parse stays bytes. */
function childrenOf(type: string, content: Uint8Array): Box[] | Uint8Array {
  if (type !== 'udta') return parseBoxes(content);
  try {
    return parseBoxes(content);
  } catch {
    return content;
  }
}

function write(box: Box, bytes: Uint8Array, view: DataView, at: number): number {
  const size = boxSize(box);
  if (size > 0xffffffff) throw new ContainerError(`Box ${box.type} of ${size} bytes`);
  let inner = at;
  if (box.type !== '') {
    view.setUint32(at, size);
    for (let i = 0; i < 4; i++) bytes[at + 4 + i] = box.type.charCodeAt(i);
    inner += 8;
  }
  if (Array.isArray(box.content)) for (const child of box.content) inner = write(child, bytes, view, inner);
  else bytes.set(box.content, inner);
  return at + size;
}
