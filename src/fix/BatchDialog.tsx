/** Before a whole queue is fixed: what will be, what will not, and where the copies go. */
import { useState } from 'react';
import { correctionInUse } from '../../core/fix/in-use';
import { byHandSentence, correctionSentence } from '../../core/report/correction-sentence';
import { countWords } from '../../core/report/format';
import type { Measurement } from '../../core/sync/types';
import type { CheckJob } from '../engine/check-types';
import type { Sorted } from '../engine/fix/batch';
import type { BatchDestination } from '../engine/fix/types';
import { Dialog } from '../ui/Dialog';
import { Disclosure } from '../ui/Disclosure';
import { destinationAt, type Place, placesHere } from '../ui/places';
import styles from './BatchDialog.module.css';
import { Choices } from './Choices';
import { BECOMES_MATROSKA } from './copy';
import { Remarks } from './Remarks';

interface BatchDialogProps extends Sorted {
  open: boolean;
  onClose(): void;
  onStart(destination: BatchDestination, chosen: ReadonlySet<string>): void;
}

export function BatchDialog({ open, off, leftAlone, onClose, onStart }: BatchDialogProps) {
  const places = placesHere();
  const [place, setPlace] = useState<Place>(places[0]!.value);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = new Set(off.map(({ id }) => id).filter((id) => !left.has(id)));
  const start = async () => {
    const destination = await destinationAt(place);
    if (destination) onStart(destination, chosen);
  };
  return (
    <Dialog open={open} title="Fix all that are off" onClose={onClose}>
      <div className={styles['dialog']}>
        <p>
          Lossless where a single shift is enough, otherwise with the sound encoded again. Each copy is
          measured before it is kept. Your files stay as they are.
        </p>
        <OffFiles
          files={off}
          chosen={chosen}
          onChosen={(id, on) =>
            setLeft(new Set(on ? [...left].filter((each) => each !== id) : [...left, id]))
          }
        />
        {leftAlone.length > 0 && (
          <Disclosure className="small" summary={`${countWords(leftAlone.length, 'file')} left alone`}>
            <LeftAlone files={leftAlone} />
          </Disclosure>
        )}
        <Choices<Place> legend="Where to" options={places} value={place} onChange={setPlace} />
        <p className="actions">
          <button
            type="button"
            className="button primary"
            disabled={chosen.size === 0}
            onClick={() => void start()}
          >
            {`Fix ${countWords(chosen.size, 'file')}${place === 'folder' ? ' into a folder…' : ''}`}
          </button>
          <button type="button" className="button" onClick={onClose}>
            Not now
          </button>
        </p>
      </div>
    </Dialog>
  );
}

/** A lossless copy of anything else becomes Matroska: docs/fix.md. */
const KEPT_CONTAINERS: ReadonlySet<string> = new Set(['mp4', 'mov', 'matroska', 'webm', 'mpegts']);

/** `Sound moved 199 ms earlier.`, and what else changes. */
function willBeDone(measurement: Measurement, nudgeMs: number, container: string): string {
  const { correction } = correctionInUse(measurement, nudgeMs);
  const moves = correction?.kind === 'shift' && !KEPT_CONTAINERS.has(container);
  const sentences = [
    correctionSentence(correction),
    byHandSentence(nudgeMs),
    moves ? BECOMES_MATROSKA : null,
  ];
  return sentences.filter((sentence) => sentence !== null).join(' ');
}

interface OffFilesProps {
  files: readonly CheckJob[];
  chosen: ReadonlySet<string>;
  onChosen(id: string, on: boolean): void;
}

/** Each with what would be done to it. */
function OffFiles({ files, chosen, onChosen }: OffFilesProps) {
  return (
    <fieldset className={styles['files']}>
      <legend>{countWords(files.length, 'file')} off</legend>
      {files.map(({ id, file, evidence, media, nudgeMs }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={chosen.has(id)}
            onChange={(event) => onChosen(id, event.target.checked)}
          />
          <span>
            <strong title={file.name}>{file.name}</strong>
            <span className="muted small">
              {evidence && willBeDone(evidence.measurement, nudgeMs, media?.container ?? '')}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function LeftAlone({ files }: { files: Sorted['leftAlone'] }) {
  return <Remarks remarks={files.map(({ name, why }) => `${name}: ${why}`)} />;
}
