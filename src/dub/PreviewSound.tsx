/** Whether the preview sounds as the file will: it is given the sound that is chosen for the export. */
import { settingsOf } from '../engine/dub/export';
import type { DubSession, DubSound, DubState, RenderState } from '../engine/dub/types';
import { CancelButton } from '../ui/CancelButton';
import { ProgressBar } from '../ui/ProgressBar';
import { PreviewUpdate } from './PreviewUpdate';

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
    <PreviewUpdate
      icon="soundOn"
      words={`The preview has ${HEARD[sound]}. Your export will have what you chose.`}
      error={soundError}
      action="Update the sound"
      onUpdate={() => session.resound()}
    />
  );
}
