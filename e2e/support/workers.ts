/** Ends workers as running out of memory does: at once, without a word. */
import { expect, type Worker } from '@playwright/test';

/** Once the worker is watched by its owner, so that it is not its start that fails. It answers nothing afterwards. */
export async function kill(worker: Worker): Promise<void> {
  await expect.poll(() => worker.evaluate(isWatched).catch(() => false), { intervals: [20] }).toBe(true);
  await worker.evaluate(() => self.close()).catch(() => undefined);
}

async function isWatched(): Promise<boolean> {
  const { pending } = await navigator.locks.query();
  return (pending ?? []).some(({ name }) => name === self.name);
}
