/** Something to know beside the work: an icon and a few sentences on the ground of their tone. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import styles from './Note.module.css';
import type { ToneName } from './tone';

interface NoteProps {
  tone: ToneName;
  icon: IconName;
  /** `alert` is read out at once, `status` when there is a pause. */
  role?: 'alert' | 'status';
  className?: string;
  children: ReactNode;
}

export function Note({ tone, icon, role, className = '', children }: NoteProps) {
  return (
    <div className={`${styles['note']} tone-${tone} ${className}`} role={role}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}
