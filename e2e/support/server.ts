/** A server of one test's own, which it can shut down: the built site in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';

const SERVE = fileURLToPath(new URL('../../scripts/serve.mjs', import.meta.url));

export interface SiteServer {
  url: string;
  /** Ends it; safe to call twice. */
  stop(): Promise<void>;
}

export interface SiteOptions {
  /** False: a host on which headers cannot be set. */
  isolation?: boolean;
  /** Folder of the site on this host, with slashes at both ends. */
  base?: string;
  /** Built folder, relative to the project's root. */
  dir?: string;
  /** The same address again after a stop. */
  port?: number;
}

/** `test` with `startSite`, whose servers end with the test whatever happens in it. */
export const test = base.extend<{ startSite: (options?: SiteOptions) => Promise<SiteServer> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first parameter
  startSite: async ({}, use) => {
    const started: SiteServer[] = [];
    await use(async (options) => {
      const server = await launch(options);
      started.push(server);
      return server;
    });
    for (const server of started) await server.stop();
  },
});

/** For longer than one test: whoever launches it stops it. */
export async function launch(options: SiteOptions = {}): Promise<SiteServer> {
  const args = ['--port', String(options.port ?? 0)];
  if (options.isolation === false) args.push('--no-isolation');
  if (options.base) args.push('--base', options.base);
  if (options.dir) args.push('--dir', options.dir);
  const child = spawn(process.execPath, [SERVE, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await firstLine(child);
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('close', () => resolve());
        child.kill();
      }),
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The test server ended early (exit ${code})`)));
    createInterface({ input: child.stdout! }).once('line', resolve);
  });
}
