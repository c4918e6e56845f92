/**
 * Vite plugin: the AAC encoder, a megabyte, is one file for all workers. Each worker is bundled by itself, with as much of
 * mediabunny as it uses, so that a file which imports that would be another one for each of them.
 */
import { fileURLToPath } from 'node:url';

const GIVEN = fileURLToPath(new URL('../workers/lib/encode/given-mediabunny.ts', import.meta.url));

/** Put it in `worker.plugins`. @returns {import('vite').Plugin} */
export function oneAacEncoder() {
  return {
    name: 'lipslate:one-aac-encoder',
    enforce: 'pre',
    resolveId(source, importer) {
      return source === 'mediabunny' && /@mediabunny[\\/]aac-encoder/.test(importer ?? '') ? GIVEN : null;
    },
  };
}
