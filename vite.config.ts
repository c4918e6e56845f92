/** How the page, its workers and its service worker are built. `--mode harness` builds the worker test page. */
import { readdirSync, readFileSync } from 'node:fs';
import { defaultClientConditions, defineConfig, type Plugin, type UserConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import packageJson from './package.json' with { type: 'json' };
import { CONTENT_SECURITY_POLICY, ISOLATION_HEADERS, SECURITY_HEADERS } from './scripts/security-headers.mjs';
import { mediabunnyEndsItsSearch, mediabunnyIsMended } from './scripts/vite-mediabunny-resync.mjs';
import { DISABLED_PATH, noMediapipeReporting } from './scripts/vite-no-telemetry.mjs';
import { aacEncoderIsGiven, oneAacEncoder } from './scripts/vite-one-aac-encoder.mjs';
import { webManifest } from './scripts/web-manifest.mjs';

export default defineConfig(({ mode }): UserConfig => {
  const shared: UserConfig = {
    // Relative, so that the built site works in any folder of any host.
    base: './',
    assetsInclude: ['**/*.task', '**/*.tflite'],
    worker: {
      format: 'es',
      plugins: () => [
        noMediapipeReporting(),
        mediabunnyEndsItsSearch(),
        oneAacEncoder(),
        entriesAreNotImported(),
      ],
      // Otherwise what several files of a worker share goes into the worker's own: see entriesAreNotImported.
      rolldownOptions: { experimental: { chunkOptimization: false } },
    },
    // The pre-bundler would take packages past the plugins that change them, and MediaPipe's wasm loader from its wasm.
    optimizeDeps: {
      exclude: ['@mediapipe/tasks-vision', 'onnxruntime-web', 'mediabunny', '@mediabunny/aac-encoder'],
    },
    // onnxruntime's loader stays a file of its own: bundled into our worker, its threads would start our worker.
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    define: {
      __SECURITY_HEADERS__: JSON.stringify({ ...ISOLATION_HEADERS, ...SECURITY_HEADERS }),
      __DISABLED_REPORTING_PATH__: JSON.stringify(DISABLED_PATH),
      __APP_VERSION__: JSON.stringify(packageJson.version),
      __LICENCE_FILES__: JSON.stringify(readdirSync('public/licenses').toSorted()),
    },
    build: {
      target: 'es2023',
      // A data: URL would need connect-src data:, so every asset stays a file.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1500,
    },
    server: { headers: ISOLATION_HEADERS, port: 5173 },
    preview: { headers: { ...ISOLATION_HEADERS, ...SECURITY_HEADERS } },
  };

  if (mode === 'harness') {
    return {
      ...shared,
      plugins: [noMediapipeReporting(), mediabunnyEndsItsSearch(), mediabunnyIsMended(), aacEncoderIsGiven()],
      root: 'e2e/harness',
      // The sync worker's network lies there.
      publicDir: '../../public',
      build: { ...shared.build, outDir: '../../.cache/harness-dist', emptyOutDir: true },
    };
  }
  const start = new Set<string>();
  return {
    ...shared,
    plugins: [
      noMediapipeReporting(),
      mediabunnyEndsItsSearch(),
      mediabunnyIsMended(),
      aacEncoderIsGiven(),
      cspMeta(),
      legal(),
      offline(),
      whatStarts(start),
    ],
    build: {
      ...shared.build,
      rolldownOptions: {
        output: { codeSplitting: { groups: [{ name: 'start', test: (id) => start.has(id) }] } },
      },
    },
  };
});

/**
 * What the page needs to start is one file of scripts and one of styles. What later parts share with it would else be
 * some thirty small ones, which a slow line fetches a few at a time.
 */
function whatStarts(ids: Set<string>): Plugin {
  return {
    name: 'lipslate-what-starts',
    apply: 'build',
    buildEnd() {
      const left = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.isEntry);
      for (let id = left.pop(); id !== undefined; id = left.pop()) {
        if (ids.has(id)) continue;
        ids.add(id);
        left.push(...(this.getModuleInfo(id)?.importedIds ?? []));
      }
    },
  };
}

/** So that any static host gets the policy, also one that sends no headers. Not in dev: Vite injects styles. */
function cspMeta(): Plugin {
  return {
    name: 'lipslate-csp-meta',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/**
 * What a worker loads later must not import the worker's own file: WebKit runs that once more then, and both answer each
 * message, the second knowing nothing of what the first was told.
 */
function entriesAreNotImported(): Plugin {
  return {
    name: 'lipslate-entries-are-not-imported',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const entries = new Set(chunks.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName));
      for (const { fileName, imports, dynamicImports } of chunks) {
        const again = [...imports, ...dynamicImports].find((name) => entries.has(name));
        if (again !== undefined) this.error(`${fileName} imports ${again}, which runs as a worker.`);
      }
    },
  };
}

/** Licence and notice travel with the site; public/licenses holds the texts they name. */
function legal(): Plugin {
  return {
    name: 'lipslate-legal',
    apply: 'build',
    generateBundle() {
      for (const name of ['LICENSE', 'NOTICE']) {
        this.emitFile({ type: 'asset', fileName: `${name}.txt`, source: readFileSync(name) });
      }
    },
  };
}

/** Our own service worker (src/app/sw/sw.ts) gets the list of built files; it sorts shell from heavy parts itself. */
function offline() {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/app/sw',
    filename: 'sw.ts',
    injectRegister: false,
    manifest: webManifest,
    includeManifestIcons: false,
    injectManifest: {
      rollupFormat: 'iife',
      globPatterns: ['**/*'],
      // Licences and notice belong to what ships: they can be read without a network like the rest.
      globIgnores: ['**/*.map', 'sw.js', 'sw.mjs', 'manifest.webmanifest', '**/*.md'],
      maximumFileSizeToCacheInBytes: 64 * 1024 * 1024,
      dontCacheBustURLsMatching: /assets\//,
    },
    devOptions: { enabled: false },
  });
}
