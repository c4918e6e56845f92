/** The new speech: a file, or the microphone; then listen to it. */
import { useState } from 'react';
import { durationWords } from '../../core/report/format';
import { trackWords } from '../ui/FileLine';
import { Icon } from '../ui/Icon';
import { DubProblem } from './DubProblem';
import { FileButton } from './FileButton';
import { Recorder } from './Recorder';
import { SoundPlayer } from './SoundPlayer';
import type { DubSession, SpeechState } from './session/types';

interface SpeechCardProps {
  speech: SpeechState | null;
  session: DubSession;
  busy: boolean;
  'data-drop': string | undefined;
  onDragEnter(): void;
}

/** Less is a click or a breath. */
const LEAST_SPEECH_S = 0.1;
const ACCEPT = 'audio/*,video/*,.m4a,.mka,.mkv,.mov,.avi,.opus';

export function SpeechCard({ speech, session, busy, ...drop }: SpeechCardProps) {
  const [recording, setRecording] = useState(false);
  const record = () => setRecording(true);
  return (
    <section className="card dub-card" aria-labelledby="speech-title" {...drop}>
      <header className="dub-card-head">
        <h2 id="speech-title">The new speech</h2>
      </header>
      {recording ? (
        <Recorder
          onDone={(file) => {
            setRecording(false);
            session.setSpeech(file, 'microphone');
          }}
          onCancel={() => setRecording(false)}
        />
      ) : speech ? (
        <>
          <Given speech={speech} session={session} busy={busy} />
          <p className="actions">
            <FileButton
              accept={ACCEPT}
              disabled={busy}
              onFile={(file) => session.setSpeech(file, 'file')}
              testId="speech-file"
            >
              {speech.made === 'microphone' ? 'Choose a file' : 'Choose another'}
              <span className="visually-hidden"> of speech</span>
            </FileButton>
            <button type="button" className="button" disabled={busy} onClick={record}>
              <Icon name="mic" />
              {speech.made === 'microphone' ? 'Record anew' : 'Record'}
            </button>
          </p>
        </>
      ) : (
        <div className="drop-zone dub-drop">
          <p>
            <strong>Drop sound, or a video with sound</strong>
          </p>
          <div className="file-buttons">
            <FileButton
              accept={ACCEPT}
              disabled={busy}
              onFile={(file) => session.setSpeech(file, 'file')}
              testId="speech-file"
            >
              Choose a file
            </FileButton>
            <button type="button" className="button" disabled={busy} onClick={record}>
              <Icon name="mic" />
              Record
            </button>
          </div>
          <p className="muted small">One voice, little noise. Its length is the length of the result.</p>
        </div>
      )}
    </section>
  );
}

interface GivenProps {
  speech: SpeechState;
  session: DubSession;
  busy: boolean;
}

function Given({ speech, session, busy }: GivenProps) {
  const { file, status, heard, error, made, info } = speech;
  return (
    <>
      <p className="dub-file">
        <strong title={file.name}>{made === 'microphone' ? 'Your recording' : file.name}</strong>
        {heard && (
          <span className="muted small figures">
            {durationWords(heard.durationS)}, {durationWords(heard.speechS)} of it speech
          </span>
        )}
        {!heard && status !== 'failed' && <span className="muted small">Listening to it…</span>}
      </p>
      {status === 'failed' && error && <DubProblem error={error} onRetry={() => session.retrySpeech()} />}
      {heard && heard.speechS < LEAST_SPEECH_S && (
        <p className="dub-note tone-warn">
          <Icon name="warning" />
          <span>
            <strong>Nobody speaks in it</strong>, as far as can be heard: the mouth would stay shut.
          </span>
        </p>
      )}
      {info && info.audioTracks.length > 1 && (
        <label className="dub-option small">
          <span>Sound track</span>
          <select
            className="dub-track"
            value={speech.track}
            disabled={busy}
            onChange={(event) => session.setSpeechTrack(Number(event.target.value))}
          >
            {info.audioTracks.map((track) => (
              <option key={track.index} value={track.index}>
                {trackWords(track)}
              </option>
            ))}
          </select>
        </label>
      )}
      {status !== 'failed' && speech.track === 0 && (
        <SoundPlayer key={speech.id} file={file} durationS={heard?.durationS ?? info?.durationS ?? 0} />
      )}
    </>
  );
}
