/** The exported video scored like any other, beside the one it was made of. */

import { measuredWords } from '../../core/report/format';
import { describeMeasurement } from '../../core/report/sentences';
import type { CheckJob } from '../engine/check-types';
import type { DubSession, ScoreState } from '../engine/dub/types';
import { STAGE_LABELS } from '../engine/stages';
import { CancelButton } from '../ui/CancelButton';
import { Card } from '../ui/Card';
import styles from './ScoreCard.module.css';

type Column = 'before' | 'after';

export function ScoreCard({ score, session }: { score: ScoreState; session: DubSession }) {
  const { status, after, before, beforeMissing } = score;
  const done = [after, before].filter((each) => each?.status === 'done');
  const hasSyncnet = done.some((each) => each?.evidence?.syncnet);
  return (
    <Card aria-labelledby="score-title">
      <h3 id="score-title">Lip sync, measured as in any video</h3>
      <ScoreTable score={score} hasSyncnet={hasSyncnet} />
      {beforeMissing && (
        <p className="muted small">
          {beforeMissing === 'photo'
            ? 'A photo has no sound, so there is nothing to compare with.'
            : 'The video you gave has no sound, so there is nothing to compare with.'}
        </p>
      )}
      {status === 'done' && done.length > 0 && !hasSyncnet && (
        <p className="muted small">
          {'For LSE-D and LSE-C, the figures of research papers, '}
          <a href="#/models">add SyncNet’s file in Models</a>, then export again.
        </p>
      )}
      {status === 'working' && (
        <p>
          <CancelButton what="measuring" onCancel={() => session.cancelScore()} />
        </p>
      )}
    </Card>
  );
}

function ScoreTable({ score, hasSyncnet }: { score: ScoreState; hasSyncnet: boolean }) {
  const columns: Column[] = score.beforeMissing ? ['after'] : ['before', 'after'];
  return (
    <div className={styles['table']}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Measure</span>
            </th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column === 'before' ? 'Before' : 'After'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Sound and lips</th>
            {columns.map((column) => (
              <td key={column}>{verdictWords(score[column])}</td>
            ))}
          </tr>
          {hasSyncnet &&
            ROWS.map(([name, note, value]) => (
              <tr key={name}>
                <th scope="row">
                  {name} <span className="muted small">{note}</span>
                </th>
                {columns.map((column) => (
                  <td key={column}>{value(score[column])}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

const ROWS: readonly [string, string, (job: CheckJob | null) => string][] = [
  ['LSE-D', 'lower is better', (job) => fixed(job?.evidence?.syncnet?.minDist)],
  ['LSE-C', 'higher is better', (job) => fixed(job?.evidence?.syncnet?.confidence)],
  [
    'SyncNet’s offset',
    'frames of 40 ms, + is early',
    (job) => {
      const frames = job?.evidence?.syncnet?.offsetFrames;
      if (frames === undefined) return '–';
      return frames > 0 ? `+${frames}` : String(frames).replace('-', '−');
    },
  ],
];

function fixed(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(2);
}

function verdictWords(job: CheckJob | null): string {
  if (!job || job.status === 'waiting') return 'waiting';
  if (job.status === 'cancelled') return 'cancelled';
  if (job.status === 'failed') return job.error?.message ?? 'could not be measured';
  if (job.status === 'working') return `${job.progress ? STAGE_LABELS[job.progress.stage] : 'Working'}…`;
  const measurement = job.evidence?.measurement;
  if (!measurement) return '–';
  const { headline } = describeMeasurement(measurement, job.media?.video.fps ?? 0);
  if (measurement.verdict === 'unsure' && measurement.offsetMs !== null)
    return `${headline} (raw: ${measuredWords(measurement.offsetMs, measurement.ci95Ms)})`;
  return headline;
}
