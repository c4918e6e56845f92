/** How many words are wrong, as speech recognisers are measured: words put in, left out or replaced (Levenshtein). */

/** Lower case, without punctuation: `It's 5 o'clock.` -> it's, 5, o'clock. */
export function wordsOf(text) {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .split(/[^\p{L}\p{N}']+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** @param said words @param heard words @returns the least number of changes from one to the other */
export function wordErrors(said, heard) {
  let row = Array.from({ length: heard.length + 1 }, (_, i) => i);
  for (const [i, word] of said.entries()) {
    const next = [i + 1];
    for (const [j, other] of heard.entries())
      next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (word === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1);
}
