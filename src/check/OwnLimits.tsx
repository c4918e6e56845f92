/** The limits of a house of one's own: how early and how late the sound may be. */
import { useState } from 'react';
import { LEAST_LIMIT_MS, MOST_LIMIT_MS, ownProfile } from '../../core/sync/profiles';
import type { ProfileName } from '../../core/sync/types';
import { TextEntry } from '../ui/TextEntry';
import styles from './Settings.module.css';

interface OwnLimitsProps {
  /** ms */
  limits: { early: number; late: number };
  onChange(profile: ProfileName): void;
}

export function OwnLimits({ limits, onChange }: OwnLimitsProps) {
  const [typed, setTyped] = useState({ early: String(limits.early), late: String(limits.late) });
  const profile = ownProfile(Number(typed.early), Number(typed.late));
  const take = () => {
    if (profile !== null) onChange(profile);
  };
  return (
    <div className={styles['limits']}>
      {(['early', 'late'] as const).map((side) => (
        <span key={side} className={`small ${styles['limit']}`}>
          <TextEntry
            label={`ms ${side}`}
            value={typed[side]}
            invalid={profile === null}
            className={styles['ms']}
            onChange={(text) => setTyped({ ...typed, [side]: text })}
            onEnter={take}
            onLeave={take}
          />
          <span aria-hidden="true">ms {side}</span>
        </span>
      ))}
      {profile === null && (
        <p className="error-text small" role="alert">
          {`Whole milliseconds, ${LEAST_LIMIT_MS} to ${MOST_LIMIT_MS}.`}
        </p>
      )}
    </div>
  );
}
