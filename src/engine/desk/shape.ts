/** Whether something that was read has the shape that it should have: what a file holds may be anybody's work. */

export type Shape = (value: unknown) => boolean;

export const isText: Shape = (value) => typeof value === 'string';
/** Numbers that are not finite are null in JSON. */
export const isNumber: Shape = (value) => value === null || typeof value === 'number';
export const isBoolean: Shape = (value) => typeof value === 'boolean';
export const isFloats: Shape = (value) => value instanceof Float32Array;
export const isDoubles: Shape = (value) => value instanceof Float64Array;

export const oneOf =
  (...words: readonly unknown[]): Shape =>
  (value) =>
    words.includes(value);

export const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);

export const orAbsent =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);

export const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

/** What else it holds does not matter. */
export const withKeys =
  (keys: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(keys).every(([key, shape]) => shape((value as Record<string, unknown>)[key]));
