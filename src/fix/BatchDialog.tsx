/** Before a whole queue is fixed: what will be, what will not, and where the copies go. */
import { useId, useState } from 'react';
import { countWords } from '../../core/report/format';
import { Dialog } from '../ui/Dialog';
import type { Sorted } from './session/batch';
import type { BatchDestination } from './session/types';

interface BatchDialogProps extends Sorted {
  open: boolean;
  onClose(): void;
  onStart(destination: BatchDestination): void;
}

type Place = BatchDestination['to'];

export function BatchDialog({ open, sure, leftAlone, onClose, onStart }: BatchDialogProps) {
  const places = placesHere();
  const [place, setPlace] = useState<Place>(places[0]!.value);
  const name = useId();
  const start = async () => {
    if (place !== 'folder') return onStart({ to: place });
    try {
      onStart({ to: 'folder', folder: await directoryPicker()({ mode: 'readwrite' }) });
    } catch {
      // The visitor closed the window: nothing was asked for.
    }
  };
  return (
    <Dialog open={open} title="Fix all that are sure" onClose={onClose}>
      <div className="batch-dialog">
        <p>
          {`${countWords(sure.length, 'copy', 'copies')} will be made: lossless where one shift is enough, else with the sound moved itself. Each is measured before it is kept. Your files stay as they are.`}
        </p>
        {leftAlone.length > 0 && (
          <details className="disclosure small">
            <summary>{`${countWords(leftAlone.length, 'file')} left alone`}</summary>
            <LeftAlone files={leftAlone} />
          </details>
        )}
        <fieldset className="fix-modes">
          <legend>Where to</legend>
          {places.map(({ value, label, note }) => (
            <label key={value} className="fix-mode">
              <input
                type="radio"
                name={name}
                checked={value === place}
                onChange={() => setPlace(value)}
                aria-describedby={`${name}-${value}`}
              />
              <span>
                <strong>{label}</strong>
                <span id={`${name}-${value}`} className="muted small">
                  {note}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        <p className="actions">
          <button type="button" className="button primary" onClick={() => void start()}>
            {place === 'folder' ? 'Choose the folder…' : `Fix ${countWords(sure.length, 'file')}`}
          </button>
          <button type="button" className="button" onClick={onClose}>
            Not now
          </button>
        </p>
      </div>
    </Dialog>
  );
}

export function LeftAlone({ files }: { files: Sorted['leftAlone'] }) {
  return (
    <ul className="batch-left">
      {files.map(({ jobId, name, why }) => (
        <li key={jobId}>{`${name}: ${why}`}</li>
      ))}
    </ul>
  );
}

function placesHere(): { value: Place; label: string; note: string }[] {
  const places: { value: Place; label: string; note: string }[] = [];
  if ('showDirectoryPicker' in globalThis) {
    places.push({
      value: 'folder',
      label: 'A folder',
      note: 'Written there one by one. Nothing is overwritten.',
    });
  }
  if ('createWritable' in FileSystemFileHandle.prototype) {
    places.push({ value: 'zip', label: 'One zip', note: 'To download when all are done.' });
  }
  places.push({ value: 'downloads', label: 'Single downloads', note: 'Each as soon as it is done.' });
  return places;
}

/** Not in TypeScript's DOM types: Chromium alone has it. */
function directoryPicker() {
  return (
    globalThis as unknown as {
      showDirectoryPicker(options: { mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
    }
  ).showDirectoryPicker;
}
