/**
 * Long work that goes on while nobody looks: how much is left stands on the app's icon, and its end is told by a
 * notification of this device, where the visitor asked for that. Nothing goes through a server.
 */
import { createStore, type ReadableStore } from './store';

/** Shorter work is waited for. */
const LONG_MS = 10_000;

/** What the icon says: so many, done unseen, or nothing. */
export type IconBadge = number | 'done' | null;

/** Follows how much is left to do. */
export class DoneWatch {
  #sinceMs: number | null = null;
  #unseen = false;

  /** @returns the badge, and whether long work has ended just now without being seen */
  update(left: number, nowMs: number, isHidden: boolean): { badge: IconBadge; hasEnded: boolean } {
    if (!isHidden || left > 0) this.#unseen = false;
    if (left > 0) {
      this.#sinceMs ??= nowMs;
      return { badge: left, hasEnded: false };
    }
    const hasEnded = this.#sinceMs !== null && isHidden && nowMs - this.#sinceMs >= LONG_MS;
    this.#sinceMs = null;
    if (hasEnded) this.#unseen = true;
    return { badge: this.#unseen ? 'done' : null, hasEnded };
  }
}

/** Whether the visitor wants to be told; kept by whoever shows the switch. */
export const notifying = createStore({ on: false });

export function canNotify(): boolean {
  return 'Notification' in globalThis;
}

/** Only after a press of the visitor's. @returns whether the browser allows it */
export async function askToNotify(): Promise<boolean> {
  // Allowed before, nothing is asked: an answer could be long in coming to a page that is left at once.
  if (Notification.permission === 'granted') return true;
  return (await Notification.requestPermission()) === 'granted';
}

export interface WatchedWork {
  stores: readonly ReadableStore<unknown>[];
  /** Pieces of work that wait or go on. */
  left(): number;
  /** What came of it. */
  words(): string;
}

/** For as long as the page lives. */
export function tellWhenDone({ stores, left, words }: WatchedWork): void {
  const watch = new DoneWatch();
  let shown: IconBadge = null;
  const look = () => {
    const { badge, hasEnded } = watch.update(left(), performance.now(), document.hidden);
    if (badge !== shown) showBadge(badge);
    shown = badge;
    if (hasEnded && notifying.get().on) notify(words()).catch(() => {});
  };
  for (const store of stores) store.subscribe(look);
  document.addEventListener('visibilitychange', look);
}

/** Only installed apps have an icon to write on, and not all browsers do. */
function showBadge(badge: IconBadge): void {
  const { setAppBadge, clearAppBadge } = navigator as Partial<Navigator>;
  const change =
    badge === null
      ? clearAppBadge?.call(navigator)
      : setAppBadge?.call(navigator, badge === 'done' ? undefined : badge);
  change?.catch(() => {});
}

async function notify(body: string): Promise<void> {
  if (!canNotify() || Notification.permission !== 'granted') return;
  const options = { body, tag: 'lipslate-done', icon: './icons/icon-192.png' };
  // Phones show those of a service worker only; it brings the page forward (src/app/sw).
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  if (worker?.active) {
    await worker.showNotification('Lipslate is done', options);
    return;
  }
  const told = new Notification('Lipslate is done', options);
  told.onclick = () => {
    window.focus();
    told.close();
  };
}
