/** A sign of life: a worker that is closed or runs out of memory tells nobody, but a lock it holds until then does. */

/**
 * A worker that has shown no life by then never will: it died while it started, when it held no lock yet. Long, as its
 * script may have to come through a slow network first.
 */
export const START_LIMIT_MS = 60_000;

/**
 * Posted once by a worker when its script runs and, where there are locks, when it holds the one named after it; that is
 * free again the moment it dies.
 */
export const ALIVE_MESSAGE = 'lipslate:alive';

/** For the worker: takes the lock named after it, and says that it is alive. Call once at start. */
export function showLife(): void {
  // Page code compiles this file, too, and has no type for a worker's scope.
  const scope = self as unknown as { name: string; postMessage(message: unknown): void };
  if (scope.name === '' || !navigator.locks) {
    scope.postMessage(ALIVE_MESSAGE);
    return;
  }
  void navigator.locks.request(scope.name, () => {
    scope.postMessage(ALIVE_MESSAGE);
    return new Promise<never>(() => {});
  });
}

/**
 * For its owner: calls `onDeath` when the worker has died, at once; or when it has not started by START_LIMIT_MS.
 * @param name what the worker was created with, used by no other
 * @param signal ends the watch; abort it before terminating the worker on purpose
 */
export function watchLife(
  worker: Pick<Worker, 'addEventListener'>,
  name: string,
  signal: AbortSignal,
  onDeath: () => void,
): void {
  const unborn = setTimeout(onDeath, START_LIMIT_MS);
  signal.addEventListener('abort', () => clearTimeout(unborn));
  const listen = (event: MessageEvent<unknown>) => {
    if (event.data !== ALIVE_MESSAGE) return;
    clearTimeout(unborn);
    navigator.locks?.request(name, { signal }, onDeath).catch(() => {});
  };
  worker.addEventListener('message', listen, { signal });
}
