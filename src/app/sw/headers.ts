/** Gives a response the headers a host may lack: isolation (threads in wasm) and the content security policy. */

/** Filled in at build time from scripts/security-headers.mjs. */
declare const __SECURITY_HEADERS__: Record<string, string>;

/** The same response with our headers; an opaque one cannot be read and passes through. */
export function withSecurityHeaders(response: Response): Response {
  if (response.type === 'opaque' || response.type === 'opaqueredirect' || response.type === 'error')
    return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(__SECURITY_HEADERS__)) headers.set(name, value);
  const bodyless = response.status === 204 || response.status === 304;
  return new Response(bodyless ? null : response.body, {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
}
