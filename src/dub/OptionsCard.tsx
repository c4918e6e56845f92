/**
 * How mouths are made, and how they are blended in; blending can be changed without making them again. Each engine has
 * the options that it knows.
 */
import type { BlendOptions, DubOptions } from '../../workers/dub/contract';
import { DEFAULT_BLEND, DEFAULT_OPTIONS } from '../engine/dub/recipe';
import type { DubSession, DubState } from '../engine/dub/types';
import { Disclosure } from '../ui/Disclosure';
import { Check, Option } from '../ui/Option';
import { Segmented } from '../ui/Segmented';
import styles from './OptionsCard.module.css';

interface OptionsCardProps {
  state: DubState;
  session: DubSession;
  busy: boolean;
}

const NBSP = '\u00a0';
const SIDES = [
  ['top', 'Space above the face'],
  ['bottom', 'Space below the face'],
  ['left', 'Space left of the face'],
  ['right', 'Space right of the face'],
] as const;
const LARGEST_PAD = 100;
/** The contract's limit of `feather`. */
const WIDEST_FEATHER = 0.4;

export function OptionsCard({ state, session, busy }: OptionsCardProps) {
  const { options, blend } = state;
  const own = options.engine === 'own';
  const changed = own
    ? countChanged({ extension: options.extension, strength: blend.strength })
    : countChanged({ ...options, ...blend });
  return (
    <Disclosure
      wide
      className={`card ${styles['options']}`}
      summary={
        <>
          <h2>Options</h2>
          <span className="muted small">{changed === 0 ? 'Defaults' : `${changed} changed`}</span>
        </>
      }
    >
      <fieldset className={styles['fields']} disabled={busy}>
        <legend className={styles['title']}>
          <span>How the mouth is blended in</span>
          <span className={`muted small ${styles['note']}`}>Can be changed after dubbing</span>
        </legend>
        <Blend own={own} blend={blend} session={session} busy={busy} />
      </fieldset>
      <fieldset className={styles['fields']} disabled={busy}>
        <legend className={styles['title']}>
          <span>{own ? 'Length' : 'How the mouth is drawn'}</span>
          <span className={`muted small ${styles['note']}`}>Changes need a new dub</span>
        </legend>
        <Drawing options={options} session={session} busy={busy} />
      </fieldset>
      {changed > 0 && (
        <p className={styles['reset']}>
          <button type="button" className="button" disabled={busy} onClick={() => session.resetOptions()}>
            Reset to the defaults
          </button>
        </p>
      )}
    </Disclosure>
  );
}

interface BlendProps {
  own: boolean;
  blend: BlendOptions;
  session: DubSession;
  busy: boolean;
}

function Blend({ own, blend, session, busy }: BlendProps) {
  return (
    <>
      {!own && (
        <Slider
          label="Soft edge"
          value={blend.feather}
          max={WIDEST_FEATHER}
          step={0.01}
          words={percent(blend.feather)}
          onChange={(feather) => session.setBlend({ feather })}
        />
      )}
      <Slider
        label="Strength"
        value={blend.strength}
        max={1}
        step={0.01}
        words={percent(blend.strength)}
        onChange={(strength) => session.setBlend({ strength })}
      />
      {!own && (
        <Option name="What is replaced">
          <Segmented
            legend="What is replaced"
            options={[
              { value: 'mouth', label: 'Mouth' },
              { value: 'square', label: 'Whole square' },
            ]}
            value={blend.mouthOnly ? 'mouth' : 'square'}
            onChange={(value) => session.setBlend({ mouthOnly: value === 'mouth' })}
            disabled={busy}
          />
        </Option>
      )}
      {!own && (
        <Check checked={blend.detail} onChange={(detail) => session.setBlend({ detail })}>
          Bring back detail
        </Check>
      )}
    </>
  );
}

function Drawing({ options, session, busy }: { options: DubOptions; session: DubSession; busy: boolean }) {
  const wav2lip = options.engine === 'wav2lip';
  return (
    <>
      {wav2lip && <Pads options={options} session={session} />}
      <Option name="If the speech is longer than the video">
        <Segmented
          legend="If the speech is longer than the video"
          options={[
            {
              value: 'ping-pong',
              label: 'Ping-pong',
              title: 'The video plays forwards and backwards in turn',
            },
            { value: 'loop', label: 'Loop', title: 'The video starts again' },
            { value: 'freeze', label: 'Freeze', title: 'The last frame stays' },
          ]}
          value={options.extension}
          onChange={(extension) => session.setOptions({ extension })}
          disabled={busy}
        />
      </Option>
      {wav2lip && (
        <>
          <Check checked={options.smoothBoxes} onChange={(on) => session.setOptions({ smoothBoxes: on })}>
            Follow the face smoothly
          </Check>
          <Check checked={options.shutInSilence} onChange={(on) => session.setOptions({ shutInSilence: on })}>
            Close the mouth where nobody speaks
          </Check>
        </>
      )}
    </>
  );
}

/** Sliders, because Chrome asks Google about pages with several number fields (autofill). */
function Pads({ options: { pads }, session }: { options: DubOptions; session: DubSession }) {
  return SIDES.map(([side, label]) => (
    <Slider
      key={side}
      label={label}
      value={pads[side]}
      max={LARGEST_PAD}
      step={1}
      words={`${pads[side]}${NBSP}px`}
      onChange={(pad) => session.setOptions({ pads: { ...pads, [side]: pad } })}
    />
  ));
}

interface SliderProps {
  label: string;
  value: number;
  max: number;
  step: number;
  /** The value as people read it. */
  words: string;
  onChange(value: number): void;
}

function Slider({ label, value, max, step, words, onChange }: SliderProps) {
  return (
    <Option name={label} label>
      <span className={`${styles['slider']} figures`}>
        <input
          type="range"
          min={0}
          max={max}
          step={step}
          value={value}
          aria-valuetext={words}
          onChange={(event) => onChange(Number(event.target.value))}
        />
        <span className={`muted small ${styles['value']}`} aria-hidden="true">
          {words}
        </span>
      </span>
    </Option>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)}${NBSP}%`;
}

/** How many of these are not as they are at first; the engine is no option of its own. */
function countChanged(now: Partial<DubOptions & BlendOptions>): number {
  const first: DubOptions & BlendOptions = { ...DEFAULT_OPTIONS, ...DEFAULT_BLEND };
  return (Object.keys(now) as (keyof typeof first)[]).filter(
    (key) => key !== 'engine' && JSON.stringify(now[key]) !== JSON.stringify(first[key]),
  ).length;
}
