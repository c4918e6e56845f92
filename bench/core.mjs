/** Loads the project's own TypeScript into Node, for benches and training scripts. */
import { createServer } from 'vite';

export async function loadCore() {
  const server = await createServer({
    configFile: false,
    root: new URL('..', import.meta.url).pathname,
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    optimizeDeps: { noDiscovery: true },
    appType: 'custom',
    logLevel: 'error',
  });
  return { load: (path) => server.ssrLoadModule(`/${path}`), close: () => server.close() };
}
