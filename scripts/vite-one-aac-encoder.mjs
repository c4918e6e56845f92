/**
 * Vite plugin: the AAC encoder, a megabyte, is one file for all workers. Each worker is bundled by itself, with as much of
 * mediabunny as it uses, so that a file which imports that would be another one for each of them.
 */
import { fileURLToPath } from 'node:url';
import { mustHappen } from './vite-must-happen.mjs';

const GIVEN = fileURLToPath(new URL('../workers/lib/encode/given-mediabunny.ts', import.meta.url));

const giving = mustHappen(
  '@mediabunny/aac-encoder no longer imports mediabunny by that name: look what it imports now',
);

/** Put it in `worker.plugins`. @returns {import('vite').Plugin} */
export function oneAacEncoder() {
  return {
    name: 'lipslate:one-aac-encoder',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source !== 'mediabunny' || !/@mediabunny[\\/]aac-encoder/.test(importer ?? '')) return null;
      giving.happened();
      return GIVEN;
    },
  };
}

/** Put it in `plugins`: the build fails when the encoder was not given its mediabunny. */
export const aacEncoderIsGiven = giving.plugin;
