/** What long speech costs, in sentences, said before anybody waits for it. */
import { durationWords } from '../report/format';

/** Below this nobody has to be told. */
const LONG_S = 600;
/** On two cores without a graphics processor, as docs/dub.md has it: the own mouth is made about as fast as it plays. */
const OWN_WRITING = 1.5;
const WAV2LIP_PICTURE_S = 0.3;

export interface DubLength {
  /** Of the new speech; of several, up to the last word. */
  saidS: number;
  /** How many there are, each said by faces of its own. */
  speeches: number;
  /** Of the face's video; null: a photo, or not known. */
  filmS: number | null;
  /** Pictures a second. */
  fps: number;
  engine: 'own' | 'wav2lip';
}

/** `This is 1 h 0 min of speech, …`; null for what is short. Not of speech that is fitted. */
export function lengthWords({ saidS, speeches, filmS, fps, engine }: DubLength): string | null {
  if (saidS < LONG_S) return null;
  const length = durationWords(saidS);
  const goesOn =
    filmS !== null && filmS > 0 && filmS < saidS
      ? ` The video is only ${durationWords(filmS)} long, so its pictures are used again and again.`
      : '';
  const takes =
    engine === 'own'
      ? `moving the mouth takes about as long as playing the dub, and writing the file up to ${durationWords(OWN_WRITING * saidS)}`
      : `drawing the mouths takes ${speeches > 1 ? 'up to' : 'about'} ${durationWords(speeches * WAV2LIP_PICTURE_S * fps * saidS)} without a graphics processor`;
  const lasts =
    speeches > 1
      ? `All speeches together take ${length}, and the dub lasts as long.`
      : `This is ${length} of speech, and all of it is used, so the dub lasts as long.`;
  return `${lasts}${goesOn} On two cores ${takes}.`;
}
