/** A step is chosen that what was made is heard without; how far that is. */
import { shareWords } from '../../core/report/format';
import type { LeftOut, MadeSound, SoundSession, SoundState } from '../engine/sound/types';
import { stepsOf } from '../engine/sound/without';
import { shareDone } from '../engine/stages';
import { CancellableProgress } from '../ui/CancellableProgress';
import { Option } from '../ui/Option';
import { Problem } from '../ui/Problem';
import { STAGE_LABELS } from './copy';
import { stepWords, withoutWords } from './sides';

interface WithoutStepProps {
  made: MadeSound;
  state: Pick<SoundState, 'without' | 'work'>;
  session: SoundSession;
  /** Before the choice changes what there is to hear. */
  onChoose(): void;
}

export function WithoutStep({ made, state: { without, work }, session, onChoose }: WithoutStepProps) {
  const steps = stepsOf(made);
  if (steps.length === 0) return null;
  const share = without && shareDone(without.progress);
  return (
    <>
      <Option name="Leave one step out" label>
        <select
          value={without?.step ?? ''}
          disabled={work?.status === 'working'}
          onChange={(event) => {
            onChoose();
            session.compareWithout(event.target.value === '' ? null : (event.target.value as LeftOut));
          }}
        >
          <option value="">None</option>
          {steps.map((step) => (
            <option key={step} value={step}>
              {stepWords(step)}
            </option>
          ))}
        </select>
      </Option>
      {without?.status === 'working' && (
        <CancellableProgress
          label={withoutWords(without.step)}
          share={share}
          left={STAGE_LABELS[without.progress.stage]}
          right={share === null ? '' : shareWords(share)}
          what="preparing it without this step"
          onCancel={() => session.compareWithout(null)}
        />
      )}
      {without?.error && (
        <Problem error={without.error} onRetry={() => session.compareWithout(without.step)} />
      )}
    </>
  );
}
