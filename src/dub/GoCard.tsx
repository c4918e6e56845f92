/** What is still missing, and the button. */
import { useState } from 'react';
import { isRendering } from '../engine/dub/busy';
import { misfitOf } from '../engine/dub/recipe';
import { missingOfSpeakers } from '../engine/dub/speakers';
import type { DubSession, DubState } from '../engine/dub/types';
import { Icon } from '../ui/Icon';
import { ConsentDialog } from './ConsentDialog';
import { hasConsent, rememberConsent } from './consent';
import type { ModelChoice } from './copy';
import styles from './GoCard.module.css';

interface GoCardProps {
  state: DubState;
  session: DubSession;
  choice: ModelChoice;
  /** Something changed since the last render. */
  stale: boolean;
  busy: boolean;
}

export function GoCard({ state, session, choice, stale, busy }: GoCardProps) {
  const [asking, setAsking] = useState(false);
  const { engine } = state.options;
  const missing = missingWords(state);
  const able = engine === 'own' || choice.state === 'ready';
  const made = state.render !== null && !stale && state.render.status === 'done';
  const start = () => {
    session.render(engine === 'wav2lip' && choice.state === 'ready' ? choice.model.id : null);
  };
  return (
    <section className={styles['go']} aria-label="Dub">
      <button
        type="button"
        className={made ? 'button large' : 'button primary large'}
        disabled={busy || missing !== null || !able}
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

/** What the visitor or the page still has to do; null when nothing. */
function missingWords(state: DubState): string | null {
  const { face, speech } = state;
  if (!face && !speech) return 'A face and new speech are needed.';
  if (!face || face.status === 'failed') return 'A face is still needed.';
  if (face.status !== 'ready') return 'Still finding faces.';
  if (face.people.length === 0) return 'A video or photo with a face is needed.';
  if (!speech || speech.status === 'failed') return 'New speech is still needed.';
  const misfit = misfitOf(state);
  if (misfit) return `${misfit.message} ${misfit.hint}`;
  if (speech.status !== 'ready') return 'Still listening to the speech.';
  return missingOfSpeakers(state);
}

function buttonWords({ render }: DubState): string {
  if (render === null) return 'Dub it';
  return isRendering(render) ? 'Dubbing…' : 'Dub again';
}

function noteOf(state: DubState, missing: string | null, stale: boolean, busy: boolean): string {
  if (busy) return 'Face, speech and options can be changed when this is done.';
  if (missing) return missing;
  if (!state.render) return 'Everything happens on this device.';
  if (stale) return 'You changed something. Dub again to see it.';
  return state.render.status === 'done'
    ? 'The video below was made with these settings.'
    : 'The video below was made with these settings, up to where it stopped.';
}
