/** Under the verdict: one button that makes a corrected copy, then what came of it. */
import { useEffect, useRef, useState } from 'react';
import { correctionFor } from '../../core/fix/correction';
import type { Measurement } from '../../core/sync/types';
import type { CheckJob } from '../engine/check-types';
import { planKey } from '../engine/fix/plan-key';
import type { FixMode, FixSession, FixWish } from '../engine/fix/types';
import { correctionByHand, targetByHand } from '../engine/fix/verify-copy';
import { useStore } from '../engine/use-store';
import { Disclosure } from '../ui/Disclosure';
import { handWords, planSentence } from './copy';
import styles from './FixCard.module.css';
import { FixProblem } from './FixProblem';
import { FixResultView } from './FixResult';
import { FixWorking } from './FixWorking';
import { ModeChoice } from './ModeChoice';
import { hasSavePicker, SaveAsButton } from './SaveAsButton';

interface FixCardProps {
  job: CheckJob;
  measurement: Measurement;
  fixes: FixSession;
  /** By hand on top of what was measured; positive = the sound moves earlier. */
  nudgeMs: number;
}

/** Null when there is nothing to fix: in sync or not sure, and not nudged. */
export function FixCard({ job, measurement, fixes, nudgeMs }: FixCardProps) {
  const { fixes: all, plans } = useStore(fixes);
  const fix = all.get(job.id);
  const measured = correctionFor(measurement);
  const byHand = nudgeMs === 0 ? null : correctionByHand(measurement, nudgeMs);
  const correction = measured ?? byHand;
  const card = useKeptFocus(fix?.status);
  const [chosen, setChosen] = useState<FixMode | null>(null);
  const key = correction && planKey(job, correction);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the correction
  useEffect(() => {
    if (correction) fixes.plan(job.id, correction);
  }, [key, job.id, fixes]);

  if (!correction && !fix) return null;
  const plan = plans.get(job.id);
  const ready = plan?.key === key ? (plan?.plans ?? null) : null;
  const preferred: FixMode =
    correction?.kind === 'shift' && ready?.lossless.lossless !== false ? 'lossless' : 'baked';
  const mode = chosen && ready?.[chosen][chosen] !== false ? chosen : preferred;
  const start = (wish: Omit<FixWish, 'mode'>) => fixes.start(job.id, { mode, ...wish });
  const handWish = byHand && {
    correction: byHand,
    by: 'hand' as const,
    targetMs: targetByHand(measurement, byHand),
  };
  const offer = correction && (
    <>
      <p>{planSentence(correction)}</p>
      <ModeChoice plans={ready} correction={correction} value={mode} onChange={setChosen} />
      <div className="actions">
        {measured && (
          <button
            type="button"
            className="button primary"
            onClick={() => start({ correction: measured, by: 'measured', targetMs: 0 })}
          >
            Fix it
          </button>
        )}
        {handWish && (
          <button
            type="button"
            className={measured ? 'button' : 'button primary'}
            onClick={() => start(handWish)}
          >
            {`Apply ${handWords(handWish.correction, nudgeMs)}${measured ? ' by hand instead' : ', set by hand'}`}
          </button>
        )}
        {hasSavePicker() && measured && (
          <SaveAsButton
            name={`${job.file.name.replace(/(\.[^.]*)?$/, '.in-sync$1')}`}
            onHandle={(handle) => start({ correction: measured, by: 'measured', targetMs: 0, handle })}
          >
            Fix and save as…
          </SaveAsButton>
        )}
      </div>
    </>
  );
  return (
    <section
      className={`card ${styles['card']}`}
      aria-labelledby="fix-title"
      tabIndex={-1}
      {...card}
      data-testid="fix-card"
    >
      {!fix && (
        <>
          <h3 id="fix-title">Fix it</h3>
          {plan?.key === key && plan?.status === 'failed' && plan.error ? (
            <FixProblem error={plan.error} onRetry={() => correction && fixes.plan(job.id, correction)} />
          ) : (
            offer
          )}
          <p className="muted small">
            A copy is made on this device and measured again before it is offered. Your file stays as it is.
          </p>
        </>
      )}
      {(fix?.status === 'waiting' || fix?.status === 'working') && (
        <FixWorking fix={fix} onCancel={() => fixes.cancel(job.id)} />
      )}
      {(fix?.status === 'failed' || fix?.status === 'cancelled') && (
        <>
          <h3 id="fix-title">{fix.status === 'failed' ? 'No copy was made' : 'The fix was cancelled'}</h3>
          {fix.status === 'failed' && fix.error ? (
            <FixProblem error={fix.error} onRetry={() => fixes.start(job.id, withoutHandle(fix.wish))} />
          ) : (
            <p>No unfinished copy was left behind. Your file is unchanged.</p>
          )}
          {offer}
        </>
      )}
      {fix?.status === 'done' && fix.result && (
        <>
          <FixResultView jobId={job.id} result={fix.result} fixes={fixes} plans={ready} />
          {offer && (
            <Disclosure className={styles['again']} summary="Fix it differently">
              <div className={styles['offer']}>{offer}</div>
            </Disclosure>
          )}
        </>
      )}
    </section>
  );
}

/** The chosen destination may be gone by now; pressing the button again asks for it again. */
function withoutHandle({ handle: _, ...wish }: FixWish): FixWish {
  return wish;
}

/** Buttons vanish when pressed: the focus stays with this card. */
function useKeptFocus(status: string | undefined) {
  const ref = useRef<HTMLElement>(null);
  const focused = useRef<Element | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown goes with the status
  useEffect(() => {
    const lost = focused.current !== null && !focused.current.isConnected;
    if (lost && document.activeElement === document.body) ref.current?.focus({ preventScroll: true });
  }, [status]);
  return {
    ref,
    onFocus: (event: React.FocusEvent) => {
      focused.current = event.target;
    },
  };
}
