/** Keeps MediaPipe's usage reporting inside: from this worker only same-origin requests leave. */
import { DISABLED_PATH } from '../../scripts/vite-no-telemetry.mjs';

/** Call once, before anything of MediaPipe runs. A refused request gets an empty 204 answer, so nothing fails. */
export function fenceFetch(): void {
  const realFetch = self.fetch.bind(self);
  self.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), self.location.href);
    const inside = url.origin === self.location.origin && !url.pathname.startsWith(DISABLED_PATH);
    return inside ? realFetch(input, init) : Promise.resolve(new Response(null, { status: 204 }));
  };
}
