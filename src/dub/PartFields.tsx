/** Whether all of the video gets the new speech or a stretch of it, and which: typed, or where the picture stands. */
import { useId } from 'react';
import { clockSeconds, LEAST_PART_S, type Part, partProblem } from '../../core/dub/part';
import { clockHundredths } from '../../core/report/format';
import { Check } from '../ui/Option';
import { Stack } from '../ui/Stack';
import { TextEntry } from '../ui/TextEntry';
import { useTyped } from '../ui/useTyped';
import styles from './PartFields.module.css';

interface PartFieldsProps {
  part: Part | null;
  /** Of the video, and of the speech where it is known. */
  durationS: number;
  speechS: number | null;
  /** Of the picture shown. */
  timeS: number;
  disabled: boolean;
  onChange(part: Part | null): void;
}

/** Until it is known how long the speech is. */
const FIRST_LENGTH_S = 3;

export function PartFields({ part, durationS, speechS, timeS, disabled, onChange }: PartFieldsProps) {
  const id = useId();
  const problem = part && partProblem(part, durationS);
  const begin = () => {
    const lengthS = Math.min(durationS, speechS ?? FIRST_LENGTH_S);
    const startS = Math.max(0, Math.min(timeS, durationS - lengthS));
    onChange({ startS: hundredths(startS), endS: hundredths(Math.min(durationS, startS + lengthS)) });
  };
  return (
    <Stack>
      <Check
        checked={part !== null}
        disabled={disabled || durationS < LEAST_PART_S}
        onChange={(on) => (on ? begin() : onChange(null))}
      >
        Replace only part of the video
      </Check>
      {part && (
        <>
          <fieldset className={styles['fields']} disabled={disabled} aria-describedby={`${id}-problem`}>
            <legend className="visually-hidden">The part to be replaced</legend>
            {(['startS', 'endS'] as const).map((end) => (
              <Field
                key={end}
                name={end === 'startS' ? 'From' : 'To'}
                valueS={part[end]}
                invalid={problem !== null}
                timeS={timeS}
                disabled={disabled}
                onMove={(toS) => onChange({ ...part, [end]: toS })}
              />
            ))}
          </fieldset>
          <p id={`${id}-problem`} role="status" className={problem ? 'small error-text' : 'small muted'}>
            {problem ?? 'Picture and sound before and after it stay as they are.'}
          </p>
        </>
      )}
    </Stack>
  );
}

interface FieldProps {
  name: string;
  valueS: number;
  invalid: boolean;
  timeS: number;
  disabled: boolean;
  onMove(toS: number): void;
}

function Field({ name, valueS, invalid, timeS, disabled, onMove }: FieldProps) {
  const { entry, isUnreadable, forget } = useTyped(clockHundredths(valueS), clockSeconds, (toS) => {
    if (!disabled && toS !== valueS) onMove(toS);
  });
  return (
    <div className={styles['field']}>
      <span className={`small ${styles['name']}`} aria-hidden="true">
        {name}
      </span>
      <TextEntry label={name} {...entry} invalid={isUnreadable || invalid} className={styles['time']} />
      <button
        type="button"
        className="button"
        disabled={disabled}
        title="The moment shown above"
        onClick={() => {
          forget();
          onMove(hundredths(timeS));
        }}
      >
        Here<span className="visually-hidden">: {name.toLowerCase()} the moment shown</span>
      </button>
    </div>
  );
}

function hundredths(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
