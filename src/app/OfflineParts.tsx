/**
 * What works without a network: each part with its size, stored or to be stored now, and to be removed again. Loaded
 * when it is first opened.
 */
import { useCallback, useEffect, useState } from 'react';
import { ERROR_TEXTS, type ErrorCode } from '../../core/errors';
import { useFocusWithin } from '../ui/useKeptFocus';
import styles from './OfflineParts.module.css';
import { askOfflineParts, removeOfflinePart, storeOfflinePart } from './pwa';
import type { OfflineGroup, OfflinePart, WarmAnswer } from './sw/messages';

const NAMES: Record<OfflineGroup, { title: string; about: string }> = {
  check: { title: 'Checking and fixing', about: 'mp4, mov, webm and mkv with what this browser decodes' },
  reader: { title: 'More formats', about: 'AVI, HEVC, ProRes, MPEG-2, transport streams and others' },
  mouth: { title: 'Own mouth', about: 'Dubbing without weights of your own, and its example' },
  voice: { title: 'Guide voice', about: 'Speaks typed English, as a placeholder for a dub' },
  note: { title: 'Signed notes', about: 'The note in a dub that says it was made by a program' },
  models: { title: 'Your own models', about: 'Runs SyncNet and Wav2Lip once you have added their weights' },
};

const PROBLEMS: Record<NonNullable<WarmAnswer['problem']>, ErrorCode> = {
  'storage-full': 'storage-full',
  'storage-refused': 'storage-refused',
  network: 'model-load-failed',
};

export function OfflineParts() {
  const [parts, setParts] = useState<readonly OfflinePart[] | null>(null);
  const [busy, setBusy] = useState<OfflineGroup | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [news, setNews] = useState('');
  const [asked, setAsked] = useState<OfflineGroup | null>(null);
  const kept = useFocusWithin(parts);
  const look = useCallback(async () => {
    try {
      setParts((await askOfflineParts()) ?? []);
    } catch {
      setProblem(textOf('storage-refused'));
    }
  }, []);
  useEffect(() => void look(), [look]);
  const change = async (group: OfflineGroup, work: () => Promise<string>) => {
    setBusy(group);
    setProblem(null);
    setAsked(null);
    try {
      setNews(await work());
    } catch {
      setNews('');
      setProblem(textOf('storage-refused'));
    }
    await look();
    setBusy(null);
  };
  const store = (group: OfflineGroup) =>
    change(group, async () => {
      const found = await storeOfflinePart(group);
      if (found !== null) setProblem(textOf(PROBLEMS[found]));
      return found === null ? `${NAMES[group].title}: stored.` : '';
    });
  const remove = (group: OfflineGroup) =>
    change(group, async () => `${NAMES[group].title}: ${megabytes(await removeOfflinePart(group))} freed.`);
  const press = ({ group, stored }: OfflinePart) => {
    if (busy !== null) return;
    if (!stored) return void store(group);
    if (navigator.onLine || asked === group) return void remove(group);
    setAsked(group);
    setNews(`Without a network ${NAMES[group].title} cannot be stored again. Remove it all the same?`);
  };
  if (parts?.length === 0)
    return (
      <p>
        This browser keeps nothing for use without a network: it has no service workers, or they are refused
        here.
      </p>
    );
  return (
    <section
      ref={kept.ref}
      onFocus={kept.onFocus}
      className={styles['parts']}
      tabIndex={-1}
      aria-label="Parts of the app"
    >
      <p>
        What is stored here works without a network. The rest is stored when it is used for the first time, or
        now. What is removed can be stored again.
      </p>
      <ul className="plain" aria-busy={parts === null && problem === null}>
        {parts?.map((part) => (
          <PartLine key={part.group} part={part} busy={busy} onPress={() => press(part)} />
        ))}
      </ul>
      <p className={styles['news']} role="status">
        {news}
      </p>
      {problem && (
        <p className="error-text" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

interface PartLineProps {
  part: OfflinePart;
  busy: OfflineGroup | null;
  onPress(): void;
}

function PartLine({ part, busy, onPress }: PartLineProps) {
  const { group, bytes, stored } = part;
  const { title, about } = NAMES[group];
  // What a check needs is stored again at the next visit anyway.
  const hasButton = !stored || group !== 'check';
  return (
    <li className={styles['part']}>
      <span>
        <strong>{title}</strong>
        <span className="muted small">{about}</span>
      </span>
      <span className={styles['state']}>
        {stored && (
          <span className="small figures">Stored{bytes === null ? '' : `, ${megabytes(bytes)}`}</span>
        )}
        {hasButton && (
          // One button for both, and never disabled, so that it keeps the focus.
          <button
            type="button"
            className="button"
            aria-disabled={busy !== null}
            aria-label={`${stored ? 'Remove' : 'Store'} ${title}`}
            onClick={onPress}
          >
            {labelOf(part, busy === group)}
          </button>
        )}
      </span>
    </li>
  );
}

function labelOf({ bytes, stored }: OfflinePart, isBusy: boolean): string {
  if (stored) return isBusy ? 'Removing…' : 'Remove';
  if (isBusy) return 'Storing…';
  return `Store${bytes === null ? '' : ` (${megabytes(bytes)})`}`;
}

function textOf(code: ErrorCode): string {
  const { message, hint } = ERROR_TEXTS[code];
  return `${message} ${hint}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)}\u00a0MB`;
}
