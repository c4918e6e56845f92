/** What is to be done, the button, and how far it is. */
import { TARGETS, type TargetId } from '../../core/loudness/targets';
import { shareWords } from '../../core/report/format';
import { isAnything } from '../engine/sound/session';
import type { SoundSession, SoundState, WorkState } from '../engine/sound/types';
import { CancelButton } from '../ui/CancelButton';
import { Card, CardHead } from '../ui/Card';
import { Icon } from '../ui/Icon';
import { Check, Option } from '../ui/Option';
import { Problem } from '../ui/Problem';
import { ProgressBar } from '../ui/ProgressBar';
import { STAGE_LABELS } from './copy';
import styles from './SoundRoom.module.css';

interface ChainCardProps {
  state: SoundState;
  session: SoundSession;
  busy: boolean;
}

/** What a box that is ticked again starts from. */
const USUAL_NOISE = 0.9;

export function ChainCard({ state, session, busy }: ChainCardProps) {
  const { source, chain, work, made } = state;
  const isSame =
    made !== null && made.track === source?.track && JSON.stringify(made.chain) === JSON.stringify(chain);
  const note =
    source?.status !== 'ready'
      ? 'A recording is still needed.'
      : !isAnything(chain)
        ? 'Nothing is switched on: the sound would stay as it is.'
        : isSame
          ? 'What is below was made with these settings.'
          : 'Everything happens on this device; the recording itself is not changed.';
  return (
    <Card aria-labelledby="sound-chain-title">
      <CardHead>
        <h2 id="sound-chain-title">What is done</h2>
      </CardHead>
      <Choices state={state} session={session} busy={busy} />
      {work?.status === 'working' ? (
        <Working progress={work.progress} onCancel={() => session.cancel()} />
      ) : (
        <>
          <p className="actions">
            <button
              type="button"
              className={isSame ? 'button large' : 'button primary large'}
              disabled={busy || source?.status !== 'ready' || !isAnything(chain)}
              aria-describedby="sound-note"
              onClick={() => session.prepare()}
            >
              <Icon name="play" />
              Make speech clear
            </button>
          </p>
          <p id="sound-note" className="muted small">
            {note}
          </p>
        </>
      )}
      {work?.error && <Problem error={work.error} onRetry={() => session.prepare()} />}
    </Card>
  );
}

function Choices({ state: { chain }, session, busy }: ChainCardProps) {
  return (
    <>
      <Check checked={chain.repair} disabled={busy} onChange={(repair) => session.setChain({ repair })}>
        Mend clicks and cut off peaks
      </Check>
      <Check checked={chain.hum} disabled={busy} onChange={(hum) => session.setChain({ hum })}>
        Take out hum and rumble
      </Check>
      <Check
        checked={chain.noise > 0}
        disabled={busy}
        onChange={(on) => session.setChain({ noise: on ? USUAL_NOISE : 0 })}
      >
        Take out noise
      </Check>
      {chain.noise > 0 && (
        <Option name="How much of it" label>
          <span className={`${styles['slider']} figures`}>
            <input
              type="range"
              min={0.1}
              max={1}
              step={0.1}
              value={chain.noise}
              disabled={busy}
              aria-valuetext={shareWords(chain.noise)}
              onChange={(event) => session.setChain({ noise: Number(event.target.value) })}
            />
            <span className={`muted small ${styles['value']}`} aria-hidden="true">
              {shareWords(chain.noise)}
            </span>
          </span>
        </Option>
      )}
      <Check checked={chain.level} disabled={busy} onChange={(level) => session.setChain({ level })}>
        Even out near and far voices
      </Check>
      <Option name="Loudness" label>
        <select
          value={chain.target ?? ''}
          disabled={busy}
          onChange={(event) =>
            session.setChain({ target: event.target.value === '' ? null : (event.target.value as TargetId) })
          }
        >
          {TARGETS.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value="">As it comes out</option>
        </select>
      </Option>
    </>
  );
}

function Working({ progress, onCancel }: { progress: WorkState['progress']; onCancel(): void }) {
  const { stage, doneS, totalS } = progress;
  const share = totalS > 0 ? Math.min(1, doneS / totalS) : null;
  return (
    <>
      <ProgressBar
        label="Preparing the sound"
        share={share}
        left={STAGE_LABELS[stage]}
        right={share === null ? '' : shareWords(share)}
      />
      <p className="actions">
        <CancelButton what="preparing the sound" onCancel={onCancel} />
      </p>
    </>
  );
}
