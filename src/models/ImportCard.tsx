/** A file on its way in: its progress, or what is wrong with it and the way out. */
import type { ErrorCode } from '../../core/errors';
import type { ModelImport, ModelsStore } from '../engine/models-store';
import { Badge } from '../ui/Badge';
import { CancelButton } from '../ui/CancelButton';
import { ErrorDetail } from '../ui/ErrorDetail';
import { Icon } from '../ui/Icon';
import { STAGE_WORDS, shareImported } from '../ui/model-copy';
import { ProgressBar } from '../ui/ProgressBar';
import styles from './ImportCard.module.css';
import { ModelItem } from './ModelItem';

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
    <ModelItem>
      <h3 className={styles['file']} title={item.file.name}>
        {item.file.name}
      </h3>
      {item.status === 'working' && (
        <ProgressBar
          label={`Adding ${item.file.name}`}
          share={share}
          left={`${stage}…`}
          right={share === null ? null : `${Math.floor(share * 100)}\u00a0%`}
        />
      )}
      {item.status !== 'working' && (
        <p className="muted">
          {item.status === 'waiting' ? 'Waiting for its turn.' : 'Cancelled. Nothing was kept.'}
        </p>
      )}
      <p className="actions">
        {item.status === 'cancelled' ? (
          <>
            <RetryButton item={item} store={store} words="Start again" />
            <DismissButton item={item} store={store} />
          </>
        ) : (
          <CancelButton what={item.file.name} onCancel={() => store.cancel(item.id)} />
        )}
      </p>
    </ModelItem>
  );
}

function Failed({ item, store }: { item: ModelImport; store: ModelsStore }) {
  const { error, file } = item;
  if (!error) return null;
  const dangerous = error.code === 'checkpoint-dangerous';
  return (
    <ModelItem look={dangerous ? 'danger' : 'plain'}>
      <Badge tone={dangerous ? 'bad' : 'warn'} icon="warning">
        {dangerous ? 'Dangerous file' : 'Not added'}
      </Badge>
      <p className={`muted small ${styles['file']}`}>{file.name}</p>
      <h3 className={styles['problem']}>{error.message}</h3>
      <p>{error.hint}</p>
      <p className="actions">
        {PASSING.has(error.code) && <RetryButton item={item} store={store} words="Try again" />}
        <DismissButton item={item} store={store} />
      </p>
      <ErrorDetail error={error} />
    </ModelItem>
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
