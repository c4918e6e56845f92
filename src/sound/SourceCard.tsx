/** The file whose sound is to be prepared. */
import { useState } from 'react';
import { LipslateError } from '../../core/errors';
import { fetchExample } from '../engine/example';
import type { SoundSession, SourceState } from '../engine/sound/types';
import { Card, CardHead } from '../ui/Card';
import { DropButtons, DropZone } from '../ui/DropZone';
import { FileButton } from '../ui/FileButton';
import { GivenFile } from '../ui/GivenFile';
import { Icon } from '../ui/Icon';
import { Option } from '../ui/Option';
import { Problem } from '../ui/Problem';
import { TrackOptions } from '../ui/TrackOptions';
import { soundWords } from './copy';
import { Mixed } from './Microphones';

interface SourceCardProps {
  source: SourceState | null;
  session: SoundSession;
  busy: boolean;
  isDropTarget: boolean;
}

export const ACCEPT = 'audio/*,video/*,.m4a,.mka,.mkv,.mov,.avi,.opus,.mxf,.ts,.m2ts';

export function SourceCard({ source, session, busy, isDropTarget }: SourceCardProps) {
  const choose = (label: string, isFirst: boolean) => (
    <FileButton
      accept={ACCEPT}
      disabled={busy}
      primary={isFirst}
      testId="sound-file"
      onFiles={(files) => session.addFiles(files)}
    >
      {label}
    </FileButton>
  );
  return (
    <Card aria-labelledby="sound-source-title" data-drop={isDropTarget ? 'here' : undefined}>
      <CardHead>
        <h2 id="sound-source-title">The recording</h2>
      </CardHead>
      {source ? (
        <>
          <Given source={source} session={session} busy={busy} />
          <p className="actions">
            {source.mixed && (
              <button type="button" className="button" disabled={busy} onClick={() => session.unmix()}>
                <Icon name="retry" />
                Back to single files
              </button>
            )}
            {choose('Choose another', false)}
          </p>
        </>
      ) : (
        <DropZone size="card">
          <p>
            <strong>Drop one or more videos or sound files</strong>
          </p>
          <DropButtons>
            {choose('Choose files', true)}
            <ExampleButton session={session} />
          </DropButtons>
          <p className="muted small">Files are only read, and stay on this device.</p>
        </DropZone>
      )}
    </Card>
  );
}

function Given({ source, session, busy }: { source: SourceState; session: SoundSession; busy: boolean }) {
  const { file, mixed, status, info, track, error } = source;
  const nature = info ? soundWords(info, track) : status === 'opening' ? 'Opening the file…' : null;
  return (
    <>
      <GivenFile name={file.name} nature={nature} />
      {mixed && <Mixed mixed={mixed} />}
      {error && <Problem error={error} onRetry={() => session.reopen()} />}
      {info && info.audioTracks.length > 1 && (
        <Option name="Sound track" label>
          <select
            value={track}
            disabled={busy}
            onChange={(event) => session.setTrack(Number(event.target.value))}
          >
            <TrackOptions tracks={info.audioTracks} />
          </select>
        </Option>
      )}
    </>
  );
}

function ExampleButton({ session }: { session: SoundSession }) {
  const [problem, setProblem] = useState<string | null>(null);
  const start = async () => {
    setProblem(null);
    try {
      const file = await fetchExample();
      const { source, queue } = session.get();
      if (source === null && queue === null) session.setFile(file);
    } catch (cause) {
      setProblem(`The example could not be loaded. ${LipslateError.from(cause).hint}`);
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={() => void start()}>
        <Icon name="play" />
        Try the example
      </button>
      {problem && (
        <p className="error-text" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
