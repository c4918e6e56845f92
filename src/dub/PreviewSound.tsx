/** Whether the preview sounds as the file will: it is given the sound that is chosen for the export. */
import { settingsOf } from '../engine/dub/export';
import type { DubSession, DubSound, DubState, RenderState } from '../engine/dub/types';
import { CancelButton } from '../ui/CancelButton';
import { Icon } from '../ui/Icon';
import { Note } from '../ui/Note';
import { ProgressBar } from '../ui/ProgressBar';

interface PreviewSoundProps {
  state: DubState;
  render: RenderState;
  session: DubSession;
}

const HEARD: Record<DubSound, string> = {
  new: 'the new speech alone',
  over: 'the new speech over the background',
  original: 'the original sound',
};

export function PreviewSound({ state, render, session }: PreviewSoundProps) {
  const { resounded, sound, soundError, feed, recipe } = render;
  if (resounded !== null)
    return (
      <>
        <ProgressBar
          label="Mixing the sound of the preview"
          share={resounded}
          left="Mixing the sound of the preview…"
          right={`${Math.round(100 * resounded)}\u00a0%`}
        />
        <p>
          <CancelButton what="mixing the sound of the preview" onCancel={() => session.cancelResound()} />
        </p>
      </>
    );
  const isAsChosen = sound === settingsOf(state.choices, recipe).sound;
  if (isAsChosen || !feed || render.reblended !== null || state.exporting?.status === 'working') return null;
  return (
    <Note tone="unsure" icon="soundOn">
      <p>{`The preview has ${HEARD[sound]}. Your export will have what you chose.`}</p>
      {soundError && <p className="error-text">{soundError.message}</p>}
      <p className="actions">
        <button type="button" className="button" onClick={() => session.resound()}>
          <Icon name="retry" />
          Update the sound
        </button>
      </p>
    </Note>
  );
}
