/** How late a clip's own sound is, by what the sync network says of the whole clip. */

const MOST_LAG_STEPS = 15;
/** Embeddings are stored as whole numbers, this long. */
const LENGTH = 32767;

/**
 * @param lips what embedLips returned
 * @param sound what embedSound returned
 * @returns {{ lag: number, match: number }} steps of 20 ms that the sound is later than the lips, and the mean likeness there
 */
export function bestLag(lips, sound) {
  const { size } = sound;
  const steps = lips.values.length / size;
  const likeness = (i, j) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += lips.values[i * size + k] * sound.values[j * size + k];
    return sum / LENGTH / LENGTH;
  };
  let best = { lag: 0, match: -1 };
  for (let lag = -MOST_LAG_STEPS; lag <= MOST_LAG_STEPS; lag++) {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < steps; i++) {
      const j = lips.first + i + lag;
      if (j < sound.from || j >= sound.to) continue;
      sum += likeness(i, j);
      count += 1;
    }
    if (count > 0 && sum / count > best.match) best = { lag, match: sum / count };
  }
  return best;
}
