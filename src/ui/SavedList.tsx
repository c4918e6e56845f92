/** What a visitor keeps by name: taken by a press, forgotten, and what is set now saved under a name. */
import { type ReactNode, useState } from 'react';
import { Disclosure } from './Disclosure';
import { Icon } from './Icon';
import styles from './SavedList.module.css';
import { TextEntry } from './TextEntry';

interface SavedListProps<T extends { name: string }> {
  /** What they are, in plural; the number stands behind it. */
  summary: string;
  items: readonly T[];
  wordsOf(item: T): string;
  /** The one that is set now is marked. */
  isInUse?(item: T): boolean;
  disabled?: boolean;
  /** Of the field: what a name may be like. */
  nameHint: string;
  saveWords: string;
  onTake(item: T): void;
  onForget(item: T): void;
  onSave(name: string): void;
  className?: string | undefined;
  children?: ReactNode;
}

export function SavedList<T extends { name: string }>(props: SavedListProps<T>) {
  const { summary, items, isInUse, disabled = false, nameHint, saveWords, className = '' } = props;
  const [name, setName] = useState('');
  const save = () => {
    if (name.trim() === '') return;
    props.onSave(name);
    setName('');
  };
  return (
    <Disclosure className={className} summary={`${summary} (${items.length})`}>
      {items.length > 0 && (
        <ul className={`plain ${styles['list']}`}>
          {items.map((each) => (
            <li key={each.name}>
              <button
                type="button"
                className="button"
                disabled={disabled}
                aria-pressed={isInUse?.(each)}
                onClick={() => props.onTake(each)}
              >
                {isInUse?.(each) && <Icon name="check" />}
                {props.wordsOf(each)}
              </button>
              <button
                type="button"
                className="button quiet icon-only"
                aria-label={`Forget ${each.name}`}
                onClick={() => props.onForget(each)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles['save']}>
        <TextEntry label={nameHint} placeholder={nameHint} value={name} onChange={setName} onEnter={save} />
        <button type="button" className="button" disabled={name.trim() === ''} onClick={save}>
          {saveWords}
        </button>
      </div>
      {props.children && <div className={styles['more']}>{props.children}</div>}
    </Disclosure>
  );
}
