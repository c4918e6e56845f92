/** @returns whether threads can share memory: in an isolated page, but not in WebKitGTK, whose isolated pages have none */
export function sharesMemory(): boolean {
  return globalThis.crossOriginIsolated && 'SharedArrayBuffer' in globalThis;
}
