/** What a file holds, as its SHA-256. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** @returns {Promise<string>} hex */
export async function sha256Of(path) {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return hash.digest('hex');
}
