/** The new speech as long as the picture: the switch, and what that does to it. */
import type { FitPlan } from '../../core/dub/fit';
import { fitWords, misfitWords } from '../../core/dub/fit-words';
import { Note } from '../ui/Note';
import { Check } from '../ui/Option';
import { Stack } from '../ui/Stack';

interface FitSwitchProps {
  on: boolean;
  /** Null as long as nothing is known. */
  plan: FitPlan | null;
  /** The speech is for a stretch of the video. */
  ofPart: boolean;
  disabled: boolean;
  onChange(on: boolean): void;
}

export function FitSwitch({ on, plan, ofPart, disabled, onChange }: FitSwitchProps) {
  const misfit = plan && misfitWords(plan, on);
  return (
    <>
      <Check checked={on} disabled={disabled} onChange={onChange}>
        {ofPart ? 'Fit the speech to the part' : 'Fit the speech to the video'}
      </Check>
      <div role="status">
        <Stack>
          {on && plan && <p className="muted small">{fitWords(plan)}</p>}
          {misfit && (
            <Note tone="warn" icon="warning" className="small">
              <p>{misfit}</p>
            </Note>
          )}
        </Stack>
      </div>
    </>
  );
}
