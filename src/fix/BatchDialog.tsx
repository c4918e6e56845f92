/** Before a whole queue is fixed: what will be, what will not, and where the copies go. */
import { useState } from 'react';
import { countWords } from '../../core/report/format';
import type { Sorted } from '../engine/fix/batch';
import type { BatchDestination } from '../engine/fix/types';
import { Dialog } from '../ui/Dialog';
import { Disclosure } from '../ui/Disclosure';
import styles from './BatchDialog.module.css';
import { Choices } from './Choices';
import { Remarks } from './Remarks';

interface BatchDialogProps extends Sorted {
  open: boolean;
  onClose(): void;
  onStart(destination: BatchDestination): void;
}

type Place = BatchDestination['to'];

export function BatchDialog({ open, sure, leftAlone, onClose, onStart }: BatchDialogProps) {
  const places = placesHere();
  const [place, setPlace] = useState<Place>(places[0]!.value);
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
      <div className={styles['dialog']}>
        <p>
          {`${countWords(sure.length, 'copy', 'copies')} will be made: lossless where a single shift is enough, otherwise with the sound encoded again. Each copy is measured before it is kept. Your files stay as they are.`}
        </p>
        {leftAlone.length > 0 && (
          <Disclosure className="small" summary={`${countWords(leftAlone.length, 'file')} left alone`}>
            <LeftAlone files={leftAlone} />
          </Disclosure>
        )}
        <Choices<Place> legend="Where to" options={places} value={place} onChange={setPlace} />
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
  return <Remarks remarks={files.map(({ name, why }) => `${name}: ${why}`)} />;
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
