/** Share target: files that the system hands to an installed Lipslate by POST, passed on to the page it opens. */
import type { SharedFilesMessage } from './messages';

declare const self: ServiceWorkerGlobalScope;

/** Sends the system to the page, and keeps the files until that page is there to take them. */
export function receiveShare(event: FetchEvent): Promise<Response> {
  const files = event.request
    .formData()
    .then((form) => form.getAll('files').filter((item) => item instanceof File));
  event.waitUntil(handOver(files));
  return Promise.resolve(Response.redirect(new URL('./?shared', self.registration.scope).href, 303));
}

async function handOver(files: Promise<File[]>): Promise<void> {
  const page = await new Promise<MessageEventSource | null>((resolve) => {
    const listen = (event: ExtendableMessageEvent) => {
      if ((event.data as { type?: string }).type !== 'share-ready') return;
      self.removeEventListener('message', listen);
      resolve(event.source as MessageEventSource | null);
    };
    self.addEventListener('message', listen);
  });
  const message: SharedFilesMessage = { type: 'shared-files', files: await files };
  page?.postMessage(message);
}
