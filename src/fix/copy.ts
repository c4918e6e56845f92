/** Sentences of the Fix part that more than one place says. */
import type { Correction } from '../../core/fix/correction';
import { correctionSentence } from '../../core/report/correction-sentence';
import { offsetWords, sizeWords } from '../../core/report/format';
import type { Measurement } from '../../core/sync/types';
import type { RewritePlan } from '../../workers/rewrite/contract';
import type { FixJob, FixMode, FixProgress, FixResult, FixStep } from '../engine/fix/types';
import { STAGE_LABELS } from '../engine/stages';

export const MODE_LABELS: Record<FixMode, string> = { lossless: 'Lossless', baked: 'Baked in' };

export const MODE_NOTES: Record<FixMode, string> = {
  lossless: 'Only timestamps change: picture and sound stay the same, bit for bit.',
  baked:
    'The sound itself is moved and encoded again, for tools that ignore timestamps. The picture is copied.',
};

export const STEP_LABELS: Record<FixStep, string> = {
  waiting: 'Waiting for its turn',
  starting: 'Looking at the file',
  listening: 'Finding quiet places',
  encoding: 'Encoding the sound',
  writing: 'Writing the copy',
  measuring: 'Measuring the copy',
};

/** What is listed while a copy is made. */
export function stepsShown(mode: FixMode, now: FixStep): readonly FixStep[] {
  const making: FixStep[] = mode === 'baked' || now === 'encoding' ? ['encoding', 'writing'] : ['writing'];
  return ['starting', ...(now === 'listening' ? (['listening'] as const) : []), ...making, 'measuring'];
}

/** `Measuring the copy: watching the lips` */
export function progressLabel({ step, check }: FixProgress): string {
  if (step !== 'measuring' || check === null) return STEP_LABELS[step];
  return `${STEP_LABELS[step]}: ${lower(STAGE_LABELS[check])}`;
}

/** What a press on the button does: `Moves the sound 118 ms earlier.` */
export function planSentence(correction: Correction | null): string {
  const sentence = correctionSentence(correction);
  return sentence.replace(/^Sound (moved|stretched|left)/, (_, verb: keyof typeof WILL) => WILL[verb]);
}

/** Said before a copy is made whose container is another one. */
export const BECOMES_MATROSKA = 'It becomes a Matroska file (.mkv).';

/** Why this kind cannot be had; null when it can. */
export function whyNot(plan: RewritePlan, mode: FixMode): string | null {
  if (plan[mode]) return null;
  return plan.reasons.join(' ') || 'This file cannot be corrected in this way.';
}

/** The result in one sentence. */
export function resultHeadline({ judgement, recheck, recheckError, wish }: FixResult): string {
  const { outcome, residualMs, limitMs } = judgement;
  if (outcome === 'good') return wish.by === 'hand' ? 'Moved as you set it by hand.' : 'The copy is in sync.';
  if (outcome === 'off') {
    return `${sizeWords(residualMs ?? 0)} would be left, more than the ${sizeWords(limitMs)} that count as good.`;
  }
  if (!recheck) {
    return recheckError?.code === 'cancelled'
      ? 'The copy is made, but was not measured.'
      : `The copy is made, but could not be measured: ${lower(recheckError?.message ?? '')}`;
  }
  return 'The copy is made, but its measurement is not sure: compare by eye.';
}

/** `2 ms`, with its direction. */
export function residualWords(residualMs: number | null): string {
  return residualMs === null ? 'not known' : offsetWords(residualMs);
}

/** What a measurement says in a table: `198 ms late`, `6 ms late to 142 ms late`. */
export function measuredWords(measurement: Measurement | null): string {
  if (!measurement || measurement.offsetMs === null) return 'not known';
  if (measurement.verdict === 'varies') return rangeWords(measurement);
  const words = offsetWords(measurement.offsetMs);
  return measurement.verdict === 'unsure' ? `${words}, not sure` : words;
}

/** For the queue's line; null when there is nothing to say. */
export function fixLineWords(fix: FixJob | undefined): string | null {
  if (!fix) return null;
  if (fix.status === 'waiting') return 'Waiting to be fixed';
  if (fix.status === 'working' && fix.progress) return `Fixing: ${lower(STEP_LABELS[fix.progress.step])}`;
  if (fix.status === 'failed') return 'Could not be fixed';
  if (fix.status !== 'done' || !fix.result) return null;
  const { outcome, residualMs } = fix.result.judgement;
  if (outcome === 'good') return `Fixed: ${sizeWords(residualMs ?? 0)} left`;
  return outcome === 'off'
    ? `Fix not good: ${sizeWords(residualMs ?? 0)} left`
    : 'Fixed, could not be verified';
}

function rangeWords({ pattern, segments }: Measurement): string {
  const found =
    pattern.kind === 'drift' ? [pattern.startMs, pattern.endMs] : segments.map(({ offsetMs }) => offsetMs);
  if (found.length === 0) return 'varies';
  const [least, most] = pattern.kind === 'drift' ? found : [Math.min(...found), Math.max(...found)];
  return `${offsetWords(least!)} to ${offsetWords(most!)}`;
}

const WILL = { moved: 'Moves the sound', stretched: 'Stretches the sound', left: 'Leaves the sound' };

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
