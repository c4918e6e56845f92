/**
 * Heavy parts (wasm, models, the example clip, the largest workers): stored after their first use, so that a device
 * keeps only the variants it runs. The parts every check needs are stored ahead, when the page is idle.
 */
import { goesWith, isNeededBy, OFFLINE_GROUPS } from './groups';
import { withSecurityHeaders } from './headers';
import type { OfflineGroup, OfflinePart, WarmAnswer, WarmRoom } from './messages';

/** One built file; `revision` is null when its name carries a hash. `url` is relative to the scope. */
export interface HeavyPart {
  url: string;
  revision: string | null;
}

declare const self: ServiceWorkerGlobalScope;

const CACHE = 'lipslate-heavy';
const underWay = new Map<string, Promise<Download>>();

export function heavyPartFor(url: URL, parts: HeavyPart[]): HeavyPart | null {
  return parts.find((part) => new URL(part.url, self.registration.scope).pathname === url.pathname) ?? null;
}

/** From the cache, else from the network and into the cache. Understands a Range request on a stored part. */
export async function serveHeavy(part: HeavyPart, request: Request): Promise<Response> {
  const stored = await (await caches.open(CACHE)).match(cacheKey(part));
  const range = request.headers.get('range');
  if (stored) return withSecurityHeaders(range ? await slice(stored, range) : stored);
  if (range) return withSecurityHeaders(await fetch(request));
  const { body, init } = await download(part);
  return withSecurityHeaders(new Response(body, init));
}

/** Stores what every check needs, or every dub. Never throws: a phone without room must still work online. */
export async function warm(parts: HeavyPart[], need: WarmRoom | OfflineGroup = 'check'): Promise<WarmAnswer> {
  try {
    const cache = await caches.open(CACHE);
    for (const part of parts.filter(({ url }) => isNeededBy(need, url))) {
      if (await cache.match(cacheKey(part))) continue;
      const { problem } = await download(part);
      if (problem !== null) return { ready: false, problem };
    }
  } catch {
    return { ready: false, problem: 'network' };
  }
  return { ready: true, problem: null };
}

/** What is in use goes on; it is fetched and stored again when it is used the next time. @returns the bytes freed */
export async function removeGroup(parts: HeavyPart[], group: OfflineGroup): Promise<number> {
  const cache = await caches.open(CACHE);
  const urls = parts.map(({ url }) => url);
  const storedKeys = new Set((await cache.keys()).map(({ url }) => url));
  const storedUrls = new Set(parts.filter((part) => storedKeys.has(cacheKey(part))).map(({ url }) => url));
  let freedBytes = 0;
  for (const part of parts.filter(({ url }) => goesWith(group, url, urls, (each) => storedUrls.has(each)))) {
    const key = cacheKey(part);
    // What comes in at this moment would stay.
    await underWay.get(key)?.catch(() => undefined);
    const stored = await cache.match(key);
    if (!stored) continue;
    const { size } = await stored.blob();
    if (await cache.delete(key)) freedBytes += size;
  }
  return freedBytes;
}

/** What there is for use without a network, and whether all of it is stored. */
export async function offlineParts(parts: HeavyPart[]): Promise<OfflinePart[]> {
  const cache = await caches.open(CACHE);
  return Promise.all(
    OFFLINE_GROUPS.map(async (group) => {
      const files = await Promise.all(
        parts
          .filter(({ url }) => isNeededBy(group, url))
          .map(async (part) => {
            const stored = await cache.match(cacheKey(part));
            const bytes = stored ? (await stored.blob()).size : await sizeAtHost(part);
            return { stored: stored !== undefined, bytes };
          }),
      );
      const bytes = files.reduce<number | null>(
        (sum, file) => (sum === null || file.bytes === null ? null : sum + file.bytes),
        0,
      );
      return { group, bytes, stored: files.length > 0 && files.every(({ stored }) => stored) };
    }),
  );
}

/** Null without a network, or from a host that does not say. */
async function sizeAtHost(part: HeavyPart): Promise<number | null> {
  try {
    const { headers } = await fetch(cacheKey(part), { method: 'HEAD' });
    // What a host packs for the way is larger when it is stored.
    if (headers.get('content-encoding')) return null;
    return Number(headers.get('content-length')) || null;
  } catch {
    return null;
  }
}

/** Removes parts of earlier versions. */
export async function dropOldParts(parts: HeavyPart[]): Promise<void> {
  const wanted = new Set(parts.map(cacheKey));
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
}

function cacheKey(part: HeavyPart): string {
  const url = new URL(part.url, self.registration.scope);
  if (part.revision !== null) url.searchParams.set('revision', part.revision);
  return url.href;
}

/** One download at a time per part: the idle warm-up and the first check often want the same file at once. */
function download(part: HeavyPart): Promise<Download> {
  const key = cacheKey(part);
  const running = underWay.get(key) ?? fetchAndStore(key).finally(() => underWay.delete(key));
  underWay.set(key, running);
  return running;
}

/** A blob rather than a stream: several requests may be answered from one download. */
interface Download {
  body: Blob;
  init: ResponseInit;
  /** Why it is not stored: 'network' when the host answered with something else, such as 503. */
  problem: WarmAnswer['problem'];
}

async function fetchAndStore(key: string): Promise<Download> {
  const response = await fetch(key, { cache: 'no-cache' });
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  // A host that answers a missing file with its start page must not poison the cache.
  if (headers.get('content-type')?.includes('text/html')) throw new Error(`${key} answered with a page`);
  // There is one answer for everybody; a cache refuses what varies by anything (*).
  headers.delete('vary');
  const body = await response.blob();
  const init = { status, statusText, headers };
  if (status !== 200) return { body, init, problem: 'network' };
  return { body, init, problem: await store(key, body, init) };
}

/** What cannot be stored only has to be fetched again the next time. @returns why not */
async function store(key: string, body: Blob, init: ResponseInit): Promise<WarmAnswer['problem']> {
  try {
    await (await caches.open(CACHE)).put(key, new Response(body, init));
    return null;
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    return isFull ? 'storage-full' : 'storage-refused';
  }
}

async function slice(stored: Response, range: string): Promise<Response> {
  const blob = await stored.blob();
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === undefined || (first === '' && last === ''))
    return new Response(blob, { headers: stored.headers });
  const start = first === '' ? Math.max(0, blob.size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? blob.size - 1 : Math.min(Number(last), blob.size - 1);
  if (start > end) {
    return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${blob.size}` } });
  }
  const headers = new Headers(stored.headers);
  headers.set('Content-Range', `bytes ${start}-${end}/${blob.size}`);
  headers.set('Content-Length', String(end - start + 1));
  return new Response(blob.slice(start, end + 1), { status: 206, headers });
}
