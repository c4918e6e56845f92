/** A copy being made and measured. */
import { remainingWords } from '../engine/stages';
import { Icon } from '../ui/Icon';
import { progressLabel, STEP_LABELS, stepShare, stepsShown } from './copy';
import { starting } from './session/progress';
import type { FixJob } from './session/types';

export function FixWorking({ fix, onCancel }: { fix: FixJob; onCancel: () => void }) {
  const progress = fix.progress ?? starting();
  const share = stepShare(progress);
  const steps = stepsShown(fix.wish.mode, progress.step);
  const now = steps.indexOf(progress.step);
  const label = progressLabel(progress);
  const remaining = remainingWords({ ...progress, stage: 'watching' });
  return (
    <>
      <h3 id="fix-title">{progress.step === 'waiting' ? 'Waiting for its turn' : 'Making the copy'}</h3>
      {progress.step === 'waiting' ? (
        <p className="muted">Another file is being fixed.</p>
      ) : (
        <div className="fix-working">
          <div className="stage-progress">
            <progress
              aria-label={STEP_LABELS[progress.step]}
              max={1}
              {...(share === null ? {} : { value: share })}
            />
            <p className="muted small figures">
              <span>{label}</span>
              <span>{[shareText(share), remaining].filter(Boolean).join(', ')}</span>
            </p>
          </div>
          <ol className="plain stages fix-steps">
            {steps.map((step, index) => (
              <li key={step} data-state={index < now ? 'done' : index === now ? 'now' : 'next'}>
                <span className="stage-mark">
                  {index < now ? <Icon name="check" /> : <span className="stage-dot" />}
                </span>
                {STEP_LABELS[step]}
                <span className="visually-hidden">
                  {index < now ? ' (done)' : index === now ? ' (now)' : ' (to come)'}
                </span>
              </li>
            ))}
          </ol>
        </div>
      )}
      <p>
        <button type="button" className="button" onClick={onCancel}>
          <Icon name="close" />
          Cancel
          <span className="visually-hidden"> the fix</span>
        </button>
      </p>
    </>
  );
}

function shareText(share: number | null): string | null {
  return share === null ? null : `${Math.round(share * 100)}\u00a0%`;
}
