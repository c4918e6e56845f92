/** What screen readers are told of checks: stages, first estimate, verdict, failure. */
import { describeMeasurement, verdictParagraph } from '../../core/report/sentences';
import type { CheckJob } from '../engine/check-types';
import { STAGE_LABELS } from '../engine/stages';
import { Announcer as Spoken } from '../ui/Announcer';

export function Announcer({ jobs }: { jobs: readonly CheckJob[] }) {
  const news = jobs.map((job) => {
    const sentence = sentenceOf(job);
    const named = sentence && jobs.length > 1 ? `${job.file.name}: ${sentence}` : sentence;
    return [job.id, { key: stateKey(job), sentence: named }];
  });
  return <Spoken news={Object.fromEntries(news)} testId="announcer" />;
}

/** Changes exactly when something is worth saying. */
function stateKey(job: CheckJob): string {
  const measurement = job.evidence?.measurement;
  if (job.status === 'done')
    return `done ${measurement?.verdict} ${measurement?.offsetMs} ${measurement?.profile}`;
  if (job.status === 'working') return `working ${job.progress?.stage} ${measurement ? 'estimate' : ''}`;
  return job.status;
}

function sentenceOf(job: CheckJob): string {
  const measurement = job.evidence?.measurement;
  if (job.status === 'failed' && job.error) return `${job.error.message} ${job.error.hint}`;
  if (job.status === 'cancelled') return 'Cancelled.';
  if (job.status === 'done' && measurement) {
    return verdictParagraph(describeMeasurement(measurement, job.media?.video.fps ?? 0));
  }
  if (job.status !== 'working' || !job.progress) return '';
  const stage = `${STAGE_LABELS[job.progress.stage]}.`;
  if (!measurement || measurement.verdict === 'unsure') return stage;
  return `${stage} First estimate: ${describeMeasurement(measurement, 0).headline}`;
}
