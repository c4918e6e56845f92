/** Says what of the list will be gone with the page, for as long as that is so. */
import type { Desk } from '../engine/desk/desk';
import { useStore } from '../engine/use-store';
import { Note } from '../ui/Note';
import styles from './ListActions.module.css';
import { unkeptWords } from './unkept-words';

/** @param listed how many checks there are in the list */
export function UnkeptNote({ desk, listed }: { desk: Desk; listed: number }) {
  const { unkept } = useStore(desk);
  const sentences = unkeptWords(unkept, listed);
  const isLoss = unkept.beyond > 0 || unkept.failed > 0 || unkept.changed > 0;
  return (
    <div role="status" className={styles['unkept']}>
      {sentences.length > 0 && (
        <Note tone={isLoss ? 'warn' : 'plain'} icon={isLoss ? 'warning' : 'trash'}>
          {sentences.map((sentence) => (
            <p key={sentence} className="small">
              {sentence}
            </p>
          ))}
        </Note>
      )}
    </div>
  );
}
