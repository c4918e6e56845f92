/** Asks the service worker to store ahead what a room will need, so that it works when the network is gone by then. */

/** Does nothing without a service worker, or where the visitor asked the browser to save data. */
export function storeForOffline(room: 'dub'): void {
  if (savesData()) return;
  // On a first visit it is still being installed.
  void navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage({ type: 'warm', room }));
}

/** The visitor asked the browser to save data: nothing is fetched ahead. Chromium only; absent from TypeScript's DOM. */
export function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData ?? false;
}
