/** The new speech: a file, the microphone, or typed text; then listen to it. */
import { useState } from 'react';
import { clockWords, durationWords } from '../../core/report/format';
import { costWords, fitOf } from '../engine/dub/recipe';
import { isMute } from '../engine/dub/speech';
import type { DubSession, DubState, SpeechState } from '../engine/dub/types';
import { remainingWords } from '../engine/stages';
import { CancelButton } from '../ui/CancelButton';
import { Card, CardHead } from '../ui/Card';
import { DropButtons, DropZone } from '../ui/DropZone';
import { FileButton } from '../ui/FileButton';
import { GivenFile } from '../ui/GivenFile';
import { Icon } from '../ui/Icon';
import { Note } from '../ui/Note';
import { Option } from '../ui/Option';
import { ProgressBar } from '../ui/ProgressBar';
import { TrackOptions } from '../ui/TrackOptions';
import { DubProblem } from './DubProblem';
import { FitSwitch } from './FitSwitch';
import { Recorder } from './Recorder';
import { SoundPlayer } from './SoundPlayer';
import { type Typed, TypedSpeech } from './TypedSpeech';

interface SpeechCardProps {
  state: DubState;
  session: DubSession;
  busy: boolean;
  'data-drop': string | undefined;
  onDragEnter(): void;
}

const SHOWN: Partial<Record<SpeechState['made'], string>> = {
  microphone: 'Your recording',
  typed: 'The guide voice',
};
const ACCEPT = 'audio/*,video/*,.m4a,.mka,.mkv,.mov,.avi,.opus';

export function SpeechCard({ state, session, busy, ...drop }: SpeechCardProps) {
  const { speech, face } = state;
  const [making, setMaking] = useState<'recording' | 'text' | null>(null);
  // Kept, so that it can be changed and spoken again.
  const [typed, setTyped] = useState<Typed>({ text: '', voice: 'slt' });
  const made = (file: File, how: SpeechState['made']) => {
    setMaking(null);
    session.setSpeech(file, how);
  };
  return (
    <Card aria-labelledby="speech-title" {...drop}>
      <CardHead>
        <h2 id="speech-title">The new speech</h2>
      </CardHead>
      {making === 'recording' ? (
        <Recorder onDone={(file) => made(file, 'microphone')} onCancel={() => setMaking(null)} />
      ) : making === 'text' ? (
        <TypedSpeech
          typed={typed}
          busy={busy}
          onChange={setTyped}
          onDone={(file) => made(file, 'typed')}
          onCancel={() => setMaking(null)}
        />
      ) : speech ? (
        <>
          <Given speech={speech} cost={costWords(state)} session={session} busy={busy} />
          {speech.status !== 'failed' && face?.info && !face.info.still && (
            <FitSwitch
              on={state.fit}
              plan={fitOf(state)}
              ofPart={state.part !== null}
              disabled={busy}
              onChange={(on) => session.setFit(on)}
            />
          )}
          <p className="actions">
            <FileButton
              accept={ACCEPT}
              disabled={busy}
              onFile={(file) => session.setSpeech(file, 'file')}
              testId="speech-file"
            >
              {speech.made === 'file' ? 'Choose another' : 'Choose a file'}
              <span className="visually-hidden"> of speech</span>
            </FileButton>
            <button type="button" className="button" disabled={busy} onClick={() => setMaking('recording')}>
              <Icon name="mic" />
              {speech.made === 'microphone' ? 'Record anew' : 'Record'}
            </button>
            <button type="button" className="button" disabled={busy} onClick={() => setMaking('text')}>
              <Icon name="keyboard" />
              {speech.made === 'typed' ? 'Change the text' : 'Type'}
            </button>
          </p>
        </>
      ) : (
        <DropZone size="side">
          <p>
            <strong>Drop sound, or a video with sound</strong>
          </p>
          <DropButtons>
            <FileButton
              accept={ACCEPT}
              disabled={busy}
              onFile={(file) => session.setSpeech(file, 'file')}
              testId="speech-file"
            >
              Choose a file
            </FileButton>
            <button type="button" className="button" disabled={busy} onClick={() => setMaking('recording')}>
              <Icon name="mic" />
              Record
            </button>
            <button type="button" className="button" disabled={busy} onClick={() => setMaking('text')}>
              <Icon name="keyboard" />
              Type
            </button>
          </DropButtons>
          <p className="muted small">One voice, little noise. Its length is the length of the result.</p>
        </DropZone>
      )}
    </Card>
  );
}

interface GivenProps {
  speech: SpeechState;
  /** What its length costs. */
  cost: string | null;
  session: DubSession;
  busy: boolean;
}

function Given({ speech, cost, session, busy }: GivenProps) {
  const { file, status, heard, error, made, info } = speech;
  return (
    <>
      <GivenFile
        name={file.name}
        shown={SHOWN[made] ?? file.name}
        nature={heard ? heardWords(heard) : status === 'failed' ? null : 'Listening to it…'}
      />
      {status === 'failed' && error && <DubProblem error={error} onRetry={() => session.retrySpeech()} />}
      {cost && (
        <Note tone="unsure" icon="wait" className="small">
          <p>{cost}</p>
        </Note>
      )}
      {(status === 'opening' || status === 'listening') && <Listening speech={speech} session={session} />}
      {heard && isMute(heard) && (
        <Note tone="warn" icon="warning">
          <p>
            <strong>No speech was found in it</strong>: the mouth would stay shut.
          </p>
        </Note>
      )}
      {info && info.audioTracks.length > 1 && (
        <Option name="Sound track" label>
          <select
            value={speech.track}
            disabled={busy}
            onChange={(event) => session.setSpeechTrack(Number(event.target.value))}
          >
            <TrackOptions tracks={info.audioTracks} />
          </select>
        </Option>
      )}
      {status !== 'failed' && speech.track === 0 && (
        <SoundPlayer key={speech.id} file={file} durationS={heard?.durationS ?? info?.durationS ?? 0} />
      )}
    </>
  );
}

/** Of what is short there is nothing to see: it is done in a moment. */
function Listening({ speech, session }: Pick<GivenProps, 'speech' | 'session'>) {
  const { heardS, info } = speech;
  const totalS = info?.durationS ?? 0;
  return (
    <>
      <ProgressBar
        label="Listening to the speech"
        share={totalS > 0 ? Math.min(1, heardS / totalS) : null}
        left={totalS > 0 ? `${clockWords(heardS)} of ${clockWords(totalS)}` : 'Listening…'}
        right={remainingWords(speech)}
      />
      <p>
        <CancelButton what="listening to the speech" onCancel={() => session.cancelSpeech()} />
      </p>
    </>
  );
}

function heardWords({ durationS, speechS }: NonNullable<SpeechState['heard']>): string {
  return `${durationWords(durationS)}, ${durationWords(speechS)} of it speech`;
}
