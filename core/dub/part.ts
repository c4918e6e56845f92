/** A stretch of a video that alone is dubbed: how the mouth and the sound come in at its start and go at its end. */

/** Seconds of the video's own timeline. */
export interface Part {
  startS: number;
  endS: number;
}

/** Less holds no word. */
export const LEAST_PART_S = 0.3;
/** The mouth comes and goes over this long, inside the stretch; the sound, too short to be heard as a fade. */
export const MOUTH_JOIN_S = 0.12;
export const SOUND_JOIN_S = 0.02;

/** How much of what is new is there, 0..1: nothing at both ends of the stretch. @param timeS from its start */
export function shareInPart(timeS: number, lengthS: number, joinS: number): number {
  const inside = Math.max(0, Math.min(1, Math.min(timeS, lengthS - timeS) / Math.min(joinS, lengthS / 2)));
  return 0.5 - 0.5 * Math.cos(Math.PI * inside);
}

/** How many pictures of a video begin in a time of it, which may go on for ever. */
export function picturesIn({ startS, endS }: Part, durationS: number, fps: number): number {
  return Math.max(0, Math.round((Math.min(endS, durationS) - startS) * fps));
}

/** `90`, `1:30`, `1:02:03.5` as seconds; null for anything else. */
export function clockSeconds(text: string): number | null {
  const plain = text.trim();
  if (!/^(\d+:){0,2}\d+([.,]\d+)?$/.test(plain)) return null;
  return plain.split(':').reduce((sum, digits) => 60 * sum + Number(digits.replace(',', '.')), 0);
}

/** Why there can be no such stretch; null when there can. */
export function partProblem({ startS, endS }: Part, durationS: number): string | null {
  if (!(startS >= 0)) return 'The part must begin at 0:00 or later.';
  if (!(endS - startS >= LEAST_PART_S - 1e-6)) return 'The part must be at least 0.3\u00a0s long.';
  if (endS > durationS + 0.05)
    return `The part ends after the video, which is ${durationS.toFixed(1)}\u00a0s long.`;
  return null;
}
