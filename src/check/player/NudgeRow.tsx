/** The sound moved by hand, and what is heard now in words. */
import { correctionWords, sizeWords } from '../../../core/report/format';
import { LinkButton } from '../../ui/LinkButton';
import { NUDGE_MS } from './keys';
import styles from './Player.module.css';

interface NudgeRowProps {
  /** The sound is heard as moved. */
  moved: boolean;
  /** By how much, all in all; positive = earlier. */
  totalMs: number;
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
        {shiftWords(moved, totalMs)}
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

function shiftWords(moved: boolean, totalMs: number): string {
  if (!moved) return 'You hear the sound as it is.';
  return totalMs === 0 ? 'Nothing to move.' : `You hear the sound ${correctionWords(totalMs)}.`;
}
