/** What a fix would do, how, and the buttons that start it. */
import type { Correction } from '../../core/fix/correction';
import type { Measurement } from '../../core/sync/types';
import type { FixMode, FixWish, PlanState } from '../engine/fix/types';
import { targetByHand } from '../engine/fix/verify-copy';
import { handWords, planSentence } from './copy';
import { ModeChoice } from './ModeChoice';
import { hasSavePicker, SaveAsButton } from './SaveAsButton';

interface FixOfferProps {
  fileName: string;
  measurement: Measurement;
  /** What the measurement calls for; null when it calls for nothing. */
  measured: Correction | null;
  /** As nudged; null when it is not. One of both is there. */
  byHand: Correction | null;
  nudgeMs: number;
  /** Null while it is being found out. */
  plans: PlanState['plans'];
  /** The kind of fix that the visitor chose; null while it is left to what the file calls for. */
  chosen: FixMode | null;
  onChoose(mode: FixMode): void;
  onStart(wish: FixWish): void;
}

export function FixOffer(props: FixOfferProps) {
  const { fileName, measurement, measured, byHand, nudgeMs, plans, chosen, onChoose, onStart } = props;
  const correction = measured ?? byHand;
  if (!correction) return null;
  const preferred: FixMode =
    correction.kind === 'shift' && plans?.lossless.lossless !== false ? 'lossless' : 'baked';
  const mode = chosen && plans?.[chosen][chosen] !== false ? chosen : preferred;
  const asMeasured = measured && { mode, correction: measured, by: 'measured' as const, targetMs: 0 };
  const asNudged = byHand && {
    mode,
    correction: byHand,
    by: 'hand' as const,
    targetMs: targetByHand(measurement, byHand),
  };
  return (
    <>
      <p>{planSentence(correction)}</p>
      <ModeChoice plans={plans} correction={correction} value={mode} onChange={onChoose} />
      <div className="actions">
        {asMeasured && (
          <button type="button" className="button primary" onClick={() => onStart(asMeasured)}>
            Fix it
          </button>
        )}
        {asNudged && (
          <button
            type="button"
            className={measured ? 'button' : 'button primary'}
            onClick={() => onStart(asNudged)}
          >
            {`Apply ${handWords(asNudged.correction, nudgeMs)}${measured ? ' by hand instead' : ', set by hand'}`}
          </button>
        )}
        {hasSavePicker() && asMeasured && (
          <SaveAsButton
            name={`${fileName.replace(/(\.[^.]*)?$/, '.in-sync$1')}`}
            onHandle={(handle) => onStart({ ...asMeasured, handle })}
          >
            Fix and save as…
          </SaveAsButton>
        )}
      </div>
    </>
  );
}
