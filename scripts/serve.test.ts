import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY } from './security-headers.mjs';
import { serve } from './serve.mjs';

const LONG = 'export const words = 1;\n'.repeat(500);
const folder = mkdtempSync(join(tmpdir(), 'lipslate-serve-'));
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  mkdirSync(join(folder, 'site/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not for the world');
  writeFileSync(join(folder, 'site/index.html'), '<h1>hello</h1>');
  writeFileSync(join(folder, 'site/assets/a.wasm'), '0123456789');
  writeFileSync(join(folder, 'site/assets/a.js'), LONG);
  site = await serve({ dir: join(folder, 'site') });
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

describe('the static server', () => {
  it('serves the page with isolation and the policy', async () => {
    const answer = await fetch(site.url);
    expect(await answer.text()).toBe('<h1>hello</h1>');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(answer.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(answer.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  });

  it('zips text, and nothing that is asked for in parts', async () => {
    const answer = await fetch(`${site.url}assets/a.js`);
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(LONG.length / 10);
    expect(await answer.text()).toBe(LONG);
    const head = await fetch(`${site.url}assets/a.js`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(LONG.length));
    const part = await fetch(`${site.url}assets/a.js`, { headers: { range: 'bytes=0-5' } });
    expect(part.headers.get('content-encoding')).toBeNull();
    expect(await part.text()).toBe('export');
    const wasm = await fetch(`${site.url}assets/a.wasm`);
    expect(wasm.headers.get('content-encoding')).toBeNull();
  });

  it('tells zipped and plain apart, and that what is sent depends on what is taken', async () => {
    const ask = (headers: Record<string, string>) => fetch(`${site.url}assets/a.js`, { headers });
    const zip = await ask({ 'accept-encoding': 'gzip' });
    const plain = await ask({ 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(LONG);
    const [zipTag, plainTag] = [zip, plain].map(({ headers }) => headers.get('etag')!);
    expect(zipTag).not.toBe(plainTag);
    const again = await ask({ 'accept-encoding': 'gzip', 'if-none-match': zipTag! });
    expect(again.status).toBe(304);
    const other = await ask({ 'accept-encoding': 'identity', 'if-none-match': zipTag! });
    expect(other.status).toBe(200);
    const part = await ask({ range: 'bytes=0-5' });
    for (const answer of [zip, plain, again, part])
      expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    expect((await fetch(`${site.url}assets/a.wasm`)).headers.get('vary')).toBeNull();
  });

  it('names wasm as wasm, so that it compiles while it loads', async () => {
    const answer = await fetch(`${site.url}assets/a.wasm`);
    expect(answer.headers.get('content-type')).toBe('application/wasm');
  });

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('answers the range %s with that part', async (range, body, contentRange) => {
    const answer = await fetch(`${site.url}assets/a.wasm`, { headers: { range } });
    expect(answer.status).toBe(206);
    expect(await answer.text()).toBe(body);
    expect(answer.headers.get('content-range')).toBe(contentRange);
  });

  it('refuses a range behind the end', async () => {
    const answer = await fetch(`${site.url}assets/a.wasm`, { headers: { range: 'bytes=10-' } });
    expect(answer.status).toBe(416);
  });

  it('says "not changed" to a browser that has the file', async () => {
    const etag = (await fetch(site.url)).headers.get('etag') ?? '';
    expect((await fetch(site.url, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/%00',
    '/assets',
  ])('serves nothing for %s', async (path) => {
    expect(await statusOf(path)).toBe(404);
  });

  it('can play a host on which headers cannot be set, in a folder of it', async () => {
    const bare = await serve({ dir: join(folder, 'site'), isolation: false, base: '/tools/' });
    const answer = await fetch(bare.url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toBeNull();
    expect(answer.headers.get('cross-origin-embedder-policy')).toBeNull();
    expect((await fetch(new URL('/', bare.url))).status).toBe(404);
    await bare.close();
  });
});

/** fetch() would tidy the path up before it is sent. */
function statusOf(path: string): Promise<number> {
  const { hostname, port } = new URL(site.url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}
