/** The recording before anything is done to it: to be heard, along time, and in figures. */
import { shareWords } from '../../core/report/format';
import type { SoundAsIs } from '../../workers/sound/contract';
import type { SoundSession, SoundState, SourceState } from '../engine/sound/types';
import { Card, CardHead } from '../ui/Card';
import { Problem } from '../ui/Problem';
import { ProgressBar } from '../ui/ProgressBar';
import { foundSentences } from './copy';
import { FigureTable } from './FigureTable';
import { OriginalPlayer } from './OriginalPlayer';
import { SoundPlot } from './SoundPlot';
import styles from './SoundRoom.module.css';

interface AsIsCardProps {
  source: SourceState;
  state: Pick<SoundState, 'asIs' | 'work'>;
  session: SoundSession;
}

export function AsIsCard({ source, state: { asIs, work }, session }: AsIsCardProps) {
  const { file, track, info } = source;
  if (!info) return null;
  return (
    <Card aria-labelledby="sound-as-is-title">
      <CardHead>
        <h2 id="sound-as-is-title">As it is</h2>
      </CardHead>
      <OriginalPlayer key={track} file={file} track={track} durationS={info.durationS} />
      {asIs?.status === 'working' && (
        <div className={styles['measuring']}>
          <ProgressBar
            label="Measuring the recording"
            share={asIs.share}
            left="Measuring loudness and speech"
            right={shareWords(asIs.share)}
          />
        </div>
      )}
      {/* A preparation that failed has said the same. */}
      {asIs?.error && !work?.error && <Problem error={asIs.error} onRetry={() => session.measureAgain()} />}
      {asIs?.sound && (
        <>
          <SoundPlot {...asIs.sound} after={null} />
          <p className="small">{foundSentences(asIs.sound).join(' ')}</p>
        </>
      )}
    </Card>
  );
}

export function AsIsFigures({ sound: { before } }: { sound: SoundAsIs }) {
  return (
    <Card aria-labelledby="sound-measured-title">
      <CardHead>
        <h2 id="sound-measured-title">Measured as it is</h2>
      </CardHead>
      <FigureTable before={before} after={null} labelledBy="sound-measured-title" testId="sound-measured" />
    </Card>
  );
}
