/** How a confidence is put into words, and what is done without asking: both follow the same line. */

/** From here on a result is called sure. Below, a verdict that is not 'unsure' is "fairly sure". */
const SURE_FROM = 0.9;

/** @param confidence of a measurement whose verdict is not 'unsure' */
export function isCalledSure(confidence: number): boolean {
  return confidence >= SURE_FROM;
}
