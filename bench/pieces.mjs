/** Pieces of analysed files (training/extract-features.mjs), as if they had been cut out, shifted or spoilt before. */

export const RATE_HZ = 16000;

/** Faces of [startS, endS) at no more than maxFps. */
export function cutFaces(chunk, startS, endS, maxFps = Number.POSITIVE_INFINITY) {
  const tracks = chunk.tracks.map((track) => {
    const keep = [];
    let lastS = Number.NEGATIVE_INFINITY;
    for (const [t, timeS] of track.timesS.entries()) {
      if (timeS < startS || timeS >= endS || timeS - lastS < 0.98 / maxFps) continue;
      keep.push(t);
      lastS = timeS;
    }
    const pick = (array) => {
      const width = array.length / track.timesS.length;
      const out = new array.constructor(keep.length * width);
      for (const [i, t] of keep.entries()) out.set(array.subarray(t * width, (t + 1) * width), i * width);
      return out;
    };
    const { id, thumbnail, ...arrays } = track;
    const picked = Object.entries(arrays).map(([name, array]) => [name, pick(array)]);
    return { id, thumbnail, ...Object.fromEntries(picked) };
  });
  return { ...chunk, startS, endS, tracks: tracks.filter((track) => track.timesS.length > 8) };
}

/** Sound of [startS, endS), put later by shiftMs within that span; beyond what there is, digital silence. */
export function cutSound({ samples, soundStartS }, startS, endS, shiftMs = 0) {
  const count = Math.round((endS - startS) * RATE_HZ);
  const from = Math.round((startS - soundStartS) * RATE_HZ);
  const shift = Math.round((shiftMs / 1000) * RATE_HZ);
  const piece = new Float32Array(count);
  for (let i = Math.max(0, shift); i < Math.min(count, count + shift); i++)
    piece[i] = samples[from + i - shift] ?? 0;
  return piece;
}

/** Adds noise so many dB below the sound's own mean power. Digital silence stays. */
export function withNoise(samples, snrDb, noise = NOISES.pink(samples.length)) {
  const power = (values) => values.reduce((sum, v) => sum + v * v, 0) / values.length;
  const gain = Math.sqrt((power(samples) / power(noise)) * 10 ** (-snrDb / 10));
  return samples.map((value, i) => (value === 0 ? 0 : value + gain * noise[i]));
}

/** Noise of so many samples, the same in every run. */
export const NOISES = { white: whiteNoise, pink: pinkNoise };

function whiteNoise(count) {
  const white = randomly();
  return Float32Array.from({ length: count }, () => white());
}

/** Paul Kellet's filter over white noise. */
function pinkNoise(count) {
  const white = randomly();
  let [a, b, c] = [0, 0, 0];
  return Float32Array.from({ length: count }, () => {
    const w = white();
    a = 0.99765 * a + w * 0.099046;
    b = 0.963 * b + w * 0.2965164;
    c = 0.57 * c + w * 1.0526913;
    return a + b + c + w * 0.1848;
  });
}

/** -1 to 1. */
function randomly() {
  let seed = 1;
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2147483648 - 1;
  };
}
