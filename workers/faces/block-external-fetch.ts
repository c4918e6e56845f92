/** Keeps MediaPipe's usage reporting inside: from this worker only same-origin requests leave. */

/** What the build put in the place of the reporting address (scripts/vite-no-telemetry.mjs). */
declare const __DISABLED_REPORTING_PATH__: string;

/** Call once, before anything of MediaPipe runs. A refused request gets an empty 204 answer, so nothing fails. */
export function fenceFetch(): void {
  const realFetch = self.fetch.bind(self);
  self.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), self.location.href);
    const inside =
      url.origin === self.location.origin && !url.pathname.startsWith(__DISABLED_REPORTING_PATH__);
    return inside ? realFetch(input, init) : Promise.resolve(new Response(null, { status: 204 }));
  };
}
