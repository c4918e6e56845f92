/** A file on its way in: its progress, or what is wrong with it and the way out. */
import type { ErrorCode } from '../../core/errors';
import type { ModelImport, ModelsStore } from '../engine/models-store';
import { ErrorDetail } from '../ui/ErrorDetail';
import { Icon } from '../ui/Icon';
import { STAGE_WORDS, shareImported } from '../ui/model-copy';

/** Causes that may be gone when the same file is tried again. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'storage-full',
  'file-changed',
  'worker-died',
  'model-load-failed',
  'internal',
]);

export function ImportCard({ item, store }: { item: ModelImport; store: ModelsStore }) {
  if (item.status === 'failed') return <Failed item={item} store={store} />;
  const share = shareImported(item.progress);
  const stage = item.progress ? STAGE_WORDS[item.progress.stage] : STAGE_WORDS.recognise;
  return (
    <li className="card model-card">
      <h3 className="model-file" title={item.file.name}>
        {item.file.name}
      </h3>
      {item.status === 'working' && (
        <div className="model-progress">
          <progress
            aria-label={`Adding ${item.file.name}`}
            max={1}
            {...(share === null ? {} : { value: share })}
          />
          <p className="muted small figures">
            <span>{`${stage}…`}</span>
            {share !== null && <span>{`${Math.floor(share * 100)}\u00a0%`}</span>}
          </p>
        </div>
      )}
      {item.status !== 'working' && (
        <p className="muted">
          {item.status === 'waiting' ? 'Waiting for its turn.' : 'Cancelled. Nothing of it was kept.'}
        </p>
      )}
      <p className="actions">
        {item.status === 'cancelled' ? (
          <>
            <RetryButton item={item} store={store} words="Start again" />
            <DismissButton item={item} store={store} />
          </>
        ) : (
          <button type="button" className="button" onClick={() => store.cancel(item.id)}>
            <Icon name="close" />
            Cancel
            <span className="visually-hidden"> {item.file.name}</span>
          </button>
        )}
      </p>
    </li>
  );
}

function Failed({ item, store }: { item: ModelImport; store: ModelsStore }) {
  const { error, file } = item;
  if (!error) return null;
  const dangerous = error.code === 'checkpoint-dangerous';
  return (
    <li className={dangerous ? 'card model-card model-danger tone-bad' : 'card model-card'}>
      <p className={dangerous ? 'badge tone-bad' : 'badge tone-warn'}>
        <Icon name="warning" />
        {dangerous ? 'Dangerous file' : 'Not added'}
      </p>
      <p className="muted small model-file">{file.name}</p>
      <h3 className="model-problem">{error.message}</h3>
      <p>{error.hint}</p>
      <p className="actions">
        {PASSING.has(error.code) && <RetryButton item={item} store={store} words="Try again" />}
        <DismissButton item={item} store={store} />
      </p>
      <ErrorDetail error={error} />
    </li>
  );
}

interface ButtonProps {
  item: ModelImport;
  store: ModelsStore;
}

function RetryButton({ item, store, words }: ButtonProps & { words: string }) {
  return (
    <button type="button" className="button" onClick={() => store.retry(item.id)}>
      <Icon name="retry" />
      {words}
    </button>
  );
}

function DismissButton({ item, store }: ButtonProps) {
  return (
    <button type="button" className="button" onClick={() => store.dismiss(item.id)}>
      <Icon name="close" />
      Dismiss
      <span className="visually-hidden"> {item.file.name}</span>
    </button>
  );
}
