/**
 * How much of a noise removal a recording needs: what it costs speech (16 dB of SI-SDR remain of clean speech, see
 * docs/sound.md) is worth it only where there is noise.
 */

/** dB between the whole and its quietest twentieth: up to the first noise is heard, from the second on it is not. */
const NOISY_DB = 30;
const CLEAN_DB = 45;
/** Below this there is digital silence, which says nothing of the noise under the speech. */
const SILENCE_LUFS = -90;
const LEAST_HOPS = 5;

/** @param hopLufs loudness of each hop @returns 0: nothing is to be taken out; 1: as much as is asked for */
export function noiseNeed(hopLufs: Float32Array, wholeLufs: number | null): number {
  const heard = hopLufs.filter((lufs) => lufs > SILENCE_LUFS).sort();
  if (wholeLufs === null || heard.length < LEAST_HOPS) return 1;
  const floor = heard[Math.floor(heard.length / 20)] as number;
  return Math.max(0, Math.min(1, (CLEAN_DB - (wholeLufs - floor)) / (CLEAN_DB - NOISY_DB)));
}
