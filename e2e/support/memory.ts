/** How much memory a browser takes while something happens (Linux). */
import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';

const EVERY_MS = 25;

/**
 * Looks at all processes of the browser until the returned function is called, which tells how many MB more than at
 * first they took together at the most. Memory that they share counts once (proportional set size).
 */
export async function watchMemory(browser: Browser): Promise<() => number> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const ids = processInfo.map(({ id }) => id);
  const firstMb = takenMb(ids);
  let mostMb = firstMb;
  const look = () => {
    mostMb = Math.max(mostMb, takenMb(ids));
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    look();
    return mostMb - firstMb;
  };
}

function takenMb(ids: readonly number[]): number {
  return ids.reduce((sum, id) => {
    const [, kb] = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m) ?? [];
    return sum + Number(kb ?? 0) / 1024;
  }, 0);
}
