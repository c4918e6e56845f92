/** How mouths are drawn, and how they are put in: the second can be changed without drawing them anew. */
import type { BlendOptions, DubOptions } from '../../workers/dub/contract';
import { Segmented } from '../ui/Segmented';
import { DEFAULT_BLEND, DEFAULT_OPTIONS } from './session/recipe';
import type { DubSession, DubState } from './session/types';

interface OptionsCardProps {
  state: DubState;
  session: DubSession;
  busy: boolean;
}

const NBSP = '\u00a0';
const SIDES = [
  ['top', 'Room above the face'],
  ['bottom', 'Room below it'],
  ['left', 'Room on its left'],
  ['right', 'Room on its right'],
] as const;
const LARGEST_PAD = 100;
/** The contract's limit of `feather`. */
const WIDEST_FEATHER = 0.4;

export function OptionsCard({ state, session, busy }: OptionsCardProps) {
  const { options, blend } = state;
  const changed = countChanged(options, blend);
  return (
    <details className="card disclosure dub-options">
      <summary>
        <h2>Options</h2>
        <span className="muted small">{changed === 0 ? 'good as they are' : `${changed} changed`}</span>
      </summary>
      <fieldset className="dub-fields" disabled={busy}>
        <legend className="dub-fields-title">
          <span>How the mouth is put in</span>
          <span className="muted small dub-fields-note">Can be changed after dubbing</span>
        </legend>
        <Blend blend={blend} session={session} busy={busy} />
      </fieldset>
      <fieldset className="dub-fields" disabled={busy}>
        <legend className="dub-fields-title">
          <span>How the mouth is drawn</span>
          <span className="muted small dub-fields-note">A change needs a new dub</span>
        </legend>
        <Drawing options={options} session={session} busy={busy} />
      </fieldset>
      {changed > 0 && (
        <p className="dub-reset">
          <button type="button" className="button" disabled={busy} onClick={() => session.resetOptions()}>
            Back to the defaults
          </button>
        </p>
      )}
    </details>
  );
}

function Blend({ blend, session, busy }: { blend: BlendOptions; session: DubSession; busy: boolean }) {
  return (
    <>
      <Slider
        label="Soft edge"
        value={blend.feather}
        max={WIDEST_FEATHER}
        step={0.01}
        words={percent(blend.feather)}
        onChange={(feather) => session.setBlend({ feather })}
      />
      <Slider
        label="Strength"
        value={blend.strength}
        max={1}
        step={0.01}
        words={percent(blend.strength)}
        onChange={(strength) => session.setBlend({ strength })}
      />
      <div className="dub-option">
        <span>What is put in</span>
        <Segmented
          legend="What is put in"
          options={[
            { value: 'mouth', label: 'Mouth' },
            { value: 'square', label: 'Whole square' },
          ]}
          value={blend.mouthOnly ? 'mouth' : 'square'}
          onChange={(value) => session.setBlend({ mouthOnly: value === 'mouth' })}
          disabled={busy}
        />
      </div>
    </>
  );
}

function Drawing({ options, session, busy }: { options: DubOptions; session: DubSession; busy: boolean }) {
  const { pads } = options;
  return (
    <>
      {/* Sliders, because Chrome asks Google about pages with several number fields (autofill). */}
      {SIDES.map(([side, label]) => (
        <Slider
          key={side}
          label={label}
          value={pads[side]}
          max={LARGEST_PAD}
          step={1}
          words={`${pads[side]}${NBSP}px`}
          onChange={(pad) => session.setOptions({ pads: { ...pads, [side]: pad } })}
        />
      ))}
      <div className="dub-option">
        <span>Speech longer than the video</span>
        <Segmented
          legend="Speech longer than the video"
          options={[
            { value: 'ping-pong', label: 'Ping-pong', title: 'Forwards and backwards in turn' },
            { value: 'loop', label: 'Loop', title: 'From the start again' },
            { value: 'freeze', label: 'Freeze', title: 'The last picture stays' },
          ]}
          value={options.extension}
          onChange={(extension) => session.setOptions({ extension })}
          disabled={busy}
        />
      </div>
      <label className="dub-check">
        <input
          type="checkbox"
          checked={options.smoothBoxes}
          onChange={(event) => session.setOptions({ smoothBoxes: event.target.checked })}
        />
        Follow the face smoothly
      </label>
      <label className="dub-check">
        <input
          type="checkbox"
          checked={options.shutInSilence}
          onChange={(event) => session.setOptions({ shutInSilence: event.target.checked })}
        />
        Shut the mouth where nobody speaks
      </label>
    </>
  );
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
    <label className="dub-option">
      <span>{label}</span>
      <span className="dub-slider figures">
        <input
          type="range"
          min={0}
          max={max}
          step={step}
          value={value}
          aria-valuetext={words}
          onChange={(event) => onChange(Number(event.target.value))}
        />
        <span className="muted small dub-slider-value" aria-hidden="true">
          {words}
        </span>
      </span>
    </label>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)}${NBSP}%`;
}

function countChanged(options: DubOptions, blend: BlendOptions): number {
  const differ = <T extends object>(a: T, b: T) =>
    (Object.keys(b) as (keyof T)[]).filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])).length;
  return differ(options, DEFAULT_OPTIONS) + differ(blend, DEFAULT_BLEND);
}
