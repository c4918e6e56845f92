/** @returns the Hann window whose ends lie half a sample outside: Float64Array [length] */
export function hann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length));
}

/** @returns its root, for what is windowed before and after its spectrum is changed: Float64Array [length] */
export function sineWindow(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / length));
}
