/** Ends workers as running out of memory does: at once, without a word. */
import { expect, type Worker } from '@playwright/test';

/** Until the worker's owner would notice its end: before, it is its start that fails. */
export async function watched(worker: Worker): Promise<void> {
  await expect.poll(() => worker.evaluate(isWatched).catch(() => false), { intervals: [20] }).toBe(true);
}

/** It answers nothing afterwards. */
export async function kill(worker: Worker): Promise<void> {
  await worker.evaluate(() => self.close()).catch(() => undefined);
}

/** Runs in the worker: it holds the lock named after it, and its owner waits for that to end. */
async function isWatched(): Promise<boolean> {
  const { held, pending } = await navigator.locks.query();
  return [held, pending].every((locks) => locks?.some(({ name }) => name === self.name));
}
