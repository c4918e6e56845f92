/** What is said of microphones that were mixed. */
import { clockTenths, countWords, durationWords, sizeWords } from '../../core/report/format';
import type { MixedMicrophones } from '../../workers/sound/contract';

type Microphone = MixedMicrophones['microphones'][number];

/** Less at either end is not worth a word. */
const SHORT_S = 0.1;

/** `13 s; started 0.40 s earlier; its clock does not drift` @param wholeS of the one that gives the time */
export function microphoneWords(
  { durationS, lateS, driftPpm, isInverted }: Microphone,
  wholeS: number,
): string {
  const long = durationWords(durationS);
  const turned = isInverted
    ? ['one side of its stereo is turned round in phase, so the difference of both sides is used']
    : [];
  if (driftPpm === null) return [long, 'gives the time', ...turned].join('; ');
  const startMs = lateS * 1000;
  const start =
    Math.abs(startMs) < 0.5
      ? 'started at the same time'
      : `started ${sizeWords(startMs)} ${startMs > 0 ? 'earlier' : 'later'}`;
  const from = Math.max(0, -lateS);
  const to = Math.min(wholeS, durationS - lateS);
  const isPart = from > SHORT_S || to < wholeS - SHORT_S;
  const part = isPart ? [`has ${clockTenths(from)} to ${clockTenths(to)} of it`] : [];
  const driftMs = driftPpm * 1e-3 * (to - from);
  const drift =
    Math.abs(driftMs) < 0.5
      ? 'its clock does not drift'
      : `its clock drifts by ${sizeWords(driftMs)} over ${isPart ? 'that part' : 'the whole'}`;
  return [long, start, ...part, drift, ...turned].join('; ');
}

/** `2 microphones, brought in step and mixed into one channel.` */
export function mixedSentence(microphones: readonly Microphone[]): string {
  return `${countWords(microphones.length, 'microphone')}, brought in step and mixed into one channel.`;
}
