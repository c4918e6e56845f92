/** Ends workers as running out of memory does: at once, without a word. */
import { expect, type Worker } from '@playwright/test';

/** Once the worker is watched by its owner, so that it is not its start that fails. It answers nothing afterwards. */
export async function kill(worker: Worker): Promise<void> {
  await expect.poll(() => worker.evaluate(isWatched).catch(() => false), { intervals: [20] }).toBe(true);
  await worker.evaluate(() => self.close()).catch(() => undefined);
}

/** Runs in the worker: it holds the lock named after it, and its owner waits for that to end. */
async function isWatched(): Promise<boolean> {
  const { held, pending } = await navigator.locks.query();
  return [held, pending].every((locks) => locks?.some(({ name }) => name === self.name));
}
