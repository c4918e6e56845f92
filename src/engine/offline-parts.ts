/** Asks the service worker to store ahead what a room will need, so that it works when the network is gone by then. */

/** Does nothing without a service worker, or where the visitor asked the browser to save data. */
export function storeForOffline(room: 'dub'): void {
  const { serviceWorker, connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  if (!connection?.saveData) serviceWorker?.controller?.postMessage({ type: 'warm', room });
}
