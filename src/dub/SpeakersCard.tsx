/** Who speaks beside, in the same pass: for each their faces, their speech, and where it begins. */
import { useRef } from 'react';
import { clockSeconds } from '../../core/dub/part';
import { clockHundredths, clockWords, countWords } from '../../core/report/format';
import { type Person, pickOf } from '../engine/dub/people';
import {
  beginS,
  beginsTooLate,
  noFurtherFace,
  peopleOfSpeaker,
  speakerName,
  whoMaySpeak,
} from '../engine/dub/speakers';
import type { DubSession, DubState, Speaker } from '../engine/dub/types';
import { faceNumber } from '../engine/dub/who';
import { Card, CardHead } from '../ui/Card';
import { Icon } from '../ui/Icon';
import { Check, Option } from '../ui/Option';
import { TextEntry } from '../ui/TextEntry';
import { useTyped } from '../ui/useTyped';
import styles from './SpeakersCard.module.css';
import { SpeechInput } from './SpeechInput';
import type { DropPlace, DropTarget } from './useDropPlaces';

/** Further ones are counted. */
const MOST_TIMES = 3;

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
  const full = noFurtherFace(state);
  return (
    <Card aria-labelledby="speakers-title">
      <CardHead>
        <h2 id="speakers-title" ref={title} tabIndex={-1} className={styles['title']}>
          Several speakers
        </h2>
      </CardHead>
      <p className="muted small">
        Another face can have a speech of its own, at the same time or in turn. All are made in one pass.
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
          disabled={busy || full !== null}
          onClick={() => session.speakers.add()}
        >
          <Icon name="add" />
          Add another speaker
        </button>
      </p>
      {full && <p className="muted small">{full}</p>}
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
        {whoMaySpeak(state).map((group) => (
          <Check
            key={group[0]!.id}
            checked={group.every((person) => own.includes(person))}
            onChange={(on) => speakers.setFace(id, pickOf(group[0]!, state.apart), on)}
          >
            {groupWords(group, state)}
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

/** `Face 2`, and when it is seen where that is not all the time; `Face 2, 0:04 to 0:09, 0:12 to 0:20 and 3 times more`. */
function groupWords(group: readonly Person[], { face, apart }: DubState): string {
  const name = `Face ${faceNumber(group[0]!, apart)}`;
  if (face?.info?.still) return name;
  const times = group.map(({ startS, endS }) => `${clockWords(startS)} to ${clockWords(Math.ceil(endS))}`);
  const more = times.length - MOST_TIMES;
  return (
    [name, ...times.slice(0, MOST_TIMES)].join(', ') +
    (more > 0 ? ` and ${countWords(more, 'time')} more` : '')
  );
}
