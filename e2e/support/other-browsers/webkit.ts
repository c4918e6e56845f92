/** WebKitGTK's MiniBrowser by WebDriver (https://www.w3.org/TR/webdriver2/), over HTTP. */
import { createServer } from 'node:net';
import { openScreen, start } from './processes';
import type { OtherBrowser } from './types';

/** @param paths of WebKitWebDriver and MiniBrowser @param features switched on, which Safari has and WebKitGTK hides */
export async function openWebkit(
  paths: { driver: string; browser: string },
  features: readonly string[] = [],
): Promise<OtherBrowser> {
  const screen = await openScreen();
  const port = await freePort();
  const driver = start(paths.driver, [`--port=${port}`, '--host=127.0.0.1'], screen.env);
  driver.child.stdout!.resume();
  driver.child.stderr!.resume();
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`WebKit: ${JSON.stringify(value)}`);
    return value;
  };
  await reachable(() => call('GET', '/status'));
  const args = [
    '--automation',
    ...(features.length > 0 ? [`--features=${features.map((f) => `+${f}`)}`] : []),
  ];
  const options = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary: paths.browser, args } };
  const { sessionId, capabilities } = (await call('POST', '/session', {
    capabilities: { alwaysMatch: options },
  })) as { sessionId: string; capabilities: { browserVersion: string } };
  const session = `/session/${sessionId}`;
  await call('POST', `${session}/timeouts`, { script: 120_000, pageLoad: 60_000 });
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    goto: async (url) => {
      await call('POST', `${session}/url`, { url });
    },
    async evaluate(job, argument) {
      const script = `const [json, done] = arguments;
        Promise.resolve(JSON.parse(json)).then(${job}).then(
          (value) => done(JSON.stringify({ value })), (error) => done(JSON.stringify({ error: String(error) })))`;
      const text = await call('POST', `${session}/execute/async`, {
        script,
        args: [JSON.stringify(argument ?? null)],
      });
      const { value, error } = JSON.parse(text as string);
      if (error !== undefined) throw new Error(error);
      return value;
    },
    async close() {
      await call('DELETE', session).catch(() => {});
      await driver.stop();
      await screen.stop();
    },
  };
}

async function reachable(ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ask();
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
