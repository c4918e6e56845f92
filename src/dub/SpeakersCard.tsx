/** Who speaks beside, in the same pass: for each their faces, their speech, and where it begins. */
import { useRef } from 'react';
import { clockSeconds } from '../../core/dub/part';
import { clockHundredths, clockWords } from '../../core/report/format';
import { type Person, pickOf } from '../engine/dub/people';
import { beginS, beginsTooLate, peopleOfSpeaker, speakerName } from '../engine/dub/speakers';
import type { DubSession, DubState, Speaker } from '../engine/dub/types';
import { Card, CardHead } from '../ui/Card';
import { Icon } from '../ui/Icon';
import { Check, Option } from '../ui/Option';
import { TextEntry } from '../ui/TextEntry';
import { useTyped } from '../ui/useTyped';
import styles from './SpeakersCard.module.css';
import { SpeechInput } from './SpeechInput';
import type { DropPlace, DropTarget } from './useDropPlaces';

interface SpeakersCardProps {
  state: DubState;
  session: DubSession;
  busy: boolean;
  dropOn(place: DropPlace): DropTarget;
}

/** Nothing where there is nobody else. */
export function SpeakersCard({ state, session, busy, dropOn }: SpeakersCardProps) {
  const { face, speakers } = state;
  const title = useRef<HTMLHeadingElement>(null);
  const people = face?.people ?? [];
  if (speakers.length === 0 && people.length < 2) return null;
  const isFull = people.length < speakers.length + 2;
  return (
    <Card aria-labelledby="speakers-title">
      <CardHead>
        <h2 id="speakers-title" ref={title} tabIndex={-1} className={styles['title']}>
          Several speakers
        </h2>
      </CardHead>
      <p className="muted small">
        Another face can have a speech of its own, at the same time or in turn. All are made in one pass, with
        the own mouth.
      </p>
      {speakers.map((speaker, n) => (
        <SpeakerFields
          key={speaker.id}
          name={speakerName(n)}
          speaker={speaker}
          state={state}
          session={session}
          busy={busy}
          dropOn={dropOn}
          onRemove={() => {
            session.speakers.remove(speaker.id);
            title.current?.focus();
          }}
        />
      ))}
      <p className="actions">
        <button
          type="button"
          className="button"
          disabled={busy || isFull}
          onClick={() => session.speakers.add()}
        >
          <Icon name="add" />
          Add another speaker
        </button>
      </p>
      {isFull && (
        <p className="muted small">
          {people.length < 2 ? 'No second face was found.' : 'No further face was found.'}
        </p>
      )}
    </Card>
  );
}

interface SpeakerProps extends SpeakersCardProps {
  name: string;
  speaker: Speaker;
  onRemove(): void;
}

function SpeakerFields({ name, speaker, state, session, busy, dropOn, onRemove }: SpeakerProps) {
  const { id, speech, startS } = speaker;
  const people = state.face?.people ?? [];
  const own = peopleOfSpeaker(people, speaker);
  const { speakers } = session;
  return (
    <fieldset className={styles['speaker']} {...dropOn({ speaker: id })}>
      <legend>{name}</legend>
      <fieldset className={styles['faces']} disabled={busy}>
        <legend className="visually-hidden">Faces of {name.toLowerCase()}</legend>
        {people.map((person) => (
          <Check
            key={person.id}
            checked={own.includes(person)}
            onChange={(on) => speakers.setFace(id, pickOf(person), on)}
          >
            {personWords(person, state)}
          </Check>
        ))}
      </fieldset>
      <SpeechInput
        speech={speech}
        control={{
          set: (file, made) => speakers.setSpeech(id, file, made),
          setTrack: (track) => speakers.setTrack(id, track),
          cancel: () => speakers.cancelSpeech(id),
          retry: () => speakers.retrySpeech(id),
        }}
        busy={busy}
        title="Drop their speech"
        testId={`${name.toLowerCase().replace(' ', '-')}-file`}
      />
      <Option name="Begins at">
        <Start
          label={`${name} begins at`}
          valueS={beginS(state, speaker)}
          invalid={beginsTooLate(state, speaker)}
          busy={busy}
          onChange={(toS) => speakers.setStart(id, toS)}
        />
      </Option>
      <p className="actions">
        {startS !== null && (
          <button
            type="button"
            className="button quiet"
            disabled={busy}
            onClick={() => speakers.setStart(id, null)}
          >
            <Icon name="retry" />
            Begin where the face comes into view
          </button>
        )}
        <button type="button" className="button quiet" disabled={busy} onClick={onRemove}>
          <Icon name="close" />
          Remove<span className="visually-hidden"> {name.toLowerCase()}</span>
        </button>
      </p>
    </fieldset>
  );
}

interface StartProps {
  label: string;
  valueS: number;
  invalid: boolean;
  busy: boolean;
  onChange(toS: number): void;
}

function Start({ label, valueS, invalid, busy, onChange }: StartProps) {
  const { entry, isUnreadable } = useTyped(clockHundredths(valueS), clockSeconds, (toS) => {
    if (!busy && toS !== valueS) onChange(toS);
  });
  return <TextEntry label={label} {...entry} invalid={isUnreadable || invalid} className={styles['time']} />;
}

/** `Face 2`, and when it is seen where that is not all the time; `Face 2, 0:04 to 0:09`. */
function personWords({ id, startS, endS }: Person, { face }: DubState): string {
  const name = `Face ${id}`;
  return face?.info?.still ? name : `${name}, ${clockWords(startS)} to ${clockWords(Math.ceil(endS))}`;
}
