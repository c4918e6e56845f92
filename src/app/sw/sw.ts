/** The service worker: offline shell, heavy parts on demand, isolation headers, shared files. */
import { clientsClaim } from 'workbox-core';
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { answerOver } from './answers';
import { isHeavy } from './groups';
import { withSecurityHeaders } from './headers';
import {
  dropOldParts,
  type HeavyPart,
  heavyPartFor,
  offlineParts,
  removeGroup,
  serveHeavy,
  warm,
} from './heavy';
import type { PageMessage } from './messages';
import { receiveShare } from './share';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (HeavyPart | string)[] };

const built: HeavyPart[] = self.__WB_MANIFEST.map((entry) =>
  typeof entry === 'string'
    ? { url: entry, revision: null }
    : { url: entry.url, revision: entry.revision ?? null },
);
const shell = built.filter((entry) => !isHeavy(entry.url));
const heavy = built.filter((entry) => isHeavy(entry.url));

/** Tested on path and query: a path that ends in a name with an ending other than html. */
const OTHER_FILE = /^[^?]*\.(?!html(?:\?|$))\w+(?:\?|$)/;

addPlugins([{ handlerWillRespond: async ({ response }) => withSecurityHeaders(response) }]);
cleanupOutdatedCaches();
precacheAndRoute(shell);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && heavyPartFor(url, heavy) !== null,
  ({ url, request }) => serveHeavy(heavyPartFor(url, heavy)!, request),
);
registerRoute(
  ({ url, sameOrigin, request }) =>
    sameOrigin && request.method === 'POST' && url.href === new URL('share', self.registration.scope).href,
  ({ event }) => receiveShare(event as FetchEvent),
  'POST',
);
// A file that has a name of its own, such as a licence, is that file and not the page; above, if it is stored.
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { denylist: [OTHER_FILE] }));
// Anything else of ours still gets the headers, so that a worker never lacks the policy.
registerRoute(
  ({ sameOrigin }) => sameOrigin,
  async ({ request }) => withSecurityHeaders(await fetch(request)),
);

// The first install takes over at once; a later one waits until the visitor agrees.
clientsClaim();
self.addEventListener('activate', (event) => event.waitUntil(dropOldParts(heavy)));
self.addEventListener('message', (event) => {
  const message = event.data as PageMessage;
  if (message.type === 'apply-update') event.waitUntil(self.skipWaiting());
  const answer = (found: Promise<unknown>) => event.waitUntil(answerOver(event.ports[0], found));
  if (message.type === 'warm') answer(warm(heavy, message.room));
  if (message.type === 'offline-parts') answer(offlineParts(heavy));
  if (message.type === 'remove-part') answer(removeGroup(heavy, message.group));
});
// Notifications come through here wherever there is a worker, as phones let no page show one itself
// (src/engine/when-done.ts): a tap brings the page forward.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(
    // One that nobody looks at: the page that told it was hidden.
    self.clients.matchAll({ type: 'window', includeUncontrolled: true }).then(async (pages) => {
      const page = pages.find(({ visibilityState }) => visibilityState === 'hidden') ?? pages[0];
      if (page) await page.focus();
      else await self.clients.openWindow('./');
    }),
  );
});
