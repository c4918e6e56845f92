const WORDS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** `second`, `number 14` @param n from 1 */
export function ordinal(n: number): string {
  return WORDS[n - 1] ?? `number ${n}`;
}
