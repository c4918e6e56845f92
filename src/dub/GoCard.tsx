/** What draws the mouths, what is still missing, and the button. */
import { useState } from 'react';
import { Icon } from '../ui/Icon';
import { modelLabel } from '../ui/model-copy';
import { Note } from '../ui/Note';
import { ConsentDialog } from './ConsentDialog';
import { hasConsent, rememberConsent } from './consent';
import type { ModelChoice } from './copy';
import styles from './GoCard.module.css';
import { isRendering } from './session/busy';
import type { DubSession, DubState } from './session/types';

interface GoCardProps {
  state: DubState;
  session: DubSession;
  choice: ModelChoice;
  /** Something changed since the last render. */
  stale: boolean;
  busy: boolean;
  onModel(id: string): void;
}

export function GoCard({ state, session, choice, stale, busy, onModel }: GoCardProps) {
  const [asking, setAsking] = useState(false);
  const missing = missingWords(state);
  const made = state.render !== null && !stale && state.render.status === 'done';
  const start = () => {
    if (choice.state === 'ready') session.render(choice.model.id);
  };
  return (
    <section className={styles['go']} aria-label="Dub">
      <ModelLine choice={choice} busy={busy} onModel={onModel} />
      <button
        type="button"
        className={made ? 'button large' : 'button primary large'}
        disabled={busy || missing !== null || choice.state !== 'ready'}
        aria-describedby="go-note"
        onClick={() => (hasConsent() ? start() : setAsking(true))}
      >
        <Icon name="play" />
        {buttonWords(state)}
      </button>
      <p id="go-note" className="muted small">
        {noteOf(state, missing, stale, busy)}
      </p>
      <ConsentDialog
        open={asking}
        onClose={() => setAsking(false)}
        onYes={() => {
          rememberConsent();
          setAsking(false);
          start();
        }}
      />
    </section>
  );
}

function ModelLine({ choice, busy, onModel }: Pick<GoCardProps, 'choice' | 'busy' | 'onModel'>) {
  if (choice.state === 'unknown') return null;
  if (choice.state === 'missing') {
    return (
      <Note tone="unsure" icon="question">
        <p>
          <strong>Wav2Lip has not been added yet.</strong> Its weights draw the mouths, and their licence does
          not allow this page to ship them. Add the file once in the Models room; what you chose here stays.
        </p>
        <p>
          <a href="#/models">Add Wav2Lip in Models</a>
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
  const { model, others } = choice;
  if (others.length < 2) return null;
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

/** What the visitor or the page still has to do; null when nothing. */
function missingWords({ face, speech }: DubState): string | null {
  if (!face && !speech) return 'A face and new speech are needed.';
  if (!face || face.status === 'failed') return 'A face is still needed.';
  if (face.status !== 'ready') return 'The faces are being found.';
  if (face.chosen.length === 0) return 'A video or photo with a face is needed.';
  if (!speech || speech.status === 'failed') return 'New speech is still needed.';
  if (speech.status !== 'ready') return 'The speech is being listened to.';
  return null;
}

function buttonWords({ render }: DubState): string {
  if (render === null) return 'Dub it';
  return isRendering(render) ? 'Dubbing…' : 'Dub again';
}

function noteOf(state: DubState, missing: string | null, stale: boolean, busy: boolean): string {
  if (busy) return 'Face, speech and options can be changed when this is done.';
  if (missing) return missing;
  if (!state.render) return 'Everything happens on this device.';
  if (stale) return 'You changed what the mouths are drawn from. Dub again to see it.';
  return state.render.status === 'done'
    ? 'The video below was made with these settings.'
    : 'The video below was made with these settings, up to where it stopped.';
}
