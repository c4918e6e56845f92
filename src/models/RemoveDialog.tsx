/** Asks before a model is removed, and says why it cannot be. */
import { useEffect, useState } from 'react';
import { type ErrorData, LipslateError } from '../../core/errors';
import type { ModelInfo } from '../../workers/models/contract';
import type { ModelsStore } from '../engine/models-store';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { bytesWords } from '../ui/model-copy';
import styles from './RemoveDialog.module.css';

interface RemoveDialogProps {
  /** Null: closed. */
  model: ModelInfo | null;
  /** As modelLabel has it. */
  label: string;
  store: ModelsStore;
  onClose(): void;
}

export function RemoveDialog({ model, label, store, onClose }: RemoveDialogProps) {
  const [error, setError] = useState<ErrorData | null>(null);
  const [working, setWorking] = useState(false);
  const id = model?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said belongs to the model it was said about
  useEffect(() => setError(null), [id]);
  const remove = async () => {
    if (id === null) return;
    setWorking(true);
    setError(null);
    try {
      await store.remove(id);
      onClose();
    } catch (cause) {
      setError(LipslateError.from(cause).toData());
    } finally {
      setWorking(false);
    }
  };
  return (
    <Dialog open={model !== null} title={`Remove ${label}?`} onClose={onClose}>
      {model && (
        <div className={styles['question']}>
          <p>
            {`This frees ${bytesWords(model.weightsBytes)}. Your file ${model.fileName} stays where it is: drop it here ` +
              'to use the model again.'}
          </p>
          {error && (
            <p className="error-text" role="alert">
              {`${error.message} ${error.hint}`}
            </p>
          )}
          <p className="actions">
            <button type="button" className="button primary" disabled={working} onClick={() => void remove()}>
              <Icon name="trash" />
              Remove
            </button>
            <button type="button" className="button" onClick={onClose}>
              Keep it
            </button>
          </p>
        </div>
      )}
    </Dialog>
  );
}
