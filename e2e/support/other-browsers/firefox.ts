/** Firefox by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which it speaks itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { lineOf, openScreen, start } from './processes';
import type { OtherBrowser } from './types';

/** Beside what `remote.prefs.recommended` sets: software WebGL counts as WebGL, and nothing phones home. */
const PREFERENCES = {
  'webgl.force-enabled': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'browser.aboutwelcome.enabled': false,
};

/** A window on a screen: without one Firefox has no WebGL. @param path of the executable */
export async function openFirefox(path: string): Promise<OtherBrowser> {
  const screen = await openScreen();
  const profile = mkdtempSync(join(tmpdir(), 'lipslate-firefox-'));
  const lines = Object.entries(PREFERENCES).map(([key, value]) => `user_pref("${key}", ${value});\n`);
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  const args = ['--profile', profile, '--no-remote', '--remote-debugging-port', '0', 'about:blank'];
  const firefox = start(path, args, screen.env);
  firefox.child.stdout!.resume();
  const url = await lineOf(firefox, firefox.child.stderr!, /WebDriver BiDi listening on (ws:\S+)/);
  const { send, close } = await connect(`${url}/session`);
  const { capabilities } = await send('session.new', { capabilities: {} });
  const { contexts } = await send('browsingContext.getTree', {});
  const [{ context }] = contexts as [{ context: string }];
  return {
    version: `Firefox ${(capabilities as { browserVersion: string }).browserVersion}`,
    goto: async (url) => {
      await send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async evaluate(job, argument) {
      const answer = await send('script.callFunction', {
        functionDeclaration: `async (json) => JSON.stringify({ value: await (${job})(JSON.parse(json)) })`,
        arguments: [{ type: 'string', value: JSON.stringify(argument ?? null) }],
        target: { context },
        awaitPromise: true,
      });
      if (answer['type'] === 'exception')
        throw new Error((answer['exceptionDetails'] as { text: string }).text);
      return JSON.parse((answer['result'] as { value: string }).value).value;
    },
    async close() {
      close();
      await firefox.stop();
      await screen.stop();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type Answer = Record<string, unknown>;

async function connect(url: string) {
  const socket = new WebSocket(url);
  const waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  socket.on('message', (text) => {
    const { id, type, result, error, message } = JSON.parse(text.toString());
    const call = waiting.get(id);
    if (!call) return;
    waiting.delete(id);
    if (type === 'success') call.resolve(result);
    else call.reject(new Error(`${error}: ${message}`));
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox ended'));
  });
  let calls = 0;
  return {
    send: (method: string, params: object): Promise<Answer> =>
      new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve, reject });
        socket.send(JSON.stringify({ id: calls, method, params }));
      }),
    close: () => socket.close(),
  };
}
