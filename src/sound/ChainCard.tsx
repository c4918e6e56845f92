/** What is to be done, the button, and how far it is. */
import { TONES, type ToneId } from '../../core/enhance/equaliser';
import { areSeveral } from '../../core/enhance/leveller';
import { TARGETS, type TargetId } from '../../core/loudness/targets';
import { shareWords } from '../../core/report/format';
import { heardIn } from '../../core/sync/speaker-places';
import type { SoundChain } from '../../workers/sound/contract';
import type { ModelsStore } from '../engine/models-store';
import { isSameBed } from '../engine/sound/bed';
import { isSameChain } from '../engine/sound/chain-file';
import type { SoundSession, SoundState, WorkState } from '../engine/sound/types';
import { shareDone } from '../engine/stages';
import { CancellableProgress } from '../ui/CancellableProgress';
import { Card, CardHead } from '../ui/Card';
import { Disclosure } from '../ui/Disclosure';
import { Icon } from '../ui/Icon';
import { Check, Option } from '../ui/Option';
import { Problem } from '../ui/Problem';
import { Stack } from '../ui/Stack';
import { BedOptions } from './BedOptions';
import { STAGE_LABELS } from './copy';
import { NoiseStep } from './NoiseStep';
import { PlaceOption } from './PlaceOption';
import { changesAnything } from './place-copy';
import { QueueStart } from './QueueStart';
import { SavedChains } from './SavedChains';
import styles from './SoundRoom.module.css';
import { VoiceApart } from './VoiceApart';

interface ChainCardProps {
  state: SoundState;
  session: SoundSession;
  models: ModelsStore;
  busy: boolean;
}

/** How much of a step there is when its box is ticked. */
const USUAL = { deEss: 0.5, compress: 0.3 };
const AMOUNTS = [
  { step: 'noise', name: 'Noise removed' },
  { step: 'deEss', name: 'Sharp S sounds softened' },
  { step: 'compress', name: 'Loud words lowered' },
] as const;

export function ChainCard({ state, session, models, busy }: ChainCardProps) {
  const { source, chain, bed, work, made, queue } = state;
  const isSame =
    made !== null &&
    made.track === source?.track &&
    isSameChain(made.chain, chain) &&
    isSameBed(made.bed, bed);
  const isSet = changesAnything(chain, source) || bed !== null;
  const note =
    source?.status !== 'ready'
      ? 'Choose a recording first.'
      : !isSet
        ? 'Nothing is switched on, so the sound would stay as it is.'
        : isSame
          ? 'The result below was made with these settings.'
          : 'Everything happens on this device, and your recording is not changed.';
  return (
    <Card aria-labelledby="sound-chain-title">
      <CardHead>
        <h2 id="sound-chain-title">Steps</h2>
      </CardHead>
      {queue ? (
        <QueueStart queue={queue} chain={chain} session={session} busy={busy} />
      ) : work?.status === 'working' ? (
        <Working progress={work.progress} onCancel={() => session.cancel()} />
      ) : (
        <>
          <p className="actions">
            <button
              type="button"
              className={isSame ? 'button large' : 'button primary large'}
              disabled={busy || source?.status !== 'ready' || !isSet}
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
      {/* Behind the button: the usual ones are set, and on a small screen they are longer than it is high. */}
      <Choices state={state} session={session} models={models} busy={busy} />
    </Card>
  );
}

function Choices({ state: { source, chain, bed, queue }, session, models, busy }: ChainCardProps) {
  return (
    <>
      <Check checked={chain.repair} disabled={busy} onChange={(repair) => session.setChain({ repair })}>
        Repair clicks and clipped peaks
      </Check>
      <Check checked={chain.hum} disabled={busy} onChange={(hum) => session.setChain({ hum })}>
        Remove hum and rumble
      </Check>
      <Check checked={chain.room} disabled={busy} onChange={(room) => session.setChain({ room })}>
        Reduce room echo (experimental)
      </Check>
      <NoiseStep chain={chain} session={session} busy={busy} />
      <Check checked={chain.roomTone} disabled={busy} onChange={(roomTone) => session.setChain({ roomTone })}>
        Fill dropouts with room tone
      </Check>
      <Check checked={chain.level} disabled={busy} onChange={(level) => session.setChain({ level })}>
        Even out near and far voices
      </Check>
      {chain.level && source && areSeveral(heardIn(source.speakers, source.track).turns) && (
        <p className="muted small">Each voice by itself, since the check told who speaks when.</p>
      )}
      <Check
        checked={chain.deEss > 0}
        disabled={busy}
        onChange={(on) => session.setChain({ deEss: on ? USUAL.deEss : 0 })}
      >
        Soften sharp S sounds
      </Check>
      <Check
        checked={chain.compress > 0}
        disabled={busy}
        onChange={(on) => session.setChain({ compress: on ? USUAL.compress : 0 })}
      >
        Bring loud and quiet words closer together
      </Check>
      <VoiceApart chain={chain} session={session} models={models} busy={busy} />
      <ToneAndLoudness chain={chain} session={session} busy={busy} />
      {(!queue || chain.place !== null) && (
        <PlaceOption source={source} chain={chain} session={session} busy={busy} />
      )}
      {!queue && <BedOptions bed={bed} session={session} busy={busy} />}
      <Amounts chain={chain} session={session} busy={busy} />
      <SavedChains chain={chain} session={session} busy={busy} />
    </>
  );
}

interface StepProps {
  chain: SoundChain;
  session: SoundSession;
  busy: boolean;
}

function ToneAndLoudness({ chain, session, busy }: StepProps) {
  return (
    <>
      <Option name="Tone" label>
        <select
          value={chain.tone ?? ''}
          disabled={busy}
          onChange={(event) =>
            session.setChain({ tone: event.target.value === '' ? null : (event.target.value as ToneId) })
          }
        >
          <option value="">Do not change</option>
          {TONES.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Option>
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
          <option value="">Do not change</option>
        </select>
      </Option>
    </>
  );
}

/** For whom the usual amounts are not right. */
function Amounts({ chain, session, busy }: StepProps) {
  const used = AMOUNTS.filter(({ step }) => chain[step] > 0);
  if (used.length === 0) return null;
  return (
    <Disclosure summary="Amounts">
      <Stack>
        {used.map(({ step, name }) => (
          <Option key={step} name={name} label>
            <span className={`${styles['slider']} figures`}>
              <input
                type="range"
                min={0.1}
                max={1}
                step={0.1}
                value={chain[step]}
                disabled={busy}
                aria-valuetext={shareWords(chain[step])}
                onChange={(event) => session.setChain({ [step]: Number(event.target.value) })}
              />
              <span className={`muted small ${styles['value']}`} aria-hidden="true">
                {shareWords(chain[step])}
              </span>
            </span>
          </Option>
        ))}
      </Stack>
    </Disclosure>
  );
}

function Working({ progress, onCancel }: { progress: WorkState['progress']; onCancel(): void }) {
  const share = shareDone(progress);
  return (
    <CancellableProgress
      label="Preparing the sound"
      share={share}
      left={STAGE_LABELS[progress.stage]}
      right={share === null ? '' : shareWords(share)}
      what="preparing the sound"
      onCancel={onCancel}
    />
  );
}
