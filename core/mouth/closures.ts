/**
 * Lips that nearly meet for a moment meet. What is predicted is a mean over what lips might do, and a mean of lips that
 * meet sooner and later never meets; whoever sees /p b m/ spoken with parted lips sees that it is false.
 */

/** Steps on each side of a closure in which the lips part again. */
const REACH = 4;
/** Steps on each side among which the lips are open before and after it. */
const AROUND = 10;
/** How far they come together, of the speaker's range. */
const LEAST_DEPTH = 0.4;

/**
 * @param openings gap of the lips at every step, changed in place. Float64Array [steps]
 * @param shut what is left of the gap when they meet
 * @param range the speaker's, from shut to wide open
 */
export function closeDips(openings: Float64Array, shut: number, range: number): void {
  const before = openings.slice();
  const at = (step: number) => before[Math.max(0, Math.min(before.length - 1, step))]!;
  for (let step = 1; step < before.length - 1; step++) {
    const least = at(step);
    if (least > at(step - 1) || least >= at(step + 1)) continue;
    let [left, right] = [least, least];
    for (let away = 1; away <= AROUND; away++) {
      left = Math.max(left, at(step - away));
      right = Math.max(right, at(step + away));
    }
    if (Math.min(left, right) - least < LEAST_DEPTH * range) continue;
    for (let away = -REACH; away <= REACH; away++) {
      const there = step + away;
      if (there < 0 || there >= before.length) continue;
      const share = 0.5 + 0.5 * Math.cos((Math.PI * away) / (REACH + 1));
      const closed = Math.max(shut, before[there]! - share * (least - shut));
      openings[there] = Math.min(openings[there]!, closed);
    }
  }
}
