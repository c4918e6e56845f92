/** Music or room tone under the speech: which file, how loud, and how much lower while somebody speaks. */
import type { Bed } from '../../workers/sound/contract';
import type { SoundSession } from '../engine/sound/types';
import { FileButton } from '../ui/FileButton';
import { Icon } from '../ui/Icon';
import { Option } from '../ui/Option';
import styles from './BedOptions.module.css';
import { bedAmountWords } from './copy';
import { ACCEPT } from './SourceCard';

interface BedOptionsProps {
  bed: Bed | null;
  session: SoundSession;
  busy: boolean;
}

const AMOUNTS = [
  { step: 'belowLu', name: 'Level in pauses', least: 0, most: 36 },
  { step: 'duckDb', name: 'While somebody speaks', least: 0, most: 24 },
] as const;

export function BedOptions({ bed, session, busy }: BedOptionsProps) {
  return (
    <fieldset className={styles['bed']} disabled={busy}>
      <legend>Music or room tone under the speech</legend>
      {bed && <Chosen bed={bed} session={session} />}
      <p className="actions">
        <FileButton
          accept={ACCEPT}
          disabled={busy}
          testId="sound-bed"
          onFile={(file) => session.setBed({ file })}
        >
          {bed ? 'Choose another file' : 'Add a file'}
        </FileButton>
      </p>
    </fieldset>
  );
}

function Chosen({ bed, session }: { bed: Bed; session: SoundSession }) {
  return (
    <>
      <p className={styles['file']}>
        <strong title={bed.file.name}>{bed.file.name}</strong>
        <button
          type="button"
          className="button quiet icon-only"
          aria-label={`Remove ${bed.file.name}`}
          onClick={() => session.setBed(null)}
        >
          <Icon name="close" />
        </button>
      </p>
      {AMOUNTS.map(({ step, name, least, most }) => {
        const words = bedAmountWords(step, bed[step]);
        return (
          <Option key={step} name={name} label>
            <span className={`${styles['slider']} figures`}>
              <input
                type="range"
                min={least}
                max={most}
                step={1}
                value={bed[step]}
                aria-valuetext={words}
                onChange={(event) => session.setBed({ [step]: Number(event.target.value) })}
              />
              <span className={`muted small ${styles['value']}`} aria-hidden="true">
                {words}
              </span>
            </span>
          </Option>
        );
      })}
    </>
  );
}
