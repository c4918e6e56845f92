/** Movements that this visitor needs again and again, by name: of one television set, of one capture card. */
import { useEffect, useState } from 'react';
import { correctionWords } from '../../../core/report/format';
import { recallText, remember } from '../../ui/local-storage';
import { SavedList } from '../../ui/SavedList';
import { parseSaved, SAVED_OFFSETS, type SavedOffset, savedWords, withSaved } from './offset-text';
import styles from './Player.module.css';

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
  const keep = (next: SavedOffset[]) => {
    setList(next);
    remember(SAVED_OFFSETS, JSON.stringify(next));
  };
  return (
    <SavedList
      className={`small ${styles['saved']}`}
      summary="Saved offsets"
      items={list}
      wordsOf={savedWords}
      nameHint="Name, such as my television"
      saveWords={`Save ${correctionWords(ms)}`}
      onTake={(each) => onMove(each.ms)}
      onForget={(each) => keep(list.filter((other) => other !== each))}
      onSave={(name) => keep(withSaved(list, name, Math.round(ms)))}
    />
  );
}
