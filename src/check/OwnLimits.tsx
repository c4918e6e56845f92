/** The limits of houses of one's own: how early and how late the sound may be; typed, and kept by name. */
import { useState } from 'react';
import { LEAST_LIMIT_MS, MOST_LIMIT_MS, ownLimits, ownProfile, profileOf } from '../../core/sync/profiles';
import type { ProfileName } from '../../core/sync/types';
import { withNamed } from '../engine/saved-list';
import { SavedList } from '../ui/SavedList';
import { TextEntry } from '../ui/TextEntry';
import styles from './Settings.module.css';
import { limitsOf, limitsWords, profileOfLimits, type SavedLimits } from './saved-limits';

interface OwnLimitsProps {
  /** Somebody's own. */
  profile: ProfileName;
  saved: readonly SavedLimits[];
  onChange(profile: ProfileName): void;
  onSaved(list: readonly SavedLimits[]): void;
}

export function OwnLimits({ profile, saved, onChange, onSaved }: OwnLimitsProps) {
  return (
    <>
      <Fields profile={profile} onChange={onChange} />
      <SavedList
        className="small"
        summary="Saved limits"
        items={saved}
        wordsOf={limitsWords}
        isInUse={(each) => profileOfLimits(each) === profile}
        nameHint="Name, such as our studio"
        saveWords={`Save ${profileOf(profile, 0).label}`}
        onTake={(each) => onChange(profileOfLimits(each))}
        onForget={(each) => onSaved(saved.filter((other) => other !== each))}
        onSave={(name) => onSaved(withNamed(saved, limitsOf(name, profile)))}
      />
    </>
  );
}

function Fields({ profile: given, onChange }: Pick<OwnLimitsProps, 'profile' | 'onChange'>) {
  const [typed, setTyped] = useState(textsOf(given));
  // Chosen elsewhere; not by a key, which would take the focus from the field that Tab leads to.
  const [shown, setShown] = useState(given);
  if (shown !== given) {
    setShown(given);
    setTyped(textsOf(given));
  }
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

function textsOf(profile: ProfileName): { early: string; late: string } {
  const { early, late } = ownLimits(profile)!;
  return { early: String(early), late: String(late) };
}
