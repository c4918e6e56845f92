/**
 * Records every request of a test's browser, whoever makes it: page, frames, workers, service worker. Two nets:
 * a proxy that all traffic of the browser context must pass, and the complaints of the content security policy,
 * which name the attempts that it stopped before they reached the network.
 */
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base } from '@playwright/test';

export interface Recorder {
  /** Everything that reached the network, in order. */
  readonly requests: { method: string; url: string }[];
  /** What went, or tried to go, anywhere but to this machine's test servers. */
  readonly outside: string[];
  /** Address of the proxy, for a context made by hand. */
  readonly proxyUrl: string;
}

/** `test` whose page, workers and service worker talk through the recorder. */
export const test = base.extend<{ recorder: Recorder }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first parameter
  recorder: async ({}, use) => {
    const recorder = { requests: [] as Recorder['requests'], outside: [] as string[], proxyUrl: '' };
    const server = createServer((request, response) => forward(request, response, recorder));
    server.on('connect', (request, socket) => {
      recorder.requests.push({ method: 'CONNECT', url: `https://${request.url}` });
      recorder.outside.push(`https://${request.url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    recorder.proxyUrl = `http://127.0.0.1:${await listen(server)}`;
    await use(recorder);
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  },
  proxy: async ({ recorder }, use) => {
    await use({ server: recorder.proxyUrl });
  },
  page: async ({ page, recorder }, use) => {
    page.on('console', (message) => {
      const stopped = /violates the following Content Security Policy/.test(message.text());
      // A style that is not applied asks nobody for anything.
      const isStyle = /inline style/.test(message.text());
      if ((stopped && !isStyle) || message.text().startsWith(STOPPED)) recorder.outside.push(message.text());
    });
    page.on('worker', (worker) => {
      // A worker that ends at once takes its listener with it.
      worker.evaluate(reportStopped, STOPPED).catch(() => undefined);
    });
    await use(page);
  },
});

const STOPPED = 'stopped by the policy: ';

/** Runs in a worker, where the policy's complaints reach nobody else. */
function reportStopped(prefix: string): void {
  addEventListener('securitypolicyviolation', (event) => {
    console.error(prefix + (event as SecurityPolicyViolationEvent).blockedURI);
  });
}

function forward(request: IncomingMessage, response: ServerResponse, recorder: Recorder) {
  const url = request.url ?? '';
  recorder.requests.push({ method: request.method ?? '', url });
  if (!isOurs(url)) {
    recorder.outside.push(url);
    response.writeHead(403).end();
    return;
  }
  const onward = httpRequest(url, { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  // The test server is down: what a browser without a network would see.
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

/** Test servers on this machine; blob: and data: never reach a network. */
function isOurs(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'blob:' || protocol === 'data:') return true;
  return protocol === 'http:' && hostname === 'localhost';
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
