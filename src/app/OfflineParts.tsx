/** What works without a network: each part with its size, stored or to be stored now. Loaded when it is first opened. */
import { useEffect, useState } from 'react';
import { ERROR_TEXTS } from '../../core/errors';
import styles from './OfflineParts.module.css';
import { askOfflineParts, storeOfflinePart } from './pwa';
import type { OfflineGroup, OfflinePart } from './sw/messages';

const NAMES: Record<OfflineGroup, { title: string; about: string }> = {
  check: { title: 'Checking and fixing', about: 'mp4, mov, webm and mkv with what this browser decodes' },
  reader: { title: 'More formats', about: 'AVI, HEVC, ProRes, MPEG-2, transport streams and others' },
  mouth: { title: 'Own mouth', about: 'Dubbing without weights of your own, and its example' },
  voice: { title: 'Guide voice', about: 'Speaks typed English, as a placeholder for a dub' },
  note: { title: 'Signed notes', about: 'The note in a dub that says it was made by a program' },
  models: { title: 'Your own models', about: 'Runs SyncNet and Wav2Lip once you have added their weights' },
};

export function OfflineParts() {
  const [parts, setParts] = useState<readonly OfflinePart[] | null>(null);
  const [busy, setBusy] = useState<OfflineGroup | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const look = () => void askOfflineParts().then((found) => setParts(found ?? []));
  useEffect(look, []);
  const store = async (group: OfflineGroup) => {
    setBusy(group);
    setProblem(null);
    const found = await storeOfflinePart(group);
    setBusy(null);
    look();
    if (found === 'storage-full') setProblem(textOf('storage-full'));
    if (found === 'network') setProblem(textOf('model-load-failed'));
  };
  if (parts?.length === 0)
    return (
      <p>
        This browser keeps nothing for use without a network: it has no service workers, or they are refused
        here.
      </p>
    );
  return (
    <div className={styles['parts']}>
      <p>
        What is stored here works without a network. The rest is stored when it is used for the first time, or
        now.
      </p>
      <ul className="plain" aria-busy={parts === null}>
        {parts?.map(({ group, bytes, stored }) => (
          <li key={group} className={styles['part']}>
            <span>
              <strong>{NAMES[group].title}</strong>
              <span className="muted small">{NAMES[group].about}</span>
            </span>
            {stored ? (
              <span className="small figures">Stored{bytes === null ? '' : `, ${megabytes(bytes)}`}</span>
            ) : (
              <button
                type="button"
                className="button"
                disabled={busy !== null}
                aria-label={`Store ${NAMES[group].title}`}
                onClick={() => void store(group)}
              >
                {busy === group ? 'Storing…' : `Store${bytes === null ? '' : ` (${megabytes(bytes)})`}`}
              </button>
            )}
          </li>
        ))}
      </ul>
      {problem && (
        <p className="error-text" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function textOf(code: 'storage-full' | 'model-load-failed'): string {
  const { message, hint } = ERROR_TEXTS[code];
  return `${message} ${hint}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)}\u00a0MB`;
}
