/** The new speech, and whether it is made to fit the picture. */
import { costWords, fitOf } from '../engine/dub/recipe';
import { partOf } from '../engine/dub/stretch';
import type { DubSession, DubState } from '../engine/dub/types';
import { Card, CardHead } from '../ui/Card';
import { FitSwitch } from './FitSwitch';
import { type SpeechControl, SpeechInput } from './SpeechInput';
import type { DropTarget } from './useDropPlaces';

interface SpeechCardProps extends DropTarget {
  state: DubState;
  session: DubSession;
  busy: boolean;
}

export function SpeechCard({ state, session, busy, ...drop }: SpeechCardProps) {
  const { speech, face, speakers } = state;
  const control: SpeechControl = {
    set: (file, made) => session.setSpeech(file, made),
    setTrack: (track) => session.setSpeechTrack(track),
    cancel: () => session.cancelSpeech(),
    retry: () => session.retrySpeech(),
  };
  const canFit = speech?.status !== 'failed' && face?.info && !face.info.still && speakers.length === 0;
  return (
    <Card aria-labelledby="speech-title" {...drop}>
      <CardHead>
        <h2 id="speech-title">The new speech</h2>
      </CardHead>
      <SpeechInput
        speech={speech}
        control={control}
        busy={busy}
        cost={costWords(state)}
        title="Drop a sound file, or a video with sound"
        about={aboutWords(state)}
        testId="speech-file"
      >
        {canFit && (
          <FitSwitch
            on={state.fit}
            plan={fitOf(state)}
            ofPart={state.part !== null}
            disabled={busy}
            onChange={(on) => session.setFit(on)}
          />
        )}
      </SpeechInput>
    </Card>
  );
}

/** How long the result is depends on more than this speech where there is a stretch, or another speech. */
function aboutWords(state: DubState): string {
  const voice = 'One voice and little noise work best.';
  if (partOf(state)) return voice;
  return state.speakers.length > 0
    ? `${voice} The result begins with this speech and ends with the last word of all speakers.`
    : `${voice} The result is as long as the speech.`;
}
