/** Which engine makes the mouth: ours, which is always there, or Wav2Lip once its file is; and what ours can count on. */
import { useMemo } from 'react';
import type { DubEngineName } from '../../workers/dub/contract';
import type { DubSession, FaceState } from '../engine/dub/types';
import { Card, CardHead } from '../ui/Card';
import { modelLabel } from '../ui/model-copy';
import { Note } from '../ui/Note';
import type { ModelChoice } from './copy';
import styles from './EngineCard.module.css';
import { footageWords } from './footage-copy';
import { rememberEngine } from './remembered-engine';

interface EngineCardProps {
  engine: DubEngineName;
  face: FaceState | null;
  choice: ModelChoice;
  session: DubSession;
  busy: boolean;
  onModel(id: string): void;
}

export function EngineCard({ engine, face, choice, session, busy, onModel }: EngineCardProps) {
  const choose = (wanted: DubEngineName) => {
    rememberEngine(wanted);
    session.setOptions({ engine: wanted });
  };
  const missing = choice.state === 'missing' || choice.state === 'unknown';
  return (
    <Card aria-labelledby="engine-title">
      <CardHead>
        <h2 id="engine-title">The mouth</h2>
      </CardHead>
      <fieldset className={styles['engines']} disabled={busy}>
        <legend className="visually-hidden">What makes the mouth</legend>
        <label className={styles['engine']}>
          <input type="radio" name="dub-engine" checked={engine === 'own'} onChange={() => choose('own')} />
          <span>
            <strong>Own mouth (built in)</strong>
            <span className="muted small">
              Moves the mouth that is in the picture: as sharp as the video, quick on any device.
            </span>
          </span>
        </label>
        <label className={styles['engine']}>
          <input
            type="radio"
            name="dub-engine"
            checked={engine === 'wav2lip'}
            disabled={missing && engine !== 'wav2lip'}
            onChange={() => choose('wav2lip')}
          />
          <span>
            <strong>Wav2Lip</strong>
            <span className="muted small">
              Draws a new mouth of 96 × 96 pixels.
              {choice.state === 'missing' &&
                ' Its licence does not allow this page to include it: add its file once.'}
            </span>
          </span>
        </label>
        {choice.state === 'missing' && (
          <p className={`small ${styles['add']}`}>
            <a href="#/models">Add Wav2Lip in Models</a>
          </p>
        )}
      </fieldset>
      {engine === 'wav2lip' ? (
        <Weights choice={choice} busy={busy} onModel={onModel} />
      ) : (
        <Footage face={face} />
      )}
    </Card>
  );
}

/** Said before anything is made. */
function Footage({ face }: { face: FaceState | null }) {
  // Not with every picture that a render reports: footage may have tens of thousands.
  const words = useMemo(() => face && footageWords(face), [face]);
  if (!words) return null;
  if (words.missing.length === 0) return <p className={`small ${styles['footage']}`}>{words.plain}</p>;
  return (
    <Note tone="unsure" icon="question" className="small">
      <p>{[words.plain, ...words.missing].join(' ')}</p>
    </Note>
  );
}

function Weights({ choice, busy, onModel }: Pick<EngineCardProps, 'choice' | 'busy' | 'onModel'>) {
  if (choice.state === 'missing') {
    return (
      <Note tone="unsure" icon="question">
        <p>
          <strong>Wav2Lip’s file is not stored here any more.</strong> Add it again, or choose the own mouth.
          Your other choices stay.
        </p>
      </Note>
    );
  }
  if (choice.state === 'not-accepted') {
    return (
      <Note tone="warn" icon="warning">
        <p>
          <strong>Wav2Lip’s licence notice is not accepted yet.</strong> {choice.model.licence.text}
        </p>
        <p>
          <a href="#/models">Read and accept it in Models</a>
        </p>
      </Note>
    );
  }
  if (choice.state === 'unknown' || choice.others.length < 2) return null;
  const { model, others } = choice;
  return (
    <div className="field">
      <label htmlFor="dub-model">Drawn by</label>
      <select
        id="dub-model"
        value={model.id}
        disabled={busy}
        onChange={(event) => onModel(event.target.value)}
      >
        {others.map((each) => (
          <option key={each.id} value={each.id}>
            {modelLabel(each, others)}
          </option>
        ))}
      </select>
    </div>
  );
}
