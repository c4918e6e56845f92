/** Where a voice is taken out of a recording: where somebody speaks, and a little around it. The rest stays as it is. */

/** Below the first there is no voice, above the second there is. */
const NONE = 0.05;
const SURE = 0.3;
/** Frames on either side of speech that belong to it: consonants come before a suppressor is sure. */
const AROUND = 12;

/**
 * @param speech how surely each frame is speech, 0..1, by channel
 * @returns share of the voice that is to go, for each frame: 0 in pauses, 1 in speech
 */
export function voiceMask(speech: readonly (readonly number[])[]): Float32Array {
  const frames = Math.max(0, ...speech.map(({ length }) => length));
  const surest = Float32Array.from({ length: frames }, (_, i) =>
    Math.max(...speech.map((each) => each[i] ?? 0)),
  );
  return surest.map((_, i) => {
    const near = surest.subarray(Math.max(0, i - AROUND), i + AROUND + 1);
    return Math.min(
      1,
      Math.max(0, (near.reduce((most, each) => Math.max(most, each), 0) - NONE) / (SURE - NONE)),
    );
  });
}

/**
 * A recording without its voice; no step from frame to frame.
 * @param all the recording from sample `at` on: Float32Array [N]
 * @param voice what a suppressor takes for voice in it: Float32Array [N]
 * @param frame samples that a value of the mask stands for
 */
export function withoutVoice(
  all: Float32Array,
  voice: Float32Array,
  at: number,
  mask: Float32Array,
  frame: number,
): Float32Array {
  return all.map((sample, i) => {
    const place = Math.max(0, (at + i) / frame - 0.5);
    const index = Math.floor(place);
    const before = mask[Math.min(index, mask.length - 1)] ?? 0;
    const after = mask[Math.min(index + 1, mask.length - 1)] ?? 0;
    return sample - (before + (after - before) * (place - index)) * (voice[i] as number);
  });
}
