/** The response headers of Lipslate, in one place: static server, dev server, preview, <meta> and service worker. */

/** docs/design.md section 8; nothing wider. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "connect-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
].join('; ');

/** What makes `crossOriginIsolated` true, and with it threads in wasm. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export const SECURITY_HEADERS = { 'Content-Security-Policy': CONTENT_SECURITY_POLICY };
