/** Small choices kept on this device. Where storage is refused they last as long as the page. */

const PREFIX = 'lipslate-';

/** The stored choice when it is one of `allowed`, else the first of them. */
export function recall<T extends string>(key: string, allowed: readonly [T, ...T[]]): T {
  const stored = recallText(key);
  return allowed.find((value) => value === stored) ?? allowed[0];
}

/** What is stored as it is, for those who know how to read it; null where there is nothing. */
export function recallText(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // Private mode or a full disk: the choice still holds for this visit.
  }
}
