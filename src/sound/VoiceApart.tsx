/** The step that sets the voice apart: by how much all else is lowered, and what does it. */
import { APART_ALL_DB } from '../../core/enhance/apart-range';
import { listWords } from '../../core/list-words';
import type { ModelInfo } from '../../workers/models/contract';
import type { SoundChain } from '../../workers/sound/contract';
import type { ModelsStore } from '../engine/models-store';
import { missingSpleeter, separatorOf } from '../engine/sound/separator';
import type { SoundSession } from '../engine/sound/types';
import { useFreshModels } from '../engine/use-models';
import { Check, Option } from '../ui/Option';
import styles from './SoundRoom.module.css';

/** When its box is ticked. */
const USUAL_DB = 12;

interface VoiceApartProps {
  chain: SoundChain;
  session: SoundSession;
  models: ModelsStore;
  busy: boolean;
}

export function VoiceApart({ chain: { voiceApart }, session, models: store, busy }: VoiceApartProps) {
  const { models } = useFreshModels(store);
  const isOn = voiceApart > 0;
  return (
    <>
      <Check
        checked={isOn}
        disabled={busy}
        onChange={(on) => session.setChain({ voiceApart: on ? USUAL_DB : 0 })}
      >
        Separate the voice from music and noise
      </Check>
      {models && separatorOf(models) === null && (
        <p className="muted small">
          {
            'What is built in works when the voice is in the middle of a stereo mix; other sounds in the middle stay, and mono loses '
          }
          {
            'little more than steady noise. Spleeter’s two models or HTDemucs, which this page may not include, work wherever the voice '
          }
          {`is. ${storedWords(models)} `}
          <a href="#/models">Add them in the Models room</a>
        </p>
      )}
      {isOn && (
        <Option name="Lower everything else by" label>
          <span className={`${styles['slider']} figures`}>
            <input
              type="range"
              min={1}
              max={APART_ALL_DB}
              step={1}
              value={voiceApart}
              disabled={busy}
              aria-valuetext={lowerWords(voiceApart)}
              onChange={(event) => session.setChain({ voiceApart: Number(event.target.value) })}
            />
            <span className={`muted small ${styles['value']}`} aria-hidden="true">
              {lowerWords(voiceApart)}
            </span>
          </span>
        </Option>
      )}
    </>
  );
}

function storedWords(models: readonly ModelInfo[]): string {
  if (models.some(({ network }) => network === 'htdemucs'))
    return 'HTDemucs is stored, but its licence notice is not accepted yet.';
  return `Not stored here yet: ${listWords(missingSpleeter(models))}, or htdemucs.onnx.`;
}

/** `12 dB`; at the end all of it goes. */
function lowerWords(lowerDb: number): string {
  return lowerDb >= APART_ALL_DB ? 'all of it' : `${lowerDb}\u00a0dB`;
}
