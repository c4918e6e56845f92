/** Tells screen readers what changed: stages, first estimate, verdict, failure. Never figures that tick. */
import { useEffect, useRef, useState } from 'react';
import { describeMeasurement, verdictParagraph } from '../../core/report/sentences';
import type { CheckJob } from '../engine/check-types';
import { STAGE_LABELS } from '../engine/stages';

export function Announcer({ jobs }: { jobs: readonly CheckJob[] }) {
  const spoken = useRef(new Map<string, string>());
  const [message, setMessage] = useState('');
  useEffect(() => {
    const news: string[] = [];
    for (const job of jobs) {
      const state = stateKey(job);
      if (spoken.current.get(job.id) === state) continue;
      spoken.current.set(job.id, state);
      const sentence = sentenceOf(job);
      if (sentence) news.push(jobs.length > 1 ? `${job.file.name}: ${sentence}` : sentence);
    }
    if (news.length > 0) setMessage(news.join(' '));
  }, [jobs]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
      {message}
    </div>
  );
}

/** Changes exactly when something is worth saying. */
function stateKey(job: CheckJob): string {
  const measurement = job.evidence?.measurement;
  if (job.status === 'done')
    return `done ${measurement?.verdict} ${measurement?.offsetMs} ${measurement?.profile}`;
  if (job.status === 'working') return `working ${job.progress?.stage} ${measurement ? 'estimate' : ''}`;
  return job.status;
}

function sentenceOf(job: CheckJob): string | null {
  const measurement = job.evidence?.measurement;
  if (job.status === 'failed' && job.error) return `${job.error.message} ${job.error.hint}`;
  if (job.status === 'cancelled') return 'Cancelled.';
  if (job.status === 'done' && measurement) {
    return verdictParagraph(describeMeasurement(measurement, job.media?.video.fps ?? 0));
  }
  if (job.status !== 'working' || !job.progress) return null;
  const stage = `${STAGE_LABELS[job.progress.stage]}.`;
  if (!measurement || measurement.verdict === 'unsure') return stage;
  return `${stage} First estimate: ${describeMeasurement(measurement, 0).headline}`;
}
