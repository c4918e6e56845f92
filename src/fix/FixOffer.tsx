/** What a fix would do, the buttons that start it, and how. */
import { useId } from 'react';
import type { CorrectionInUse } from '../../core/fix/in-use';
import { byHandSentence } from '../../core/report/correction-sentence';
import type { FixMode, FixWish, PlanState } from '../engine/fix/types';
import { BECOMES_MATROSKA, MODE_LABELS, MODE_NOTES, planSentence } from './copy';
import { ModeChoice } from './ModeChoice';
import { hasSavePicker, SaveAsButton } from './SaveAsButton';

interface FixOfferProps {
  fileName: string;
  /** What is applied: as measured, or as set by hand. */
  inUse: CorrectionInUse;
  /** What the measurement alone calls for. One of both moves something. */
  measured: CorrectionInUse;
  /** Null while it is being found out. */
  plans: PlanState['plans'];
  /** The kind of fix that the visitor chose; null while it is left to what the file calls for. */
  chosen: FixMode | null;
  onChoose(mode: FixMode): void;
  onStart(wish: FixWish): void;
}

export function FixOffer({ fileName, inUse, measured, plans, chosen, onChoose, onStart }: FixOfferProps) {
  const how = useId();
  const correction = inUse.correction ?? measured.correction;
  if (!correction) return null;
  const preferred: FixMode =
    correction.kind === 'shift' && plans?.lossless.lossless !== false ? 'lossless' : 'baked';
  const mode = chosen && plans?.[chosen][chosen] !== false ? chosen : preferred;
  const plan = plans?.[mode];
  const said = [
    planSentence(inUse.correction),
    byHandSentence(inUse.nudgeMs),
    plan?.isMoved ? BECOMES_MATROSKA : null,
  ];
  const wish = wishOf(inUse, mode);
  const asMeasured = inUse.by === 'hand' ? wishOf(measured, mode) : null;
  return (
    <>
      <p>{said.filter((sentence) => sentence !== null).join(' ')}</p>
      <div className="actions">
        {wish && (
          <button
            type="button"
            className="button primary"
            aria-describedby={how}
            onClick={() => onStart(wish)}
          >
            Fix it
          </button>
        )}
        {hasSavePicker() && wish && (
          <SaveAsButton
            name={plan?.suggestedName ?? `${fileName.replace(/(\.[^.]*)?$/, '.in-sync$1')}`}
            onHandle={(handle) => onStart({ ...wish, handle })}
          >
            Fix and save as…
          </SaveAsButton>
        )}
        {asMeasured && (
          <button type="button" className="button" onClick={() => onStart(asMeasured)}>
            Fix as measured instead
          </button>
        )}
      </div>
      {/* The choice comes behind the buttons: whoever hears the page is told at the button what is chosen. */}
      <span id={how} hidden>{`${MODE_LABELS[mode]}: ${MODE_NOTES[mode]}`}</span>
      <ModeChoice plans={plans} correction={correction} value={mode} onChange={onChoose} />
    </>
  );
}

/** Null where nothing would be moved. */
function wishOf({ correction, by, targetMs }: CorrectionInUse, mode: FixMode): FixWish | null {
  return correction && { mode, correction, by, targetMs };
}
