/** Vite plugin: MediaPipe's tasks-vision posts usage statistics to a Google host; this cuts the address out of it. */

const REPORTING_URL = 'https://odml.pa.googleapis.com/v1/log';

/** Same origin and never served; the faces worker's own fetch answers it without a request. */
export const DISABLED_PATH = '/__mediapipe_reporting_disabled';

/**
 * Put it in `plugins` and, as a fresh instance, in `worker.plugins` (worker bundles have their own list), and keep
 * `@mediapipe/tasks-vision` in `optimizeDeps.exclude`, or the dev server pre-bundles it past this plugin.
 * @returns {import('vite').Plugin}
 */
export function noMediapipeReporting() {
  return {
    name: 'lipslate:no-mediapipe-reporting',
    enforce: 'pre',
    transform(code, id) {
      if (!/tasks-vision[\\/]vision_bundle/.test(id)) return null;
      if (!code.includes(REPORTING_URL)) {
        this.error('tasks-vision no longer holds the known reporting address: look where it reports to now');
      }
      return { code: code.replaceAll(REPORTING_URL, DISABLED_PATH), map: null };
    },
  };
}
