/** Where a speech is given: a file, the microphone, or typed text; then listen to it. */
import { type ReactNode, useState } from 'react';
import { clockWords, durationWords } from '../../core/report/format';
import { isMute } from '../engine/dub/speech';
import type { SpeechState } from '../engine/dub/types';
import { remainingWords } from '../engine/stages';
import { CancelButton } from '../ui/CancelButton';
import { DropButtons, DropZone } from '../ui/DropZone';
import { FileButton } from '../ui/FileButton';
import { GivenFile } from '../ui/GivenFile';
import { Icon } from '../ui/Icon';
import { Note } from '../ui/Note';
import { Option } from '../ui/Option';
import { ProgressBar } from '../ui/ProgressBar';
import { TrackOptions } from '../ui/TrackOptions';
import { DubProblem } from './DubProblem';
import { Recorder } from './Recorder';
import { SoundPlayer } from './SoundPlayer';
import { type Typed, TypedSpeech } from './TypedSpeech';

/** What can be done with one speech. */
export interface SpeechControl {
  set(file: File, made: SpeechState['made']): void;
  setTrack(track: number): void;
  cancel(): void;
  retry(): void;
}

interface SpeechInputProps {
  speech: SpeechState | null;
  control: SpeechControl;
  busy: boolean;
  /** What its length costs. */
  cost?: string | null;
  /** Asks for it, as long as there is none. */
  title: string;
  about?: string;
  testId: string;
  /** Below what is given. */
  children?: ReactNode;
}

const SHOWN: Partial<Record<SpeechState['made'], string>> = {
  microphone: 'Your recording',
  typed: 'The guide voice',
};
const ACCEPT = 'audio/*,video/*,.m4a,.mka,.mkv,.mov,.avi,.opus';

export function SpeechInput(props: SpeechInputProps) {
  const { speech, control, busy, cost = null, title, about, testId, children } = props;
  const [making, setMaking] = useState<'recording' | 'text' | null>(null);
  // Kept, so that it can be changed and spoken again.
  const [typed, setTyped] = useState<Typed>({ text: '', voice: 'slt' });
  const made = (file: File, how: SpeechState['made']) => {
    setMaking(null);
    control.set(file, how);
  };
  if (making === 'recording')
    return <Recorder onDone={(file) => made(file, 'microphone')} onCancel={() => setMaking(null)} />;
  if (making === 'text')
    return (
      <TypedSpeech
        typed={typed}
        busy={busy}
        onChange={setTyped}
        onDone={(file) => made(file, 'typed')}
        onCancel={() => setMaking(null)}
      />
    );
  const ways = (
    <>
      <FileButton
        accept={ACCEPT}
        disabled={busy}
        onFile={(file) => control.set(file, 'file')}
        testId={testId}
      >
        {speech?.made === 'file' ? 'Choose another' : 'Choose a file'}
        {speech && <span className="visually-hidden"> of speech</span>}
      </FileButton>
      <button type="button" className="button" disabled={busy} onClick={() => setMaking('recording')}>
        <Icon name="mic" />
        {speech?.made === 'microphone' ? 'Record again' : 'Record'}
      </button>
      <button type="button" className="button" disabled={busy} onClick={() => setMaking('text')}>
        <Icon name="keyboard" />
        {speech?.made === 'typed' ? 'Change the text' : 'Type'}
      </button>
    </>
  );
  if (speech)
    return (
      <>
        <Given speech={speech} cost={cost} control={control} busy={busy} />
        {children}
        <p className="actions">{ways}</p>
      </>
    );
  return (
    <DropZone size="side">
      <p>
        <strong>{title}</strong>
      </p>
      <DropButtons>{ways}</DropButtons>
      {about && <p className="muted small">{about}</p>}
    </DropZone>
  );
}

interface GivenProps {
  speech: SpeechState;
  /** What its length costs. */
  cost: string | null;
  control: SpeechControl;
  busy: boolean;
}

function Given({ speech, cost, control, busy }: GivenProps) {
  const { file, status, heard, error, made, info } = speech;
  return (
    <>
      <GivenFile
        name={file.name}
        shown={SHOWN[made] ?? file.name}
        nature={heard ? heardWords(heard) : status === 'failed' ? null : 'Listening to the speech…'}
      />
      {status === 'failed' && error && <DubProblem error={error} onRetry={() => control.retry()} />}
      {cost && (
        <Note tone="unsure" icon="wait" className="small">
          <p>{cost}</p>
        </Note>
      )}
      {(status === 'opening' || status === 'listening') && <Listening speech={speech} control={control} />}
      {heard && isMute(heard) && (
        <Note tone="warn" icon="warning">
          <p>
            <strong>No speech was found here</strong>: the mouth would stay closed.
          </p>
        </Note>
      )}
      {info && info.audioTracks.length > 1 && (
        <Option name="Sound track" label>
          <select
            value={speech.track}
            disabled={busy}
            onChange={(event) => control.setTrack(Number(event.target.value))}
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
function Listening({ speech, control }: Pick<GivenProps, 'speech' | 'control'>) {
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
        <CancelButton what="listening to the speech" onCancel={() => control.cancel()} />
      </p>
    </>
  );
}

function heardWords({ durationS, speechS }: NonNullable<SpeechState['heard']>): string {
  return `${durationWords(durationS)}, ${durationWords(speechS)} of it speech`;
}
