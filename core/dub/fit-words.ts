/** What fitting does to the speech, in sentences. */
import { durationWords } from '../report/format';
import { type FitPlan, MOST_STRETCH } from './fit';

const NBSP = '\u00a0';

/** What is changed; `The pauses 0.3 s shorter, the words 4 % shorter: 4.7 s instead of 5.2 s.` */
export function fitWords(plan: FitPlan): string {
  const { pausesS, stretch, speechS, durationS, silenceS } = plan;
  const changes = [
    Math.abs(pausesS) >= 0.05 ? `the pauses ${sizeWords(pausesS)}` : null,
    Math.abs(stretch - 1) >= 0.0005 ? `the words ${shareWords(stretch - 1)}` : null,
  ].filter((words) => words !== null);
  if (changes.length === 0) return 'The speech fits as it is.';
  const words = `${changes.join(', ')}: ${secondsWords(durationS - silenceS)} instead of ${secondsWords(speechS)}.`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What is left over, or missing; null when nothing is. @param fitted whether it was tried to make it fit */
export function misfitWords({ excessS, silenceS, targetS }: FitPlan, fitted: boolean): string | null {
  if (!fitted) {
    if (excessS > 0)
      return `The speech is ${secondsWords(excessS)} too long for ${secondsWords(targetS)} of video.`;
    if (silenceS < 0.05) return null;
    return `The speech is ${secondsWords(silenceS)} too short for ${secondsWords(targetS)} of video: the end stays silent.`;
  }
  if (excessS >= 0.05) {
    return `Even with short pauses and words ${percent(MOST_STRETCH)} shorter, the speech is ${secondsWords(excessS)} too long for ${secondsWords(targetS)} of video.`;
  }
  if (silenceS >= 0.05) {
    return `Even with long pauses and words ${percent(MOST_STRETCH)} longer, the speech is ${secondsWords(silenceS)} too short for ${secondsWords(targetS)} of video: the end stays silent.`;
  }
  return null;
}

/** Of speech that does not fit into the stretch that it is for. */
export function tooLongWords(plan: FitPlan, fitted: boolean): string {
  const why = fitted ? `, even with short pauses and words ${percent(MOST_STRETCH)} shorter` : '';
  return `The new speech is ${secondsWords(plan.excessS)} longer than the part of ${secondsWords(plan.targetS)}${why}.`;
}

function sizeWords(changeS: number): string {
  return `${secondsWords(Math.abs(changeS))} ${changeS < 0 ? 'shorter' : 'longer'}`;
}

function shareWords(change: number): string {
  return `${percent(Math.abs(change))} ${change < 0 ? 'shorter' : 'longer'}`;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))}${NBSP}%`;
}

/** To a tenth, of minutes as well: here tenths are what it is about. */
function secondsWords(seconds: number): string {
  return seconds < 600 ? `${seconds.toFixed(1)}${NBSP}s` : durationWords(seconds);
}
