/** Lossless or baked, each with what it means, and why it cannot be had. */
import type { Correction } from '../../core/fix/correction';
import type { RewritePlan } from '../../workers/rewrite/contract';
import type { FixMode } from '../engine/fix/types';
import { Choices } from './Choices';
import { MODE_LABELS, MODE_NOTES, whyNot } from './copy';

interface ModeChoiceProps {
  /** Null while it is being found out. */
  plans: Readonly<Record<FixMode, RewritePlan>> | null;
  correction: Correction;
  value: FixMode;
  onChange(mode: FixMode): void;
}

const MODES: readonly FixMode[] = ['lossless', 'baked'];

export function ModeChoice({ plans, correction, value, onChange }: ModeChoiceProps) {
  const options = MODES.map((mode) => {
    const reason = plans ? whyNot(plans[mode], mode) : shiftsOnly(mode, correction);
    const note = reason === null ? MODE_NOTES[mode] : `Not for this file. ${reason}`;
    return { value: mode, label: MODE_LABELS[mode], note, off: reason !== null };
  });
  return <Choices legend="How" hideLegend options={options} value={value} onChange={onChange} />;
}

/** Known before the file is looked at. */
function shiftsOnly(mode: FixMode, { kind }: Correction): string | null {
  return mode === 'lossless' && kind !== 'shift'
    ? 'A drift or a jump cannot be put right by other times alone: the sound itself has to change.'
    : null;
}
