/** Processes that a driver starts, and the screen for browsers that draw only where there is one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface Running {
  child: ChildProcess;
  /** Ends it and what it started. */
  stop(): Promise<void>;
}

/** @param env beside that of this process */
export function start(command: string, args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that its children end with it.
    detached: process.platform !== 'win32',
  });
  return {
    child,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('close', () => resolve());
        const signal = () => {
          if (process.platform === 'win32') child.kill();
          else process.kill(-child.pid!, 'SIGTERM');
        };
        signal();
        setTimeout(() => child.kill('SIGKILL'), 5000).unref();
      }),
  };
}

/** Waits for a line of the output that matches, and gives the first group. */
export function lineOf({ child }: Running, output: Readable, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const seen: string[] = [];
    const fail = (why: string) => reject(new Error(`${child.spawnfile} ${why}: ${seen.join('\n')}`));
    createInterface({ input: output }).on('line', (line) => {
      seen.push(line);
      const found = pattern.exec(line);
      if (found) resolve(found[1] ?? line);
    });
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`ended early (exit ${code})`));
    setTimeout(() => fail('did not start within a minute'), 60_000).unref();
  });
}

/** @returns the display to draw on, and how to let it go; Xvfb on Linux, the screen that is there elsewhere */
export async function openScreen(): Promise<{ env: Record<string, string>; stop(): Promise<void> }> {
  if (process.platform !== 'linux') return { env: {}, stop: async () => {} };
  const screen = start('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp']);
  screen.child.stderr!.resume();
  const display = await lineOf(screen, screen.child.stdout!, /^(\d+)$/);
  return { env: { DISPLAY: `:${display}` }, stop: screen.stop };
}
