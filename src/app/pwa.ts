/** The page's side of installing, updating, working offline, and files handed over by the system. */
import { rememberHandle } from '../engine/desk/file-handles';
import { savesData } from '../engine/offline-parts';
import { markOutdated } from '../engine/page-version';
import { createStore } from '../engine/store';
import { hasRoom } from './shell-room';
import { answerTo } from './sw/answers';
import type { OfflineGroup, OfflinePart, PageMessage, SharedFilesMessage, WarmAnswer } from './sw/messages';

export interface PwaState {
  /** Everything a check of an ordinary file needs is stored: it works without a network. */
  readonly offlineReady: boolean;
  /** True once per device, when offlineReady is news; until `dismissOffline()`. */
  readonly tellOffline: boolean;
  /** The browser has no room for the app: it works, but not offline. Until `dismissStorage()`. */
  readonly storageFull: boolean;
  /** A newer version is downloaded and waits for `applyUpdate()`. */
  readonly updateAvailable: boolean;
  /** Another tab switched to a newer version: this page must be reloaded before it can start anything. */
  readonly outdated: boolean;
  /** The browser would install the app now: `installPrompt()` shows its question. */
  readonly canInstall: boolean;
}

export interface PwaOptions {
  /** Files opened with Lipslate from the system: file handler or share target. */
  onFiles(files: File[]): void;
  /** False while the visitor has work on screen: then nothing may reload the page unasked. */
  canReload(): boolean;
}

/** Chromium only; absent from TypeScript's DOM. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}
interface LaunchQueue {
  setConsumer(consumer: (params: { files: readonly FileSystemFileHandle[] }) => void): void;
}

const TOLD_OFFLINE = 'lipslate-told-offline';
const TRIED_ISOLATION = 'lipslate-tried-isolation';
/** The page draws and a first file may be dropped before megabytes are fetched in the background. */
const WARM_DELAY_MS = 1500;
const UPDATE_CHECK_MS = 60 * 60 * 1000;

const store = createStore<PwaState>({
  offlineReady: false,
  tellOffline: false,
  storageFull: false,
  updateAvailable: false,
  outdated: false,
  canInstall: false,
});
const { set } = store;
let installEvent: InstallPromptEvent | null = null;
let registration: ServiceWorkerRegistration | null = null;
let reloadOnTakeover = false;

/** A store with what the visitor may do about it. */
export const pwa = {
  get: store.get,
  subscribe: store.subscribe,
  /** Switches to the waiting version and reloads this page. */
  applyUpdate(): void {
    reloadOnTakeover = true;
    if (registration?.waiting) tell(registration.waiting, { type: 'apply-update' });
    else location.reload();
  },
  /** Shows the browser's install question; true when the visitor agreed. */
  async installPrompt(): Promise<boolean> {
    const event = installEvent;
    installEvent = null;
    set({ canInstall: false });
    return (await event?.prompt())?.outcome === 'accepted';
  },
  dismissOffline(): void {
    set({ tellOffline: false });
  },
  dismissStorage(): void {
    set({ storageFull: false });
  },
};

/** Call once at start. Does nothing where service workers are missing or refused: the page works all the same. */
export function startPwa(options: PwaOptions): void {
  listenForInstall();
  listenForFiles(options);
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  listenForTakeover(options);
  const start = () => void register().catch(() => undefined);
  if (document.readyState === 'complete') start();
  else addEventListener('load', start, { once: true });
}

async function register(): Promise<void> {
  registration = await navigator.serviceWorker.register('./sw.js', { scope: './', updateViaCache: 'none' });
  watchForUpdate(registration);
  watchForFailure(registration);
  await navigator.serviceWorker.ready;
  setTimeout(() => whenIdle(() => void warm()), WARM_DELAY_MS);
}

function watchForUpdate(found: ServiceWorkerRegistration): void {
  const offer = () => {
    // Without a controller it is the first install, not an update.
    if (found.waiting && navigator.serviceWorker.controller) set({ updateAvailable: true });
  };
  offer();
  // One that the browser began to fetch by itself before this page registered.
  found.installing?.addEventListener('statechange', offer);
  found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', offer));
  let lastCheck = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - lastCheck < UPDATE_CHECK_MS) return;
    lastCheck = Date.now();
    found.update().catch(() => undefined);
  });
}

/** A first install that fails for want of room leaves no service worker that could say so. */
function watchForFailure(found: ServiceWorkerRegistration): void {
  const { installing } = found;
  if (!installing || found.active) return;
  installing.addEventListener('statechange', async () => {
    if (installing.state !== 'redundant') return;
    if (!(await hasRoom())) set({ storageFull: true });
  });
}

function listenForTakeover(options: PwaOptions): void {
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    const isUpdate = controlled;
    controlled = true;
    if (reloadOnTakeover) reload();
    else if (isUpdate) takeOver(options);
    else if (options.canReload() && mayGainIsolation()) location.reload();
  });
}

/** Whoever stays all the same, asked about unsaved work, is on a page whose files are gone. */
function reload(): void {
  markOutdated();
  set({ outdated: true, updateAvailable: false });
  location.reload();
}

/** Another tab took the update: this page's files are gone, so that it can start nothing new. */
function takeOver(options: PwaOptions): void {
  markOutdated();
  if (options.canReload()) location.reload();
  else set({ outdated: true, updateAvailable: false });
}

/** On a host without headers the service worker adds them; one reload, once per tab, brings them into force. */
function mayGainIsolation(): boolean {
  if (globalThis.crossOriginIsolated || window !== window.top) return false;
  try {
    if (sessionStorage.getItem(TRIED_ISOLATION)) return false;
    sessionStorage.setItem(TRIED_ISOLATION, '1');
    return true;
  } catch {
    // Without storage a loop could not be ruled out; single-threaded works too.
    return false;
  }
}

async function warm(): Promise<void> {
  const active = registration?.active;
  if (!active || savesData()) return;
  const answer = await ask<WarmAnswer>(active, { type: 'warm' });
  if (answer.ready) set({ offlineReady: true, tellOffline: firstTime(TOLD_OFFLINE) });
  if (answer.problem === 'storage-full') set({ storageFull: true });
}

/** What is stored for use without a network; null where no service worker runs. */
export async function askOfflineParts(): Promise<OfflinePart[] | null> {
  const active = registration?.active;
  return active ? ask<OfflinePart[]>(active, { type: 'offline-parts' }) : null;
}

/** Stores one of these. Asked for by name, so saving data is no reason against it. */
export async function storeOfflinePart(group: OfflineGroup): Promise<WarmAnswer['problem']> {
  const active = registration?.active;
  return active ? (await ask<WarmAnswer>(active, { type: 'warm', room: group })).problem : 'network';
}

/** Removes what is stored of one of these. @returns the bytes freed */
export async function removeOfflinePart(group: OfflineGroup): Promise<number> {
  const active = registration?.active;
  return active ? ask<number>(active, { type: 'remove-part', group }) : 0;
}

function ask<Data>(worker: ServiceWorker, message: PageMessage): Promise<Data> {
  return answerTo<Data>((port) => tell(worker, message, [port]));
}

function listenForInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    // The page offers it in its own place instead of the browser's banner.
    event.preventDefault();
    installEvent = event as InstallPromptEvent;
    set({ canInstall: true });
  });
  addEventListener('appinstalled', () => set({ canInstall: false }));
}

function listenForFiles(options: PwaOptions): void {
  (globalThis as { launchQueue?: LaunchQueue }).launchQueue?.setConsumer(async ({ files }) => {
    if (files.length === 0) return;
    const opened = await Promise.all(files.map((handle) => handle.getFile()));
    opened.forEach((file, i) => {
      rememberHandle(file, files[i]!);
    });
    options.onFiles(opened);
  });
  if (!new URLSearchParams(location.search).has('shared') || !('serviceWorker' in navigator)) return;
  history.replaceState(null, '', location.pathname);
  navigator.serviceWorker.addEventListener('message', (event) => {
    const message = event.data as SharedFilesMessage;
    if (message.type === 'shared-files' && message.files.length > 0) options.onFiles(message.files);
  });
  const { controller } = navigator.serviceWorker;
  if (controller) tell(controller, { type: 'share-ready' });
}

function tell(worker: ServiceWorker, message: PageMessage, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}

function whenIdle(task: () => void): void {
  // Safari has no requestIdleCallback.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: 5000 });
  else setTimeout(task, 200);
}

/** True the first time on this device; never true where it cannot be remembered. */
function firstTime(key: string): boolean {
  try {
    if (localStorage.getItem(key)) return false;
    localStorage.setItem(key, '1');
    return true;
  } catch {
    return false;
  }
}
