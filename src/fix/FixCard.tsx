/** Under the verdict: one button that makes a corrected copy, then what came of it. */
import { type ReactNode, useEffect, useState } from 'react';
import { correctionInUse } from '../../core/fix/in-use';
import type { Measurement } from '../../core/sync/types';
import type { CheckJob } from '../engine/check-types';
import { isOfNow } from '../engine/fix/of-now';
import { planKey } from '../engine/fix/plan-key';
import type { FixJob, FixMode, FixSession, FixWish, PlanState } from '../engine/fix/types';
import { hasEnded } from '../engine/job-queue';
import { useStore } from '../engine/use-store';
import { Disclosure } from '../ui/Disclosure';
import { useFocusWithin } from '../ui/useKeptFocus';
import styles from './FixCard.module.css';
import { FixOffer } from './FixOffer';
import { FixProblem } from './FixProblem';
import { FixResultView } from './FixResult';
import { FixWorking } from './FixWorking';

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
  const found = all.get(job.id);
  const isOld = found !== undefined && hasEnded(found) && !isOfNow(found, job);
  // What came to nothing before the file was measured again matters no more; a copy can still be had.
  const fix = isOld && !found.result ? undefined : found;
  const inUse = correctionInUse(measurement, nudgeMs);
  const measured = correctionInUse(measurement, 0);
  const correction = inUse.correction ?? measured.correction;
  const card = useFocusWithin(fix?.status);
  const [chosen, setChosen] = useState<FixMode | null>(null);
  const key = correction && planKey(job, correction);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the correction
  useEffect(() => {
    if (correction) fixes.plan(job.id, correction);
  }, [key, job.id, fixes]);

  if (!correction && !fix) return null;
  const known = plans.get(job.id);
  const plan = known?.key === key ? known : undefined;
  const offer = correction && (
    <FixOffer
      fileName={job.file.name}
      inUse={inUse}
      measured={measured}
      plans={plan?.plans ?? null}
      chosen={chosen}
      onChoose={setChosen}
      onStart={(wish) => fixes.start(job.id, wish)}
    />
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
          {plan?.status === 'failed' && plan.error ? (
            <FixProblem error={plan.error} onRetry={() => correction && fixes.plan(job.id, correction)} />
          ) : (
            offer
          )}
          <p className="muted small">
            A copy is made on this device and measured again before it is offered. Your file stays as it is.
          </p>
        </>
      )}
      {fix && <FixState fix={fix} fixes={fixes} isOld={isOld} plans={plan?.plans ?? null} offer={offer} />}
    </section>
  );
}

interface FixStateProps {
  fix: FixJob;
  fixes: FixSession;
  /** The file was measured again since, in another way. */
  isOld: boolean;
  plans: PlanState['plans'];
  /** Another fix of the same file. */
  offer: ReactNode;
}

/** A copy in the making, or what came of it. */
function FixState({ fix, fixes, isOld, plans, offer }: FixStateProps) {
  const { id, status, error, result } = fix;
  if (status === 'waiting' || status === 'working') {
    return <FixWorking fix={fix} onCancel={() => fixes.cancel(id)} />;
  }
  if (status === 'done') {
    if (!result) return null;
    return (
      <>
        <FixResultView jobId={id} result={result} isOld={isOld} fixes={fixes} plans={plans} />
        {isOld && offer}
        {!isOld && offer && (
          <Disclosure className={styles['again']} summary="Fix it differently">
            <div className={styles['offer']}>{offer}</div>
          </Disclosure>
        )}
      </>
    );
  }
  return (
    <>
      <h3 id="fix-title">{status === 'failed' ? 'No copy was made' : 'The fix was cancelled'}</h3>
      {error ? (
        <FixProblem error={error} onRetry={() => fixes.start(id, withoutHandle(fix.wish))} />
      ) : (
        <p>No unfinished copy was left behind. Your file is unchanged.</p>
      )}
      {offer}
    </>
  );
}

/** The chosen destination may be gone by now; pressing the button again asks for it again. */
function withoutHandle({ handle: _, ...wish }: FixWish): FixWish {
  return wish;
}
