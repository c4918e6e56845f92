/** Every reason a measurement can give, as a sentence and, where it helps, what to do about it. */
import type { Reason } from '../sync/types';

export interface ReasonText {
  /** What was seen. */
  seen: string;
  /** The way on for the visitor; null where there is nothing to do. */
  next: string | null;
}

const MORE_SPEECH = 'Use a longer part: three seconds of visible speech are the least, ten are good.';
const BY_EYE = 'Compare by eye: switch the player between “As is” and “Corrected”.';

/** Exhaustive by type: a new reason does not compile without its sentence. */
export const REASON_TEXTS: Record<Reason, ReasonText> = {
  'no-face': {
    seen: 'No face was seen in the picture.',
    next: 'Check a part in which somebody speaks towards the camera.',
  },
  'face-too-small': {
    seen: 'The faces are too small to see their lips move.',
    next: 'Use a version with a larger picture, or a part with a closer shot.',
  },
  'no-speech': {
    seen: 'No speech was heard.',
    next: 'Check a part with speech, or choose another sound track.',
  },
  'lips-still': {
    seen: 'The lips that are seen hardly move.',
    next: 'Check a part in which the person in the picture is the one who speaks.',
  },
  'still-picture': {
    seen: 'The picture stands still.',
    next: 'A photo with sound has no lip movement to compare: use the moving version.',
  },
  'too-short': {
    seen: 'There are too few seconds to compare.',
    next: MORE_SPEECH,
  },
  'few-windows': {
    seen: 'Only a few moments show speech and lips together.',
    next: MORE_SPEECH,
  },
  'windows-disagree': {
    seen: 'Different parts of the video point to different offsets.',
    next: BY_EYE,
  },
  'weak-match': {
    seen: 'Lips and sound resemble each other only weakly.',
    next: 'Compare by eye in the player, and check whether the voice belongs to the face.',
  },
  'two-peaks': {
    seen: 'Two different offsets fit almost equally well.',
    next: BY_EYE,
  },
  'edge-of-search': {
    seen: 'The best match lies at the edge of the search.',
    next: 'Choose a wider search range in the settings.',
  },
  'engines-disagree': {
    seen: 'The two ways of measuring do not agree.',
    next: BY_EYE,
  },
  'voice-over': {
    seen: 'The voice does not seem to belong to a face in the picture: it looks like a voice-over.',
    next: 'Only the parts in which the speaker is seen can be compared.',
  },
  'several-speakers': {
    seen: 'Several people speak; each face was measured on its own.',
    next: null,
  },
  drift: {
    seen: 'The offset grows steadily: picture and sound run at slightly different speeds.',
    next: null,
  },
  steps: {
    seen: 'The offset jumps, as it does where clips were joined.',
    next: null,
  },
  'short-clip': {
    seen: 'Short clip: lips and speech are seen together for less than three seconds. Ten seconds would make it surer.',
    next: null,
  },
  'low-frame-rate': {
    seen: 'The picture has few frames per second, so the offset is less exact.',
    next: null,
  },
};
