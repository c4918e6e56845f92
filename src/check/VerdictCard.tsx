/** The answer: a sentence with its level, profile and certainty, and what to do next. */

import { nextInUse } from '../../core/report/correction-sentence';
import { clockWords } from '../../core/report/format';
import { describeMeasurement } from '../../core/report/sentences';
import { whySentences } from '../../core/report/why';
import { profileOf } from '../../core/sync/profiles';
import { speakersOf } from '../../core/sync/speaker-places';
import type { Measurement } from '../../core/sync/types';
import type { CheckJob, CheckSession } from '../engine/check-types';
import { Badge } from '../ui/Badge';
import { IconButton } from '../ui/IconButton';
import { ToSoundRoom } from '../ui/ToSoundRoom';
import { AnswerCard } from './AnswerCard';
import { CopyButtons } from './CopyButtons';
import { OffsetScale } from './OffsetScale';
import { type Tone, toneOf } from './status-style';
import styles from './VerdictCard.module.css';
import { CancelCheck, StageProgress } from './WorkingCard';

/** Render only with evidence. */
export function VerdictCard({ job, session }: { job: CheckJob; session: CheckSession }) {
  const measurement = job.evidence?.measurement;
  if (!measurement) return null;
  const fps = job.media?.video.fps ?? 0;
  const text = describeMeasurement(measurement, fps, job.media?.audioTracks.length);
  const next = nextInUse(measurement, job.nudgeMs, text.next);
  const tone = toneOf(measurement, fps);
  const final = job.status === 'done';
  const why = whySentences(measurement);
  // What is wrong with the file itself explains the rest.
  const seen = [...(job.media?.warnings ?? []), ...text.seen];
  return (
    <AnswerCard titleId="verdict-title" className={`${styles['verdict']} tone-${tone.name}`}>
      <Badges tone={tone} status={job.status} />
      <h3 id="verdict-title" className="headline">
        {text.headline}
      </h3>
      {measurement.offsetMs !== null && (
        <OffsetScale
          offsetMs={measurement.offsetMs}
          {...bandOf(measurement, measurement.offsetMs)}
          profile={profileOf(measurement.profile, fps)}
          sure={measurement.verdict !== 'unsure'}
        />
      )}
      {!final && job.seenS !== null && (
        <p className="muted small">
          {`So far ${clockWords(job.seenS)} of ${clockWords(job.media?.durationS ?? 0)} were looked at.`}
        </p>
      )}
      <p className={styles['words']}>
        {[text.pattern, text.certainty, text.level].filter((sentence) => sentence !== null).join(' ')}
      </p>
      {final && why.length > 0 && (
        <div className={styles['part']}>
          <h4>Why</h4>
          <p className={styles['why']}>{why.join(' ')}</p>
        </div>
      )}
      {seen.length > 0 && (
        <Sentences
          title={measurement.verdict === 'unsure' ? 'Why not sure' : 'Good to know'}
          sentences={seen}
        />
      )}
      {/* Without the video there is no player to follow the rest in. */}
      {final && <Sentences title="What to do" sentences={job.away ? next.slice(0, 1) : next} />}
      {job.status === 'working' && (
        <>
          <p className="muted small">It gets more exact while the rest of the file is read.</p>
          <StageProgress job={job} />
          <CancelCheck job={job} session={session} />
        </>
      )}
      {job.status !== 'working' && <Actions job={job} measurement={measurement} session={session} />}
    </AnswerCard>
  );
}

interface ActionsProps {
  job: CheckJob;
  measurement: Measurement;
  session: CheckSession;
}

function Actions({ job, measurement, session }: ActionsProps) {
  const final = job.status === 'done';
  return (
    <div className={`actions ${styles['actions']}`}>
      {final && <CopyButtons job={job} />}
      {final && !job.away && (
        <ToSoundRoom
          file={job.file}
          speakers={() => speakersOf(measurement, job.evidence?.tracks ?? [], job.audioIndex)}
        />
      )}
      {!job.away && <IconButton name="Check again" icon="retry" onPress={() => session.retry(job.id)} />}
    </div>
  );
}

/** The verdict in a word, and whether it may still change. */
function Badges({ tone, status }: { tone: Tone; status: CheckJob['status'] }) {
  return (
    <p className={styles['badges']}>
      <Badge tone={tone.name} icon={tone.icon}>
        {tone.word}
      </Badge>
      {status !== 'done' && (
        <Badge tone="plain" icon="wait">
          {status === 'cancelled' ? 'Estimate, not finished' : 'First estimate'}
        </Badge>
      )}
    </p>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }) {
  return (
    <div className={styles['part']}>
      <h4>{title}</h4>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

function bandOf({ verdict, pattern, segments, ci95Ms }: Measurement, offsetMs: number) {
  if (verdict !== 'varies') {
    return { single: true, fromMs: offsetMs - (ci95Ms ?? 0), toMs: offsetMs + (ci95Ms ?? 0) };
  }
  const found =
    pattern.kind === 'drift' ? [pattern.startMs, pattern.endMs] : segments.map((segment) => segment.offsetMs);
  return { single: false, fromMs: Math.min(offsetMs, ...found), toMs: Math.max(offsetMs, ...found) };
}
