/** One stored model: what it is, whether it is the official file, and what may be done with it. */
import { useEffect, useState } from 'react';
import { type ErrorData, LipslateError } from '../../core/errors';
import type { ModelInfo } from '../../workers/models/contract';
import type { ModelsStore } from '../engine/models-store';
import { Icon } from '../ui/Icon';
import { bytesWords, shortSum } from '../ui/model-copy';
import { PURPOSES } from './catalogue';

interface ModelCardProps {
  model: ModelInfo;
  /** Just added, or dropped although it was here. */
  news: 'new' | 'again' | null;
  store: ModelsStore;
  onRemove(): void;
}

export function ModelCard({ model, news, store, onRemove }: ModelCardProps) {
  const { licence } = model;
  const toAccept = licence.mustAccept && licence.acceptedAt === null;
  const titleId = `model-${model.id}`;
  return (
    <li className={news ? 'card model-card model-news' : 'card model-card'} aria-labelledby={titleId}>
      <header className="model-head">
        <h3 id={titleId}>{model.name}</h3>
        <Recognition model={model} />
        {news && (
          <span className="badge tone-plain">
            <Icon name="check" />
            {news === 'new' ? 'Just added' : 'Was here already'}
          </span>
        )}
        <button type="button" className="button quiet model-remove" onClick={onRemove}>
          <Icon name="trash" />
          Remove
          <span className="visually-hidden"> {model.name}</span>
        </button>
      </header>
      <p>{PURPOSES[model.network]}</p>
      {toAccept ? (
        <LicenceQuestion model={model} store={store} />
      ) : (
        <p className="muted small">
          {licence.text}
          {licence.acceptedAt !== null && ` Accepted on ${dateWords(licence.acceptedAt)}.`}
        </p>
      )}
      <dl className="model-facts figures">
        <div>
          <dt>File</dt>
          <dd className="model-file">{model.fileName}</dd>
        </div>
        <div>
          <dt>Size</dt>
          <dd>{`${bytesWords(model.sizeBytes)}, ${bytesWords(model.weightsBytes)} stored`}</dd>
        </div>
        <div className="model-facts-wide">
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
    </li>
  );
}

function Recognition({ model }: { model: ModelInfo }) {
  if (model.known) {
    return (
      <span className="badge tone-good" title={`Its sum is that of the official ${model.known.fileName}.`}>
        <Icon name="check" />
        Official file
      </span>
    );
  }
  return (
    <span className="badge tone-unsure" title="Complete and readable, but its sum is on no list here.">
      <Icon name="question" />
      Not a file on record
    </span>
  );
}

function LicenceQuestion({ model, store }: { model: ModelInfo; store: ModelsStore }) {
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
    <div className="licence tone-warn">
      <h4>
        <Icon name="warning" />
        Before it can be used
      </h4>
      <p>{model.licence.text}</p>
      {error && (
        <p className="problem" role="alert">
          {`${error.message} ${error.hint}`}
        </p>
      )}
      <p className="actions">
        <button type="button" className="button primary" disabled={working} onClick={() => void accept()}>
          <Icon name="check" />
          Accept this licence
          <span className="visually-hidden"> {model.name}</span>
        </button>
      </p>
    </div>
  );
}

const TOLD_MS = 2500;

function Sum({ sha256 }: { sha256: string }) {
  const [told, setTold] = useState('');
  useEffect(() => {
    if (told === '') return;
    const timer = setTimeout(() => setTold(''), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);
  const copy = () =>
    navigator.clipboard
      .writeText(sha256)
      .then(() => setTold('Copied.'))
      .catch(() => setTold('This browser does not allow copying here.'));
  return (
    <span className="model-sum">
      <code title={sha256}>{shortSum(sha256)}</code>
      <button
        type="button"
        className="button quiet icon-only"
        aria-label="Copy SHA-256"
        title="Copy SHA-256"
        onClick={() => void copy()}
      >
        <Icon name="copy" />
      </button>
      <span role="status" className="small muted">
        {told}
      </span>
    </span>
  );
}

function dateWords(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : date.toLocaleDateString('en', { dateStyle: 'medium' });
}
