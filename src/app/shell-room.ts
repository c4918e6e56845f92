/** Whether the browser has room for the shell, which is stored at the first visit. */

/** More than the shell takes; e2e/pwa.spec.ts compares them. */
export const ROOM_BYTES = 5 * 1024 * 1024;

/** Tries it: what browsers say about their quota is rounded beyond use, against fingerprinting. */
export async function hasRoom(): Promise<boolean> {
  const name = 'lipslate-room';
  try {
    await (await caches.open(name)).put('./room', new Response(new Uint8Array(ROOM_BYTES)));
    return true;
  } catch (error) {
    return !(error instanceof DOMException && error.name === 'QuotaExceededError');
  } finally {
    await caches.delete(name).catch(() => false);
  }
}
