/** Lossless or baked, each with what it means, and why it cannot be had. */
import { useId } from 'react';
import type { Correction } from '../../core/fix/correction';
import type { RewritePlan } from '../../workers/rewrite/contract';
import { MODE_LABELS, MODE_NOTES, whyNot } from './copy';
import type { FixMode } from './session/types';

interface ModeChoiceProps {
  /** Null while it is being found out. */
  plans: Readonly<Record<FixMode, RewritePlan>> | null;
  correction: Correction;
  value: FixMode;
  onChange(mode: FixMode): void;
}

const MODES: readonly FixMode[] = ['lossless', 'baked'];

export function ModeChoice({ plans, correction, value, onChange }: ModeChoiceProps) {
  const name = useId();
  return (
    <fieldset className="fix-modes">
      <legend className="visually-hidden">How</legend>
      {MODES.map((mode) => {
        const reason = plans ? whyNot(plans[mode], mode) : shiftsOnly(mode, correction);
        return (
          <label key={mode} className="fix-mode" data-off={reason !== null || undefined}>
            <input
              type="radio"
              name={name}
              checked={mode === value}
              disabled={reason !== null}
              aria-describedby={`${name}-${mode}`}
              onChange={() => onChange(mode)}
            />
            <span>
              <strong>{MODE_LABELS[mode]}</strong>
              <span id={`${name}-${mode}`} className="muted small">
                {reason === null ? MODE_NOTES[mode] : `Not for this file. ${reason}`}
              </span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

/** Known before the file is looked at. */
function shiftsOnly(mode: FixMode, { kind }: Correction): string | null {
  return mode === 'lossless' && kind !== 'shift'
    ? 'A drift or a jump needs other samples, not other times.'
    : null;
}
