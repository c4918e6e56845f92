/**
 * How long the windows of an engine's maps are, seconds: its own, and finer ones where they are wanted.
 * @param knownS of the track its lips are seen: where that is little, windows are shorter
 */
export function windowLengths(ownS: number, finerS: number | undefined, knownS: number): number[] {
  const longestS = finerS === undefined ? [ownS] : [ownS, finerS];
  return longestS.map((most) => Math.min(most, Math.max(0.6, knownS * 0.6)));
}
