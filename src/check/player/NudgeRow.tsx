/** The sound moved by hand: in steps, to a typed value, or to one that was saved; and what is heard now in words. */
import { useState } from 'react';
import { correctionWords, sizeWords } from '../../../core/report/format';
import { LinkButton } from '../../ui/LinkButton';
import { recall, remember } from '../../ui/local-storage';
import { FINE_MS, NUDGE_MS } from './keys';
import { OffsetField } from './OffsetField';
import styles from './Player.module.css';
import { SavedOffsets } from './SavedOffsets';

interface NudgeRowProps {
  /** The sound is heard as moved. */
  moved: boolean;
  /** What was measured, ms; positive = the sound moves earlier. Null: another amount at each time. */
  measuredMs: number | null;
  nudgeMs: number;
  frameMs: number;
  /** The fixed copy is heard, in which nothing is moved by the player. */
  isCopy: boolean;
  /** 0 takes the nudges back. */
  onNudge(deltaMs: number): void;
}

const STEPS = ['ten', 'one', 'frame'] as const;
type Step = (typeof STEPS)[number];
/** Keys that move by the same step, earlier and later; a frame has none. */
const KEYS: Record<Step, readonly [string, string] | null> = {
  ten: ['[', ']'],
  one: ['{', '}'],
  frame: null,
};
/** Less cannot be typed. */
const LEAST_MS = 0.5;

export function NudgeRow({ moved, measuredMs, nudgeMs, frameMs, isCopy, onNudge }: NudgeRowProps) {
  const [step, setStep] = useState<Step>(() => recall('nudge-step', STEPS));
  const stepMs = { ten: NUDGE_MS, one: FINE_MS, frame: frameMs }[step];
  const stepWords = step === 'frame' ? '1\u00a0frame' : `${stepMs}\u00a0ms`;
  const keys = KEYS[step];
  const totalMs = measuredMs === null ? null : measuredMs + nudgeMs;
  const shownMs = totalMs ?? nudgeMs;
  const moveTo = (ms: number) => {
    if (Math.abs(ms - shownMs) >= LEAST_MS) onNudge(ms - shownMs);
  };
  return (
    <>
      <div className={`${styles['row']} ${styles['nudge']}`}>
        <button
          type="button"
          className="button"
          title={`Sound earlier${keys ? ` (${keys[0]})` : ''}`}
          onClick={() => onNudge(stepMs)}
        >
          {stepWords} earlier
        </button>
        <p className={`small figures ${styles['words']}`}>
          {isCopy ? 'You hear the fixed copy.' : shiftWords(moved, totalMs, nudgeMs)}
          {nudgeMs !== 0 && (
            <LinkButton onPress={() => onNudge(0)}>{`Undo nudge of ${sizeWords(nudgeMs)}`}</LinkButton>
          )}
        </p>
        <button
          type="button"
          className="button"
          title={`Sound later${keys ? ` (${keys[1]})` : ''}`}
          onClick={() => onNudge(-stepMs)}
        >
          {stepWords} later
        </button>
      </div>
      <div className={`${styles['row']} ${styles['exact']}`}>
        <OffsetField ms={shownMs} relative={totalMs === null} onMove={moveTo} />
        <label className={`${styles['steps']} small`}>
          Steps
          <select
            value={step}
            onChange={(event) => {
              setStep(event.target.value as Step);
              remember('nudge-step', event.target.value);
            }}
          >
            <option value="ten">{`${NUDGE_MS}\u00a0ms`}</option>
            <option value="one">{`${FINE_MS}\u00a0ms`}</option>
            <option value="frame">{`1\u00a0frame (${Math.round(frameMs * 10) / 10}\u00a0ms)`}</option>
          </select>
        </label>
        {totalMs !== null && <SavedOffsets ms={totalMs} onMove={moveTo} />}
      </div>
    </>
  );
}

function shiftWords(moved: boolean, totalMs: number | null, nudgeMs: number): string {
  if (!moved) return 'You hear the sound as it is.';
  if (totalMs === null) {
    const measured = 'You hear the sound moved to the lips as measured';
    return nudgeMs === 0 ? `${measured}.` : `${measured}, and another ${correctionWords(nudgeMs)}.`;
  }
  return Math.round(totalMs) === 0 ? 'Nothing to move.' : `You hear the sound ${correctionWords(totalMs)}.`;
}
