/** The sound moved by hand, and what is heard now in words. */
import { correctionWords, sizeWords } from '../../../core/report/format';
import { LinkButton } from '../../ui/LinkButton';
import { NUDGE_MS } from './keys';
import styles from './Player.module.css';

interface NudgeRowProps {
  /** The sound is heard as moved. */
  moved: boolean;
  /** By how much, all in all; positive = earlier. Null: by another amount at each time. */
  totalMs: number | null;
  nudgeMs: number;
  /** 0 takes the nudges back. */
  onNudge(deltaMs: number): void;
}

export function NudgeRow({ moved, totalMs, nudgeMs, onNudge }: NudgeRowProps) {
  return (
    <div className={`${styles['row']} ${styles['nudge']}`}>
      <button type="button" className="button" title="Sound earlier ([)" onClick={() => onNudge(NUDGE_MS)}>
        {NUDGE_MS}&nbsp;ms earlier
      </button>
      <p className={`small figures ${styles['words']}`}>
        {shiftWords(moved, totalMs, nudgeMs)}
        {nudgeMs !== 0 && (
          <LinkButton onPress={() => onNudge(0)}>{`Undo nudge of ${sizeWords(nudgeMs)}`}</LinkButton>
        )}
      </p>
      <button type="button" className="button" title="Sound later (])" onClick={() => onNudge(-NUDGE_MS)}>
        {NUDGE_MS}&nbsp;ms later
      </button>
    </div>
  );
}

function shiftWords(moved: boolean, totalMs: number | null, nudgeMs: number): string {
  if (!moved) return 'You hear the sound as it is.';
  if (totalMs === null) {
    const measured = 'You hear the sound moved to the lips as measured';
    return nudgeMs === 0 ? `${measured}.` : `${measured}, and another ${correctionWords(nudgeMs)}.`;
  }
  return totalMs === 0 ? 'Nothing to move.' : `You hear the sound ${correctionWords(totalMs)}.`;
}
