/** How close a sound is to what it should be, whatever its level. */

/** More than 99 dB is rounding. */
const MOST_DB = 99;

/**
 * Scale-invariant signal-to-distortion ratio, dB (J. Le Roux et al., "SDR – half-baked or well done?", 2019).
 * @param clean [N] @param sound [M]; what one has more than the other is left out
 */
export function siSdr(clean: ArrayLike<number>, sound: ArrayLike<number>): number {
  const length = Math.min(clean.length, sound.length);
  let [dot, power] = [0, 0];
  for (let i = 0; i < length; i++) {
    dot += clean[i]! * sound[i]!;
    power += clean[i]! ** 2;
  }
  const scale = dot / power;
  let [target, rest] = [0, 0];
  for (let i = 0; i < length; i++) {
    const wanted = scale * clean[i]!;
    target += wanted ** 2;
    rest += (sound[i]! - wanted) ** 2;
  }
  return Math.min(MOST_DB, 10 * Math.log10(target / rest));
}
