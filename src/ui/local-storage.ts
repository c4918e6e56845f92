/** Small choices kept on this device. Where storage is refused they last as long as the page. */

const PREFIX = 'lipslate-';

/** The stored choice when it is one of `allowed`, else the first of them. */
export function recall<T extends string>(key: string, allowed: readonly [T, ...T[]]): T {
  try {
    const stored = localStorage.getItem(PREFIX + key);
    return allowed.find((value) => value === stored) ?? allowed[0];
  } catch {
    return allowed[0];
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // Private mode or a full disk: the choice still holds for this visit.
  }
}
