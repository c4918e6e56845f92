/** The Models room: drop a checkpoint, see what is stored, where the official files are. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ModelsState, ModelsStore } from '../engine/models-store';
import { useFreshModels } from '../engine/use-models';
import { DropOverlay, DropZone } from '../ui/DropZone';
import { Icon } from '../ui/Icon';
import { bytesWords, modelLabel } from '../ui/model-copy';
import { RoomIntro } from '../ui/RoomIntro';
import { useIncoming } from '../ui/useFileDrop';
import { useKeptFocus } from '../ui/useKeptFocus';
import { Announcer } from './Announcer';
import { ImportCard } from './ImportCard';
import { ModelCard } from './ModelCard';
import styles from './ModelsRoom.module.css';
import { Official } from './Official';
import { RemoveDialog } from './RemoveDialog';

export function ModelsRoom({ store }: { store: ModelsStore }) {
  const state = useFreshModels(store);
  const { models, imports } = state;
  const [removingId, setRemovingId] = useState<string | null>(null);
  const removing = models?.find(({ id }) => id === removingId) ?? null;
  const title = useRef<HTMLHeadingElement>(null);
  const addFiles = (files: File[]) => {
    if (files.length > 0) store.add(files);
  };
  const dragging = useIncoming(addFiles);

  useEffect(() => {
    document.title = 'Models – Lipslate';
  }, []);
  useKeptFocus(title, state);

  return (
    <div className={styles['models']}>
      <RoomIntro title="Models">
        Some of the best-known models may not be shipped with this page. If you have their files, drop them
        here once: they are kept in this browser, work offline from then on, and are never uploaded.
      </RoomIntro>
      <Choose onFiles={addFiles} />
      {imports.length > 0 && (
        <section aria-labelledby="incoming-title">
          <h2 id="incoming-title" className="visually-hidden">
            Files being added
          </h2>
          <ul className={`plain ${styles['list']}`}>
            {imports.map((item) => (
              <ImportCard key={item.id} item={item} store={store} />
            ))}
          </ul>
        </section>
      )}
      <Stored state={state} store={store} title={title} onRemove={setRemovingId} />
      <Official />
      <RemoveDialog
        model={removing}
        label={removing ? modelLabel(removing, models ?? []) : ''}
        store={store}
        onClose={() => setRemovingId(null)}
      />
      <Announcer state={state} />
      {dragging && <DropOverlay>Drop to add</DropOverlay>}
    </div>
  );
}

function Choose({ onFiles }: { onFiles(files: File[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <DropZone size="side">
      <Icon name="upload" />
      <p>
        <strong>Drop a model file anywhere here</strong>
      </p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="model-file"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <button type="button" className="button primary large" onClick={() => input.current?.click()}>
        <Icon name="add" />
        Choose a model file
      </button>
      <p className="muted small">
        SyncNet or Wav2Lip as .model, .pth, .pt or .onnx, Spleeter as its two .onnx files, HTDemucs as .onnx.
        Files are recognised by their content, and no code in them is run.
      </p>
    </DropZone>
  );
}

interface StoredProps {
  state: ModelsState;
  store: ModelsStore;
  title: RefObject<HTMLHeadingElement | null>;
  onRemove(modelId: string): void;
}

function Stored({ state, store, title, onRemove }: StoredProps) {
  const { models, listError, added } = state;
  return (
    <section className={styles['stored']} aria-labelledby="stored-title">
      <h2 id="stored-title" ref={title} tabIndex={-1}>
        On this device
      </h2>
      {listError && (
        <p className="error-text" role="alert">
          {`${listError.message} ${listError.hint}`}
        </p>
      )}
      {models?.length === 0 && !listError && <p className="muted">No model is stored yet.</p>}
      {models && models.length > 0 && (
        <>
          <ul className={`plain ${styles['list']}`}>
            {models.map((model) => (
              <ModelCard
                key={model.id}
                model={model}
                label={modelLabel(model, models)}
                news={added?.modelId === model.id ? (added.again ? 'again' : 'new') : null}
                store={store}
                onRemove={() => onRemove(model.id)}
              />
            ))}
          </ul>
          <p className="muted small figures">{storageWords(models, state.freeBytes, state.persisted)}</p>
        </>
      )}
    </section>
  );
}

function storageWords(
  models: readonly { weightsBytes: number }[],
  freeBytes: number | null,
  persisted: boolean,
): string {
  const used = models.reduce((sum, { weightsBytes }) => sum + weightsBytes, 0);
  const room = freeBytes === null ? '' : `, up to ${bytesWords(freeBytes)} free`;
  const kept = persisted
    ? 'The browser keeps them even when space is short, until you remove them.'
    : 'The browser may delete them when space is short.';
  return `${bytesWords(used)} used${room}. ${kept}`;
}
