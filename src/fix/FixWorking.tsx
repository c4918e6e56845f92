/** A copy being made and measured. */
import { shareWords } from '../../core/report/format';
import { starting } from '../engine/fix/progress';
import type { FixJob } from '../engine/fix/types';
import { remainingWords, shareDone } from '../engine/stages';
import { CancelButton } from '../ui/CancelButton';
import { ProgressBar } from '../ui/ProgressBar';
import { Steps } from '../ui/Steps';
import { progressLabel, STEP_LABELS, stepsShown } from './copy';
import styles from './FixWorking.module.css';

export function FixWorking({ fix, onCancel }: { fix: FixJob; onCancel: () => void }) {
  const progress = fix.progress ?? starting();
  const share = shareDone(progress);
  const steps = fix.isRecheck ? (['measuring'] as const) : stepsShown(fix.wish.mode, progress.step);
  const title = fix.isRecheck ? 'Checking the copy in full' : 'Making the copy';
  return (
    <>
      <h3 id="fix-title">{progress.step === 'waiting' ? 'Waiting for its turn' : title}</h3>
      {progress.step === 'waiting' ? (
        <p className="muted">Another file is being fixed.</p>
      ) : (
        <div className={styles['working']}>
          <ProgressBar
            label={STEP_LABELS[progress.step]}
            share={share}
            left={progressLabel(progress)}
            right={[share === null ? null : shareWords(share), remainingWords(progress)]
              .filter(Boolean)
              .join(', ')}
          />
          {steps.length > 1 && (
            <Steps labels={steps.map((step) => STEP_LABELS[step])} now={steps.indexOf(progress.step)} row />
          )}
        </div>
      )}
      <p>
        <CancelButton what={fix.isRecheck ? 'the check of the copy' : 'the fix'} onCancel={onCancel} />
      </p>
    </>
  );
}
