/** Tells screen readers what becomes of copies: steps and outcome, never figures that tick. */
import { useEffect, useRef, useState } from 'react';
import type { CheckJob } from '../engine/check-types';
import { useStore } from '../engine/use-store';
import { measuredWords, resultHeadline, STEP_LABELS } from './copy';
import type { FixJob, FixSession } from './session/types';

export function FixAnnouncer({ jobs, fixes }: { jobs: readonly CheckJob[]; fixes: FixSession }) {
  const { fixes: all } = useStore(fixes);
  const spoken = useRef(new Map<string, string>());
  const [message, setMessage] = useState('');
  useEffect(() => {
    const news: string[] = [];
    for (const job of jobs) {
      const sentence = sentenceOf(all.get(job.id));
      if (spoken.current.get(job.id) === sentence) continue;
      spoken.current.set(job.id, sentence);
      if (sentence !== '') news.push(jobs.length > 1 ? `${job.file.name}: ${sentence}` : sentence);
    }
    if (news.length > 0) setMessage(news.join(' '));
  }, [jobs, all]);
  return (
    <div className="visually-hidden" role="status" data-testid="fix-announcer">
      {message}
    </div>
  );
}

/** Failures are alerts where they are shown, and not told twice. */
function sentenceOf(fix: FixJob | undefined): string {
  if (fix?.status === 'working' && fix.progress) return `${STEP_LABELS[fix.progress.step]}.`;
  if (fix?.status === 'cancelled') return 'The fix was cancelled.';
  if (fix?.status !== 'done' || !fix.result) return '';
  const { before, recheck } = fix.result;
  const after = measuredWords(recheck?.evidence.measurement ?? null);
  return `${resultHeadline(fix.result)} Before: ${measuredWords(before)}. After: ${after}.`;
}
