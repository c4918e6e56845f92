/**
 * Vite plugin: mediabunny 1.61.0 looks for the next element of a damaged Matroska file in pieces that overlap by eight
 * bytes. Where there is none, the last piece is those eight bytes for ever, and the file is never opened.
 */
import { mustHappen } from './vite-must-happen.mjs';

const FAULT = 'if (slice.length < MAX_VAR_INT_SIZE)';
const MENDED = 'if (slice.length <= MAX_VAR_INT_SIZE)';

const mending = mustHappen(
  'mediabunny no longer holds the known fault in `resync` of matroska/ebml.js: look whether it was mended there',
);

/**
 * Put it in `plugins` and, as a fresh instance, in `worker.plugins`, and keep mediabunny in `optimizeDeps.exclude`.
 * @returns {import('vite').Plugin}
 */
export function mediabunnyEndsItsSearch() {
  return {
    name: 'lipslate:mediabunny-ends-its-search',
    enforce: 'pre',
    transform(code, id) {
      if (!/mediabunny[\\/].*matroska[\\/]ebml\.js/.test(id)) return null;
      if (code.split(FAULT).length !== 2) this.error(mending.words);
      mending.happened();
      return { code: code.replace(FAULT, MENDED), map: null };
    },
  };
}

/** Put it in `plugins`: the build fails when nothing was mended. */
export const mediabunnyIsMended = mending.plugin;
