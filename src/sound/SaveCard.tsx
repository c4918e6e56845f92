/** Where the prepared sound goes: into a copy of the file, and as a sound of its own. */

import { useMemo, useState } from 'react';
import type { WrittenLoudness } from '../../core/loudness/kept-loudness';
import { shareWords } from '../../core/report/format';
import { type WrittenFile, writtenSentence } from '../../core/report/sound';
import type { SoundGoes } from '../../workers/rewrite/contract';
import { SOUND_FORMATS, type SoundFormat } from '../../workers/sound/contract';
import { hasMoreThanSound } from '../engine/sound/sound-only';
import type { EncodedState, MadeSound, SoundSession, SoundState, SourceState } from '../engine/sound/types';
import { CancellableProgress } from '../ui/CancellableProgress';
import { Card, CardHead } from '../ui/Card';
import { DownloadLink } from '../ui/DownloadLink';
import { Icon } from '../ui/Icon';
import { Note } from '../ui/Note';
import { Option } from '../ui/Option';
import { Problem } from '../ui/Problem';
import { MixParts } from './Microphones';
import { Reports } from './Reports';
import { SoundGoesOption } from './SoundGoes';
import { Stems } from './Stems';

interface SaveCardProps {
  state: SoundState;
  source: SourceState;
  made: MadeSound;
  session: SoundSession;
}

export function SaveCard({ state: { copy, encoded }, source, made, session }: SaveCardProps) {
  const { sound } = made;
  const hasMore = hasMoreThanSound(source.info);
  const [goes, setGoes] = useState<SoundGoes>('instead');
  const written = useMemo(() => writtenFiles({ copy, encoded }), [copy, encoded]);
  return (
    <Card aria-labelledby="sound-save-title">
      <CardHead>
        <h3 id="sound-save-title">Save</h3>
      </CardHead>
      {hasMore && (
        <SoundGoesOption
          info={source.info}
          goes={goes}
          disabled={copy?.status === 'working'}
          onChange={setGoes}
        />
      )}
      {hasMore && (copy?.status === 'working' || copy?.goes === goes) && (
        <CopyState copy={copy} ceilingDb={sound.ceilingDb} session={session} />
      )}
      <Links copy={copy} goes={goes} source={source} sound={sound} session={session} />
      {sound.stems ? (
        <Stems stems={sound.stems} />
      ) : (
        made.chain.voiceApart > 0 && (
          <p className="muted small">
            In recordings of up to 15 minutes, the voice and everything else can also be saved as separate
            files.
          </p>
        )
      )}
      {source.mixed?.parts && <MixParts parts={source.mixed.parts} />}
      <Reports file={source.file.name} made={made} written={written} />
      <OtherFormats encoded={encoded} sound={sound} session={session} />
      <p className="muted small">
        {hasMore
          ? 'The picture is copied without being encoded again, and so are other sound tracks. The WAV file has 24 bits at 48 kHz.'
          : 'The WAV file has 24 bits at 48 kHz.'}
      </p>
    </Card>
  );
}

/** What of it is known to measure something of its own. */
function writtenFiles({ copy, encoded }: Pick<SoundState, 'copy' | 'encoded'>): WrittenFile[] {
  return [
    ...(copy?.result?.measured ? [{ name: copy.result.suggestedName, ...copy.result.measured }] : []),
    ...(encoded?.file && encoded.measured ? [{ name: encoded.file.name, ...encoded.measured }] : []),
  ];
}

/** What an encoder made of the loudness. */
function Written({ measured, ceilingDb }: { measured: WrittenLoudness; ceilingDb: number | null }) {
  return <p className="muted small">{writtenSentence(measured, ceilingDb)}</p>;
}

interface CopyStateProps extends Pick<SoundState, 'copy'> {
  ceilingDb: number | null;
  session: SoundSession;
}

/** How far the video with this sound is, and what is to be said about it. */
function CopyState({ copy, ceilingDb, session }: CopyStateProps) {
  if (!copy) return null;
  return (
    <>
      {copy.status === 'working' && (
        <CancellableProgress
          label="Writing the video"
          share={copy.share}
          left="Writing the video with this sound"
          right={shareWords(copy.share)}
          what="writing the video"
          onCancel={() => session.cancelCopy()}
        />
      )}
      {copy.result && (
        <div data-testid="sound-copy">
          <p>{copy.result.how}</p>
          {copy.result.measured && <Written measured={copy.result.measured} ceilingDb={ceilingDb} />}
          {copy.result.warnings.map((warning) => (
            <Note key={warning} tone="warn" icon="warning">
              <p>{warning}</p>
            </Note>
          ))}
        </div>
      )}
      {copy.error && <Problem error={copy.error} onRetry={() => session.writeCopy(copy.goes)} />}
    </>
  );
}

interface LinksProps {
  copy: SoundState['copy'];
  goes: SoundGoes;
  source: SourceState;
  sound: MadeSound['sound'];
  session: SoundSession;
}

function Links({ copy, goes, source, sound, session }: LinksProps) {
  const hasMore = hasMoreThanSound(source.info);
  return (
    <p className="actions">
      {copy?.result && copy.goes === goes ? (
        <DownloadLink file={copy.result.file} name={copy.result.suggestedName} primary />
      ) : (
        hasMore &&
        copy?.status !== 'working' && (
          <button type="button" className="button primary" onClick={() => session.writeCopy(goes)}>
            <Icon name="film" />
            Put this sound into the video
          </button>
        )
      )}
      <DownloadLink file={sound.wav} primary={!hasMore} />
    </p>
  );
}

interface OtherFormatsProps {
  encoded: EncodedState | null;
  sound: MadeSound['sound'];
  session: SoundSession;
}

/** FLAC for those who edit, the others for those who publish. */
function OtherFormats({ encoded, sound: { channels, ceilingDb }, session }: OtherFormatsProps) {
  const formats = SOUND_FORMATS.filter(({ maxChannels }) => channels <= maxChannels);
  const [format, setFormat] = useState<SoundFormat>('flac');
  const name = SOUND_FORMATS.find(({ id }) => id === (encoded?.format ?? format))?.name ?? '';
  if (encoded?.status === 'working')
    return (
      <CancellableProgress
        label={`Writing ${name}`}
        share={encoded.share}
        left={`Writing ${name}`}
        right={shareWords(encoded.share)}
        what={`writing ${name}`}
        onCancel={() => session.cancelEncoded()}
      />
    );
  return (
    <>
      <Option name="The sound alone, as" label>
        <select value={format} onChange={(event) => setFormat(event.target.value as SoundFormat)}>
          {formats.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
      </Option>
      <p className="actions">
        {encoded?.file && encoded.format === format ? (
          <DownloadLink file={encoded.file} />
        ) : (
          <button type="button" className="button" onClick={() => session.encode(format)}>
            <Icon name="play" />
            Make this file
          </button>
        )}
      </p>
      {encoded?.measured && encoded.format === format && (
        <Written measured={encoded.measured} ceilingDb={ceilingDb} />
      )}
      {encoded?.error && <Problem error={encoded.error} onRetry={() => session.encode(encoded.format)} />}
    </>
  );
}
