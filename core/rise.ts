/** From 0 to 1 with level ends, so that no line is seen where something begins (Hermite's 3 t^2 - 2 t^3). */
export function rise(share: number): number {
  const t = share < 0 ? 0 : Math.min(share, 1);
  return t * t * (3 - 2 * t);
}
