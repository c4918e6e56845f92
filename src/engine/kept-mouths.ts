/**
 * Mouths that outlive a reload: each piece is written to the browser's private storage as it is made, and found again
 * by what it was made of. One folder per dub: `dub.json`, `source`, and a file of mouths for each piece.
 */
import { packTypedJson, unpackTypedJson } from '../../core/typed-json';
import { type DubPicture, type DubTrack, MOUTH_BYTES, type Mouths } from '../../workers/dub/contract';
import { holdLock } from '../../workers/lib/opfs/locks';

const FOLDER = 'dubs';
const ABOUT = 'dub.json';
const SOURCE = 'source';
const PIECE = /^mouths-(\d+)$/;
/** Dubs kept besides the one in work, and for how long. */
const MOST_OTHERS = 3;
const KEEP_MS = 14 * 24 * 3_600_000;

/** What a visitor is told of it. */
export interface DubOutline {
  faceName: string;
  speechName: string;
  /** Of the whole dub. */
  pictures: number;
  /** How many mouths a picture has, one for each speech; one where this is left out. */
  voices?: number;
}

export interface KeptDub extends DubOutline {
  key: string;
  made: number;
}

/** As the faces were found: places of mouths hang on it, so that it is not found anew. */
export interface DubSource {
  picture: DubPicture;
  tracks: DubTrack[];
}

export class KeptMouths {
  readonly key: string;
  /** Of an earlier render; null when there was none. */
  readonly source: DubSource | null;
  /** Of an earlier render, without a gap from the first picture on. */
  readonly mouths: readonly Mouths[];
  readonly #folder: FileSystemDirectoryHandle;
  readonly #letGo: () => void;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(
    key: string,
    source: DubSource | null,
    mouths: readonly Mouths[],
    folder: FileSystemDirectoryHandle,
    letGo: () => void,
  ) {
    this.key = key;
    this.source = source;
    this.mouths = mouths;
    this.#folder = folder;
    this.#letGo = letGo;
  }

  /** @returns null where the browser stores nothing, or another tab is at the same dub */
  static async open(key: string): Promise<KeptMouths | null> {
    const letGo = await lock(key);
    if (letGo === null) return null;
    try {
      const root = await dubsFolder();
      await removeOthers(root, key);
      const folder = await root.getDirectoryHandle(key, { create: true });
      // Without it mouths are of no use: it is written before the first of them.
      const source = await sourceIn(folder);
      if (source === null) await clear(folder);
      const about = await aboutIn(folder);
      const mouths = source === null ? [] : await mouthsIn(folder, about?.outline);
      // As old as when it was last gone on with, not as when it was begun.
      if (about && mouths.length > 0)
        await write(folder, ABOUT, JSON.stringify(about.outline)).catch(() => undefined);
      return new KeptMouths(key, source, mouths, folder, letGo);
    } catch {
      letGo();
      return null;
    }
  }

  /** Before the first `keep` of a new dub. @throws DOMException, such as for want of room */
  async begin(about: DubOutline, source: DubSource): Promise<void> {
    await write(this.#folder, SOURCE, packTypedJson(source));
    await write(this.#folder, ABOUT, JSON.stringify(about));
  }

  /** @returns the same mouths, read from storage from now on @throws DOMException */
  keep(mouths: Mouths): Promise<Mouths> {
    const kept = this.#writing.then(async () => {
      const name = `mouths-${mouths.first}`;
      await write(this.#folder, name, mouths.pixels);
      const handle = await this.#folder.getFileHandle(name);
      return { ...mouths, pixels: await handle.getFile() };
    });
    this.#writing = kept.catch(() => undefined);
    return kept;
  }

  /** Another tab, or this page after a reload, may go on with them. */
  async release(): Promise<void> {
    await this.#writing;
    this.#letGo();
  }
}

/** Those that no tab is at, the latest first. Never rejects. */
export async function listKept(): Promise<KeptDub[]> {
  const found: (KeptDub & { changedMs: number })[] = [];
  try {
    const storage = await navigator.storage.getDirectory();
    // Not made for whoever never dubbed.
    const root = await storage.getDirectoryHandle(FOLDER);
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    const inUse = new Set(held.map(({ name }) => name));
    for await (const [key, handle] of root.entries()) {
      if (handle.kind !== 'directory' || inUse.has(lockOf(key))) continue;
      const folder = handle as FileSystemDirectoryHandle;
      const about = await aboutIn(folder);
      const made = (await mouthsIn(folder, about?.outline)).reduce((sum, { count }) => sum + count, 0);
      if (about && made > 0) found.push({ ...about.outline, key, made, changedMs: about.changedMs });
    }
  } catch {
    return [];
  }
  return found
    .toSorted((a, b) => b.changedMs - a.changedMs)
    .map(({ key, faceName, speechName, pictures, made }) => ({ key, faceName, speechName, pictures, made }));
}

/** Never rejects. */
export async function forgetKept(key: string): Promise<void> {
  const letGo = await lock(key);
  if (letGo === null) return;
  await dubsFolder()
    .then((root) => root.removeEntry(key, { recursive: true }))
    .catch(() => undefined);
  letGo();
}

async function dubsFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

/** Contiguous from the first picture on: a piece that is missing or cut off ends them. */
async function mouthsIn(
  folder: FileSystemDirectoryHandle,
  { voices = 1 }: Pick<DubOutline, 'voices'> = {},
): Promise<Mouths[]> {
  const pieces: Mouths[] = [];
  for await (const [name, handle] of folder.entries()) {
    const first = PIECE.exec(name)?.[1];
    if (first === undefined || handle.kind !== 'file') continue;
    const pixels = await (handle as FileSystemFileHandle).getFile();
    pieces.push({ first: Number(first), count: Math.floor(pixels.size / (voices * MOUTH_BYTES)), pixels });
  }
  pieces.sort((a, b) => a.first - b.first);
  let next = 0;
  const gap = pieces.findIndex(({ first, count }) => {
    if (first !== next) return true;
    next += count;
    return false;
  });
  return gap < 0 ? pieces : pieces.slice(0, gap);
}

async function sourceIn(folder: FileSystemDirectoryHandle): Promise<DubSource | null> {
  try {
    const file = await (await folder.getFileHandle(SOURCE)).getFile();
    return unpackTypedJson(new Uint8Array(await file.arrayBuffer())) as DubSource;
  } catch {
    return null;
  }
}

async function aboutIn(
  folder: FileSystemDirectoryHandle,
): Promise<{ outline: DubOutline; changedMs: number } | null> {
  try {
    const file = await (await folder.getFileHandle(ABOUT)).getFile();
    return { outline: JSON.parse(await file.text()) as DubOutline, changedMs: file.lastModified };
  } catch {
    return null;
  }
}

/** Removes what is old, and all but the latest. */
async function removeOthers(root: FileSystemDirectoryHandle, key: string): Promise<void> {
  const others: { key: string; changedMs: number }[] = [];
  for await (const [name, handle] of root.entries()) {
    if (name === key || handle.kind !== 'directory') continue;
    const about = await aboutIn(handle as FileSystemDirectoryHandle);
    others.push({ key: name, changedMs: about?.changedMs ?? 0 });
  }
  others.sort((a, b) => b.changedMs - a.changedMs);
  for (const [place, { key: other, changedMs }] of others.entries())
    if (place >= MOST_OTHERS || Date.now() - changedMs > KEEP_MS) await forgetKept(other);
}

async function clear(folder: FileSystemDirectoryHandle): Promise<void> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  for (const name of names) await folder.removeEntry(name);
}

/** Whole or not at all: what is written shows with `close`. */
async function write(folder: FileSystemDirectoryHandle, name: string, data: FileSystemWriteChunkType) {
  const handle = await folder.getFileHandle(name, { create: true });
  const stream = await handle.createWritable();
  await stream.write(data);
  await stream.close();
}

const lockOf = (key: string) => `lipslate-dub-${key}`;

/** @returns what lets go of it; null when somebody else holds it, or this page may hold nothing */
function lock(key: string): Promise<(() => void) | null> {
  return holdLock(lockOf(key), { ifAvailable: true }).catch(() => null);
}
