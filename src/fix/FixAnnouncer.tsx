/** What screen readers are told of copies: steps and outcome. */
import type { CheckJob } from '../engine/check-types';
import type { FixJob, FixSession } from '../engine/fix/types';
import { useStore } from '../engine/use-store';
import { Announcer } from '../ui/Announcer';
import { measuredWords, resultHeadline, STEP_LABELS } from './copy';

export function FixAnnouncer({ jobs, fixes }: { jobs: readonly CheckJob[]; fixes: FixSession }) {
  const { fixes: all } = useStore(fixes);
  const news = jobs.map((job) => {
    const sentence = sentenceOf(all.get(job.id));
    return [job.id, sentence && jobs.length > 1 ? `${job.file.name}: ${sentence}` : sentence];
  });
  return <Announcer news={Object.fromEntries(news)} testId="fix-announcer" />;
}

/** Failures are shown as alerts, which are read out already, so they are left out here. */
function sentenceOf(fix: FixJob | undefined): string {
  if (fix?.status === 'working' && fix.progress) return `${STEP_LABELS[fix.progress.step]}.`;
  if (fix?.status === 'cancelled') return 'The fix was cancelled.';
  if (fix?.status !== 'done' || !fix.result) return '';
  const { before, recheck } = fix.result;
  const after = measuredWords(recheck?.evidence.measurement ?? null);
  return `${resultHeadline(fix.result)} Before: ${measuredWords(before)}. After: ${after}.`;
}
