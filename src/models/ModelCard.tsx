/** One stored model: what it is, whether it is the official file, and what may be done with it. */
import { useState } from 'react';
import { type ErrorData, LipslateError } from '../../core/errors';
import type { ModelInfo } from '../../workers/models/contract';
import type { ModelsStore } from '../engine/models-store';
import { Badge } from '../ui/Badge';
import { Icon } from '../ui/Icon';
import { bytesWords, dateWords, shortSum } from '../ui/model-copy';
import { useCopy } from '../ui/useCopy';
import { PURPOSES } from './catalogue';
import styles from './ModelCard.module.css';
import { ModelItem } from './ModelItem';

interface ModelCardProps {
  model: ModelInfo;
  /** As modelLabel has it. */
  label: string;
  /** Just added, or dropped although it was here. */
  news: 'new' | 'again' | null;
  store: ModelsStore;
  onRemove(): void;
}

export function ModelCard({ model, label, news, store, onRemove }: ModelCardProps) {
  const { licence } = model;
  const toAccept = licence.mustAccept && licence.acceptedAt === null;
  const titleId = `model-${model.id}`;
  return (
    <ModelItem look={news ? 'news' : 'plain'} labelledBy={titleId}>
      <header className={styles['head']}>
        <h3 id={titleId}>{label}</h3>
        <Recognition model={model} />
        {news && (
          <Badge tone="plain" icon="check">
            {news === 'new' ? 'Just added' : 'Was here already'}
          </Badge>
        )}
        <button type="button" className={`button quiet ${styles['remove']}`} onClick={onRemove}>
          <Icon name="trash" />
          Remove
          <span className="visually-hidden"> {label}</span>
        </button>
      </header>
      <p>{PURPOSES[model.network]}</p>
      {toAccept ? (
        <LicenceQuestion model={model} label={label} store={store} />
      ) : (
        <p className="muted small">
          {licence.text}
          {licence.acceptedAt !== null && ` Accepted on ${dateWords(licence.acceptedAt)}.`}
        </p>
      )}
      <dl className={`${styles['facts']} figures`}>
        <div>
          <dt>File</dt>
          <dd className={styles['file']}>
            {model.fileName}
            {model.known &&
              model.known.fileName !== model.fileName &&
              ` (the official ${model.known.fileName})`}
          </dd>
        </div>
        <div>
          <dt>Size</dt>
          <dd>{`${bytesWords(model.sizeBytes)}, ${bytesWords(model.weightsBytes)} stored`}</dd>
        </div>
        <div className={styles['wide']}>
          <dt>SHA-256</dt>
          <dd>
            <Sum sha256={model.sha256} />
          </dd>
        </div>
        <div>
          <dt>Added</dt>
          <dd>{dateWords(model.importedAt)}</dd>
        </div>
      </dl>
    </ModelItem>
  );
}

function Recognition({ model }: { model: ModelInfo }) {
  if (model.known) {
    return (
      <Badge tone="good" icon="check" title={`Its SHA-256 is that of the official ${model.known.fileName}.`}>
        Official file
      </Badge>
    );
  }
  return (
    <Badge
      tone="unsure"
      icon="question"
      title="Complete and readable, but its SHA-256 is not that of any official file known here."
    >
      Not a known official file
    </Badge>
  );
}

function LicenceQuestion({ model, label, store }: Pick<ModelCardProps, 'model' | 'label' | 'store'>) {
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<ErrorData | null>(null);
  const accept = async () => {
    setWorking(true);
    try {
      await store.acceptLicence(model.id);
    } catch (cause) {
      setError(LipslateError.from(cause).toData());
      setWorking(false);
    }
  };
  return (
    <div className={`${styles['licence']} tone-warn`}>
      <h4>
        <Icon name="warning" />
        Before it can be used
      </h4>
      <p>{model.licence.text}</p>
      {error && (
        <p className="error-text" role="alert">
          {`${error.message} ${error.hint}`}
        </p>
      )}
      <p className="actions">
        <button type="button" className="button primary" disabled={working} onClick={() => void accept()}>
          <Icon name="check" />
          Accept this licence
          <span className="visually-hidden"> {label}</span>
        </button>
      </p>
    </div>
  );
}

function Sum({ sha256 }: { sha256: string }) {
  const { copied, copy } = useCopy();
  return (
    <span className={styles['sum']}>
      <code title={sha256}>{shortSum(sha256)}</code>
      <button
        type="button"
        className="button quiet icon-only"
        aria-label="Copy SHA-256"
        title="Copy SHA-256"
        onClick={() => copy(sha256)}
      >
        <Icon name="copy" />
      </button>
      <span role="status" className="small muted">
        {copied}
      </span>
    </span>
  );
}
