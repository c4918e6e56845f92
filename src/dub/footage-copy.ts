/** What a face's video allows the own mouth, in sentences; said before anything is made. */

import { type FootageFacts, footageFacts, LEAST_SEEN_S, LEAST_SPEECH_S } from '../../core/mouth/footage';
import { durationWords } from '../../core/report/format';
import type { FaceState } from '../engine/dub/types';

/** A sentence on what is there, and one on each thing that is missing and what it costs. */
export interface FootageWords {
  plain: string;
  missing: string[];
}

const AS_MOST = 'the mouth moves as most people’s do';

/** Null while nothing is known, or nobody speaks. */
export function footageWords({ info, status, chosen, footageSpeechS }: FaceState): FootageWords | null {
  if (!info || status !== 'ready' || chosen.length === 0) return null;
  const facts = footageFacts(chosen.flatMap(({ tracks }) => tracks));
  if (info.still) {
    return { plain: `From a photo, ${AS_MOST}, and what its closed lips hide is drawn.`, missing: [] };
  }
  return {
    plain: plainWords(facts.seenS, footageSpeechS, info.audioTracks.length > 0),
    missing: facts.seenS > 0 ? missingWords(facts) : [],
  };
}

function plainWords(seenS: number, speechS: number | null, hasSound: boolean): string {
  if (seenS === 0)
    return 'The lips are hardly ever seen well here; where they are not, the picture stays as it is.';
  const seen = `The lips are seen well for ${durationWords(seenS)}`;
  if (!hasSound) return `${seen}, but without sound: ${AS_MOST}.`;
  if (seenS < LEAST_SEEN_S) return `${seen} only: ${AS_MOST}.`;
  if (speechS === null) return `${seen}.`;
  if (speechS < LEAST_SPEECH_S) return `${seen}, but there is hardly any speech with them: ${AS_MOST}.`;
  return `${seen}, with ${durationWords(speechS)} of speech to learn this mouth from.`;
}

function missingWords({ closed, open, round }: FootageFacts): string[] {
  return [
    ...(closed ? [] : ['The lips never close here, so b, m and p may look soft.']),
    ...(open ? [] : ['The mouth is never wide open here, so teeth and tongue are drawn.']),
    ...(round ? [] : ['The lips are never rounded here, so “oo” may look flat.']),
  ];
}
