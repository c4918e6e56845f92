/** A tiny static server for a built folder, on this machine only: right types, ranges, gzip, isolation and CSP headers. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { main, ROOT, UserError } from './lib.mjs';
import { ISOLATION_HEADERS, SECURITY_HEADERS } from './security-headers.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.flac': 'audio/flac',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.txt': 'text/plain; charset=utf-8',
};

/** As hosts do it: text becomes a third; of the rest nothing is to be had, or it is read in parts. */
const IS_TEXT = /^text\/|json$|svg/;
/** Below that it is not worth its head. */
const LEAST_ZIPPED_BYTES = 1000;

/**
 * @param {{ dir?: string, port?: number, isolation?: boolean, base?: string }} [options] dir: relative to the root;
 *   port 0 takes a free one; isolation false: like a host on which headers cannot be set (no COOP, COEP or CSP);
 *   base: serve the folder under this path, '/' by default
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export function serve({ dir = 'dist', port = 0, isolation = true, base = '/' } = {}) {
  const folder = resolve(ROOT, dir);
  const headers = isolation ? { ...ISOLATION_HEADERS, ...SECURITY_HEADERS } : {};
  const server = createServer((request, response) => answer(request, response, folder, headers, base));
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      done({
        // "localhost" rather than an address: both are secure contexts, and it is what people know.
        url: `http://localhost:${server.address().port}${base}`,
        close: () =>
          new Promise((closed) => {
            server.close(closed);
            server.closeAllConnections();
          }),
      });
    });
  });
}

function answer(request, response, folder, headers, base) {
  const send = (status, more = {}, body = '') => {
    response.writeHead(status, { ...headers, 'Cache-Control': 'no-cache', ...more });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, { Allow: 'GET, HEAD' });
  const file = fileFor(request.url ?? '/', folder, base);
  const info = file && statSync(file, { throwIfNoEntry: false });
  if (!info?.isFile()) return send(404, { 'Content-Type': TYPES['.txt'] }, 'Not found');

  const contentType = TYPES[extname(file)] ?? 'application/octet-stream';
  const isZippable = IS_TEXT.test(contentType) && info.size >= LEAST_ZIPPED_BYTES;
  const isZipped = isZippable && wantsZip(request);
  // Zipped it is another body: whoever keeps both must not take one for the other.
  const etag = `"${info.size}-${Math.trunc(info.mtimeMs)}${isZipped ? '-gzip' : ''}"`;
  const known = { ETag: etag, ...(isZippable ? { Vary: 'Accept-Encoding' } : {}) };
  if (request.headers['if-none-match'] === etag) return send(304, known);
  const type = { ...known, 'Content-Type': contentType, 'Accept-Ranges': 'bytes' };
  if (isZipped) {
    const body = zipped(file, etag);
    if (body === null) return send(404, { 'Content-Type': TYPES['.txt'] }, 'Not found');
    return send(200, { ...type, 'Content-Encoding': 'gzip', 'Content-Length': body.length }, body);
  }
  const range = rangeOf(request.headers.range, info.size);
  if (range === 'invalid') return send(416, { 'Content-Range': `bytes */${info.size}` });
  const { start, end } = range ?? { start: 0, end: info.size - 1 };
  response.writeHead(range ? 206 : 200, {
    ...headers,
    ...type,
    'Cache-Control': 'no-cache',
    'Content-Length': end - start + 1,
    ...(range ? { 'Content-Range': `bytes ${start}-${end}/${info.size}` } : {}),
  });
  if (request.method === 'HEAD' || info.size === 0) return response.end();
  const stream = createReadStream(file, { start, end });
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  stream.pipe(response);
}

function wantsZip({ headers, method }) {
  // Who asks for the head alone wants to know how large it is when it is stored.
  return method !== 'HEAD' && !headers.range && /\bgzip\b/.test(headers['accept-encoding'] ?? '');
}

/** By file and its state: each is zipped once. */
const zips = new Map();

/** @returns null: it cannot be read any more, as while a build replaces it */
function zipped(file, etag) {
  const key = `${file} ${etag}`;
  try {
    const known = zips.get(key) ?? gzipSync(readFileSync(file));
    zips.set(key, known);
    return known;
  } catch {
    return null;
  }
}

/** The file a URL names, or null when it points outside the folder. */
function fileFor(url, folder, base) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  if (!path.startsWith(base) || path.includes('\0')) return null;
  const file = normalize(join(folder, path.slice(base.length), path.endsWith('/') ? 'index.html' : ''));
  return file.startsWith(folder + sep) ? file : null;
}

/** @returns {{ start: number, end: number } | 'invalid' | null} null: no range, or one we need not honour */
function rangeOf(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start > end ? 'invalid' : { start, end };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main(async () => {
    const { values } = parseArgs({
      options: {
        dir: { type: 'string', default: 'dist' },
        port: { type: 'string', default: '4173' },
        base: { type: 'string', default: '/' },
        'no-isolation': { type: 'boolean', default: false },
      },
    });
    const server = await serve({
      dir: values.dir,
      port: Number(values.port),
      base: values.base,
      isolation: !values['no-isolation'],
    }).catch((error) => {
      throw error.code === 'EADDRINUSE'
        ? new UserError(`Port ${values.port} is taken: choose another --port.`)
        : error;
    });
    console.log(server.url);
  });
}
