/** Films cut together of what the engine makes of clips (embeddings): pictures, sound and features of every part. */

const STEP_S = 0.02;
const HOP_S = 0.01;
const TRACK_ARRAYS = ['timesS', 'boxes', 'lips', 'opening', 'quality', 'pose'];

/**
 * @param parts `{ clip, sound, fromS, soundFromS, lengthS, offsetMs, joined, listener, pauseS }`: lips of one clip under
 *   the sound of a clip, which is later by offsetMs; joined = the face of the part before goes on, else a cut;
 *   listener = `{ clip, fromS }`, a second face in view; pauseS = so much of the part's end is silent
 */
export function composeFilm(parts) {
  const size = parts[0].clip.heard.size;
  const steps = parts.reduce((sum, { lengthS }) => sum + Math.round(lengthS / STEP_S), 0);
  const heard = { startS: 0, from: 0, to: steps, size, values: new Int16Array(steps * size) };
  const speech = new Float32Array(2 * steps);
  const tracks = [];
  const seen = [];
  const cutsS = [];
  let at = 0;
  for (const part of parts) {
    const length = Math.round(part.lengthS / STEP_S);
    copySound(part, length, at, heard, speech);
    const lips = lipsOf(part, length, size);
    const face = faceOf(part, at * STEP_S);
    if (part.joined && tracks.length > 0) {
      const [last, lastSeen] = [tracks.at(-1), seen.at(-1)];
      for (const name of TRACK_ARRAYS) last[name] = joined(last[name], face[name]);
      lastSeen.values = joined(lastSeen.values, lips.values);
      lastSeen.known = joined(lastSeen.known, lips.known);
      lastSeen.length += length;
    } else {
      tracks.push({ id: tracks.length + 1, thumbnail: null, ...face });
      seen.push({ first: at, length, ...lips });
      if (at > 0) cutsS.push(at * STEP_S);
    }
    if (part.listener) {
      const other = { ...part.listener, lengthS: part.lengthS };
      tracks.push({ id: tracks.length + 1, thumbnail: null, ...faceOf(other, at * STEP_S) });
      seen.push({ first: at, length, ...lipsOf(other, length, size) });
    }
    at += length;
  }
  const durationS = steps * STEP_S;
  const frameTimesS = Float64Array.from(tracks.flatMap(({ timesS }) => [...timesS]));
  return {
    media: { durationS, video: { fps: 25, width: 1000 } },
    chunk: { startS: 0, endS: durationS, frameTimesS, cutsS: Float64Array.from(cutsS), motion: 5, tracks },
    sound: { startS: 0, speech, energyDb: new Float32Array(speech.length) },
    heard,
    seen,
  };
}

function copySound({ sound, soundFromS, offsetMs, pauseS = 0 }, length, at, heard, speech) {
  const { heard: own, sound: features } = sound;
  const late = Math.round(offsetMs / 1000 / STEP_S);
  const firstStep = Math.round((soundFromS - own.startS) / STEP_S) - late;
  const firstHop = Math.round((soundFromS - features.startS) / HOP_S) - 2 * late;
  for (let i = 0; i < length - Math.round(pauseS / STEP_S); i++) {
    const step = firstStep + i;
    if (step >= own.from && step < own.to)
      heard.values.set(own.values.subarray(step * own.size, (step + 1) * own.size), (at + i) * own.size);
    for (const half of [0, 1]) speech[2 * (at + i) + half] = features.speech[firstHop + 2 * i + half] ?? 0;
  }
}

function lipsOf({ clip, fromS }, length, size) {
  const [lips] = clip.seen;
  const first = Math.round((fromS - clip.heard.startS) / STEP_S) - lips.first;
  const values = new Int16Array(length * size);
  const known = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const step = first + i;
    if (step < 0 || step >= lips.length) continue;
    values.set(lips.values.subarray(step * size, (step + 1) * size), i * size);
    known[i] = lips.known[step];
  }
  return { values, known };
}

/** The clip's face of these seconds, at its place in the film. */
function faceOf({ clip, fromS, lengthS }, startS) {
  const [track] = clip.chunk.tracks;
  const keep = [...track.timesS.keys()].filter(
    (t) => track.timesS[t] >= fromS && track.timesS[t] < fromS + lengthS,
  );
  const pick = (array) => {
    const width = array.length / track.timesS.length;
    const out = new array.constructor(keep.length * width);
    keep.forEach((t, i) => {
      out.set(array.subarray(t * width, (t + 1) * width), i * width);
    });
    return out;
  };
  const face = Object.fromEntries(TRACK_ARRAYS.map((name) => [name, pick(track[name])]));
  return { ...face, timesS: face.timesS.map((timeS) => timeS - fromS + startS) };
}

function joined(a, b) {
  const out = new a.constructor(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
