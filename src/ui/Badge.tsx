/** A state in a word: its tone's colour, an icon and the word. */
import type { ReactNode } from 'react';
import styles from './Badge.module.css';
import { Icon, type IconName } from './Icon';
import type { ToneName } from './tone';

interface BadgeProps {
  tone: ToneName;
  icon?: IconName;
  title?: string;
  children: ReactNode;
}

export function Badge({ tone, icon, title, children }: BadgeProps) {
  return (
    <span className={`${styles['badge']} tone-${tone}`} title={title}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  );
}
