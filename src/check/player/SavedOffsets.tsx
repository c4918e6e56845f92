/** Movements that this visitor needs again and again, by name: of one television set, of one capture card. */
import { correctionWords } from '../../../core/report/format';
import { useKeptList } from '../../ui/kept-list';
import { SavedList } from '../../ui/SavedList';
import { parseSaved, SAVED_OFFSETS, savedWords, withSaved } from './offset-text';
import styles from './Player.module.css';

interface SavedOffsetsProps {
  /** How far the sound is moved now; positive = earlier. */
  ms: number;
  onMove(ms: number): void;
}

export function SavedOffsets({ ms, onMove }: SavedOffsetsProps) {
  const [list, keep] = useKeptList(SAVED_OFFSETS, parseSaved);
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
