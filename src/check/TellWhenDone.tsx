/** The switch for notifications: the browser is asked only when it is pressed. */
import { useState } from 'react';
import { useStore } from '../engine/use-store';
import { askToNotify, canNotify, notifying } from '../engine/when-done';
import styles from './Settings.module.css';
import { rememberNotifying } from './settings';

export function TellWhenDone() {
  const { on } = useStore(notifying);
  const [problem, setProblem] = useState<string | null>(null);
  /** The press is seen while the browser still asks. */
  const [asking, setAsking] = useState(false);
  if (!canNotify()) return null;
  const change = async (wanted: boolean) => {
    setAsking(wanted);
    const allowed = wanted && (await askToNotify().catch(() => false));
    setAsking(false);
    notifying.set({ on: allowed });
    rememberNotifying(allowed);
    setProblem(
      wanted && !allowed
        ? 'The browser does not allow this page to notify you: see its site settings.'
        : null,
    );
  };
  return (
    <div>
      <label className={styles['switch']}>
        <input
          type="checkbox"
          checked={on || asking}
          onChange={(event) => void change(event.target.checked)}
        />
        Notify me when long work ends
      </label>
      {problem && (
        <p className="error-text small" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
