/** The step that removes noise, and which kind of noise it is; the advice follows what the bench tells (docs/sound.md). */
import type { NoiseMethod, SoundChain } from '../../workers/sound/contract';
import type { SoundSession } from '../engine/sound/types';
import { Check, Option } from '../ui/Option';

/** When its box is ticked. */
const USUAL_SHARE = 0.9;

interface NoiseStepProps {
  chain: SoundChain;
  session: SoundSession;
  busy: boolean;
}

export function NoiseStep({ chain: { noise, noiseBy }, session, busy }: NoiseStepProps) {
  const isOn = noise > 0;
  return (
    <>
      <Check
        checked={isOn}
        disabled={busy}
        onChange={(on) => session.setChain({ noise: on ? USUAL_SHARE : 0 })}
      >
        Remove noise
      </Check>
      {isOn && (
        <Option name="Kind of noise" label>
          <select
            value={noiseBy}
            disabled={busy}
            onChange={(event) => session.setChain({ noiseBy: event.target.value as NoiseMethod })}
          >
            <option value="rnnoise">Usual noise</option>
            <option value="gtcrn">Heavy noise</option>
          </select>
        </Option>
      )}
      {isOn && noiseBy === 'gtcrn' && (
        <p className="muted small">
          For hiss, fans and traffic that are nearly as loud as the voice. Preparing takes more than twice as
          long. Where other people talk in the background, “Usual noise” is better.
        </p>
      )}
    </>
  );
}
