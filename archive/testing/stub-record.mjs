/** What slots without a browser say of a clip, by a text that tells what is to come of it. */

/** @param {string} text `broken …`, or a word and the offset in milliseconds */
export function recordOf(path, text) {
  if (text.startsWith('broken'))
    return { file: path, ok: false, error: { code: 'not-a-video', message: 'This file is not a video.' } };
  return {
    file: path,
    ok: true,
    verdict: text.length % 2 ? 'late' : 'in-sync',
    offsetMs: Number(text.split(' ')[1]),
    ci95Ms: 40,
    probability: 0.9,
    pattern: 'constant',
    durationS: 1,
    tracks: [{ id: 1, speakingS: 0.5 }],
    syncnet: null,
    warnings: [],
  };
}
