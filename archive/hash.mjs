/** What a file holds, as its SHA-256. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/**
 * @param onBytes called while bytes come
 * @returns {Promise<string>} hex
 */
export async function sha256Of(path, onBytes = () => {}) {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) {
    hash.update(bytes);
    onBytes();
  }
  return hash.digest('hex');
}
