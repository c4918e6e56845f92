/** Evidence as JSON, for the files a report is made of: everything that the page draws, but no pictures. */

/** A face's small picture, its raw lip points, the times of all pictures: large, and drawn nowhere. */
const LEFT_OUT = new Set(['thumbnail', 'lips', 'frameTimesS']);
/** Beyond what is measured, and half the file's size. */
const DIGITS = 6;

/**
 * @param evidence plain objects, typed arrays, numbers and strings (the sync worker's CheckEvidence)
 * @returns one line of JSON; typed arrays become plain arrays, NaN becomes null
 */
export function evidenceToJson(evidence: object): string {
  return JSON.stringify(evidence, (key, value: unknown) => {
    if (LEFT_OUT.has(key)) return undefined;
    if (isNumberArray(value)) return Array.from(value, shorten);
    return typeof value === 'number' ? shorten(value) : value;
  });
}

function shorten(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null;
}

function isNumberArray(value: unknown): value is Float32Array | Float64Array {
  return value instanceof Float32Array || value instanceof Float64Array;
}
