/** Web Locks held for as long as something is in use; they end with the page or worker that holds them. */

/**
 * @returns the function that lets go; null when `ifAvailable` was asked for and somebody else holds it.
 * Where there are no locks nobody is kept out.
 */
export function holdLock(name: string, options: LockOptions): Promise<(() => void) | null> {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, options, (lock) => {
        if (lock === null) return resolve(null);
        return new Promise<void>((letGo) => resolve(letGo));
      })
      .catch(reject);
  });
}
