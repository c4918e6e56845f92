/** Locks that keep the screen on, as a page holds them. */
import type { Page } from '@playwright/test';

/** Call it before the page is opened. @returns asks how many locks that keep the screen on are held */
export async function watchWakeLocks(page: Page): Promise<() => Promise<number>> {
  await page.context().grantPermissions(['screen-wake-lock']);
  await page.addInitScript(() => {
    const held = new Set<WakeLockSentinel>();
    const request = navigator.wakeLock.request.bind(navigator.wakeLock);
    navigator.wakeLock.request = async (type) => {
      const lock = await request(type);
      held.add(lock);
      lock.addEventListener('release', () => held.delete(lock));
      return lock;
    };
    Object.assign(window, { wakeLocksHeld: held });
  });
  return () => page.evaluate(() => (window as unknown as { wakeLocksHeld: Set<unknown> }).wakeLocksHeld.size);
}
