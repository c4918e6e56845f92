/** What `--speech` says, given once or for several speakers. */
import { existsSync } from 'node:fs';
import { secondsOf, UsageError } from './lib.mjs';

/** `2:b.wav`, `1,4:b.wav`, `2@1:02.5:b.wav`, `1.2:b.wav` */
const NAMED = /^(\d+(?:\.\d+)?(?:,\d+(?:\.\d+)?)*)(?:@([\d:.]+))?:(.+)$/;

/**
 * @param {string[]} given all of them
 * @param {boolean} hasText the first speech is typed
 * @returns {{ speech?: string, faces: (number | string)[], speakers: { faces: (number | string)[], speech: string, startS?: number }[] }}
 *   the first speech, the faces that say it (none: whoever is in sight), and the others
 * @throws UsageError
 */
export function readSpeeches(given, hasText) {
  const all = given.map(readSpeech);
  const plain = all.filter(({ faces }) => faces.length === 0);
  if (plain.length > 1)
    throw new UsageError('--speech: of several, say which face each is for, as in --speech 2:FILE.');
  if (hasText ? plain.length > 0 : all.length === 0) throw new UsageError('Give either --speech or --text.');
  const faces = all.flatMap((one) => one.faces);
  const twice = faces.find((face, n) => faces.indexOf(face) !== n);
  if (twice !== undefined) throw new UsageError(`--speech: face ${twice} can say one speech only.`);
  if (hasText) return { faces: [], speakers: all };
  // Who begins at the start says the first one.
  const first = plain[0] ?? all.find(({ startS }) => !startS);
  if (!first) throw new UsageError('--speech: one of them begins at the start.');
  return { speech: first.speech, faces: first.faces, speakers: all.filter((one) => one !== first) };
}

/** A file whose name looks like it is taken as it is. */
function readSpeech(text) {
  const named = existsSync(text) ? null : NAMED.exec(text);
  if (!named) return { faces: [], speech: text };
  const [, faces, at, speech] = named;
  const startS = at === undefined ? undefined : secondsOf(at);
  if (Number.isNaN(startS)) throw new UsageError(`--speech ${text}: give a time such as 83.5 or 1:23.5.`);
  return { faces: faces.split(',').map(faceOf), speech, ...(startS !== undefined && { startS }) };
}

/** One appearance of several stays as it is written: the tenth is not the first. */
function faceOf(text) {
  return text.includes('.') ? text : Number(text);
}
