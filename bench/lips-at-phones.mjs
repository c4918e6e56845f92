/** Whether lips meet where they must and are open where they must, by the times of phones. */

const STEP_S = 0.02;
const TOLERANCE_S = 0.06;
const BILABIAL = new Set(['p', 'b', 'm']);
/** As espeak-ng writes them. */
const OPEN_VOWEL = new Set(['a', 'a#', 'aa', 'A:', 'A', 'A@', 'V', '0', 'O2', 'aI', 'aU']);
/** Lips that meet leave no more than this between them, eye distances; open ones no less. */
const SHUT = 0.02;
const OPEN = 0.04;

/**
 * @param {{ spoken: { phone: string, startS: number, endS: number }[], openings: ArrayLike<number> }[]} said
 *   openings: gap of the inner lips every STEP_S, eye distances
 * @returns shares of /p b m/ at which the lips meet within TOLERANCE_S of its middle, and of open vowels at which they are open
 */
export function closedAndOpen(said) {
  const gaps = { shut: [], open: [] };
  for (const { spoken, openings } of said) {
    const steps = (fromS, toS) =>
      Array.from(openings).slice(Math.max(0, Math.round(fromS / STEP_S)), Math.round(toS / STEP_S) + 1);
    for (const { phone, startS, endS } of spoken) {
      const middleS = (startS + endS) / 2;
      if (BILABIAL.has(phone))
        gaps.shut.push(Math.min(...steps(middleS - TOLERANCE_S, middleS + TOLERANCE_S)));
      if (OPEN_VOWEL.has(phone)) gaps.open.push(Math.max(...steps(startS, endS)));
    }
  }
  const shut = gaps.shut.filter((gap) => gap <= SHUT).length / gaps.shut.length;
  const open = gaps.open.filter((gap) => gap >= OPEN).length / gaps.open.length;
  const at = (list, q) => list.toSorted((a, b) => a - b)[Math.floor(q * list.length)].toFixed(3);
  const text = `shut at ${shut.toFixed(2)} of ${gaps.shut.length} /p b m/ (90 %: ${at(gaps.shut, 0.9)}), open at ${open.toFixed(2)} of ${gaps.open.length} open vowels (10 %: ${at(gaps.open, 0.1)})`;
  return { shut, open, text };
}
