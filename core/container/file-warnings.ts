/** What is said of a file that can be read, but not as it was meant; docs/errors.md lists it. */

/** @param parts of a recording whose clock starts anew with each */
export function joinedSentence(parts: number): string {
  return `This recording is joined of ${parts} parts whose clocks start anew. They are read as one, each after the one before.`;
}

/** @param parts of a joined recording that no reader knows */
export function lostSentence(parts: number): string {
  const [what, it] = parts === 1 ? ['One part', 'it'] : [`${parts} parts`, 'they'];
  return `${what} of this joined recording cannot be read and ${parts === 1 ? 'is' : 'are'} left out: what follows is told as if ${it} had not been there.`;
}

/** Of a stream that breaks too often to be read part by part. */
export function brokenSentence(times: number): string {
  return `The clock of this recording starts anew ${times} times. Times after the first break may be wrong: cut it into parts and check them one by one.`;
}

/** @param share 0..1 of the file */
export function missingSentence(share: number): string {
  return `About ${Math.round(share * 100)} % of the file is missing.`;
}

/** @param share 0..1 of the file that is missing */
export function cutOffSentence(share: number): string {
  return `This file is cut off. ${missingSentence(share)} Only what is there is measured.`;
}
