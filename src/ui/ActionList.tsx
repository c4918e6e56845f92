/** A list whose every line does something when pressed. */
import type { ReactNode } from 'react';
import styles from './ActionList.module.css';
import { Icon, type IconName } from './Icon';

interface ActionListProps {
  /** As many columns as there is room for. */
  columns?: boolean;
  children: ReactNode;
}

/** Its children are list items. */
export function ActionList({ columns = false, children }: ActionListProps) {
  return (
    <ul className={`plain figures ${styles['list']} ${columns ? styles['columns'] : ''}`}>{children}</ul>
  );
}

interface ActionProps {
  icon: IconName;
  title?: string;
  onClick(): void;
  children: ReactNode;
}

export function Action({ icon, title, onClick, children }: ActionProps) {
  return (
    <button type="button" className={styles['action']} title={title} onClick={onClick}>
      <Icon name={icon} />
      {children}
    </button>
  );
}

/** Downloads a file that is there already. */
export function DownloadAction({ href, name }: { href: string | undefined; name: string }) {
  return (
    <a className={styles['action']} href={href} download={name}>
      <Icon name="download" />
      {name}
    </a>
  );
}
