/** Movements that this visitor needs again and again, by name: of one television set, of one capture card. */
import { useEffect, useState } from 'react';
import { correctionWords } from '../../../core/report/format';
import { Disclosure } from '../../ui/Disclosure';
import { Icon } from '../../ui/Icon';
import { recallText, remember } from '../../ui/local-storage';
import { TextEntry } from '../../ui/TextEntry';
import { parseSaved, SAVED_OFFSETS, type SavedOffset, savedWords, withSaved } from './offset-text';
import styles from './Player.module.css';

const NAME = 'Name, such as my television';

interface SavedOffsetsProps {
  /** How far the sound is moved now; positive = earlier. */
  ms: number;
  onMove(ms: number): void;
}

export function SavedOffsets({ ms, onMove }: SavedOffsetsProps) {
  const [list, setList] = useState(() => parseSaved(recallText(SAVED_OFFSETS)));
  useEffect(() => {
    const onChange = () => setList(parseSaved(recallText(SAVED_OFFSETS)));
    addEventListener(SAVED_OFFSETS, onChange);
    return () => removeEventListener(SAVED_OFFSETS, onChange);
  }, []);
  const [name, setName] = useState('');
  const keep = (next: SavedOffset[]) => {
    setList(next);
    remember(SAVED_OFFSETS, JSON.stringify(next));
  };
  const save = () => {
    keep(withSaved(list, name, Math.round(ms)));
    setName('');
  };
  return (
    <Disclosure className={`small ${styles['saved']}`} summary={`Saved offsets (${list.length})`}>
      {list.length > 0 && (
        <ul className="plain">
          {list.map((each) => (
            <li key={each.name}>
              <button type="button" className="button" onClick={() => onMove(each.ms)}>
                {savedWords(each)}
              </button>
              <button
                type="button"
                className="button quiet icon-only"
                aria-label={`Forget ${each.name}`}
                onClick={() => keep(list.filter((other) => other !== each))}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles['save']}>
        <TextEntry label={NAME} placeholder={NAME} value={name} onChange={setName} onEnter={save} />
        <button type="button" className="button" disabled={name.trim() === ''} onClick={save}>
          {`Save ${correctionWords(ms)}`}
        </button>
      </div>
    </Disclosure>
  );
}
