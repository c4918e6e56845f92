/** What can be taken along: reports for people, programs and editors, commands to copy, the corrected sound alone. */
import { useState } from 'react';
import type { Correction } from '../../core/fix/correction';
import { type CopyLine, copyLines } from '../../core/report/commands';
import { inUseSentence } from '../../core/report/correction-sentence';
import { correctionOf } from '../../core/report/report-data';
import { REPORT_KINDS, REPORT_LABELS, writeReport } from '../../core/report/reports';
import type { Shell } from '../../core/report/shell';
import type { CheckJob } from '../engine/check-types';
import { checkedOf } from '../engine/checked';
import { isSoundOf } from '../engine/fix/of-now';
import { factsOf } from '../engine/fix/report-data';
import { download } from '../engine/fix/save-copies';
import type { FixSession } from '../engine/fix/types';
import { useStore } from '../engine/use-store';
import { Action, ActionList, DownloadAction } from '../ui/ActionList';
import { CancelButton } from '../ui/CancelButton';
import { Disclosure } from '../ui/Disclosure';
import { Icon } from '../ui/Icon';
import { Segmented } from '../ui/Segmented';
import { useCopy } from '../ui/useCopy';
import { useUrl } from '../ui/useUrl';
import { FixProblem } from './FixProblem';
import styles from './Reports.module.css';

interface ReportsProps {
  job: CheckJob;
  fixes: FixSession;
  /** By hand, ms; positive = the sound moves earlier. Every report has it. */
  nudgeMs: number;
}

/** `lines` is on the page itself, with buttons to copy. */
const OFFERED = REPORT_KINDS.filter((kind) => kind !== 'lines');

export function Reports({ job, fixes, nudgeMs }: ReportsProps) {
  const fix = useStore(fixes).fixes.get(job.id)?.result ?? null;
  const checked = checkedOf(job);
  const [shell, setShell] = useState<Shell>(() =>
    navigator.userAgent.includes('Windows') ? 'powershell' : 'posix',
  );
  if (!checked) return null;
  const facts = () => factsOf(checked, fix, nudgeMs);
  const shown = facts();
  const correction = correctionOf(shown);
  const save = (kind: (typeof OFFERED)[number]) => {
    const { name, type, text } = writeReport(kind, facts());
    download(new Blob([text], { type }), name);
  };
  const lines = copyLines(shown, shell);
  return (
    <Disclosure className={`card ${styles['reports']}`} summary={<h3>Reports</h3>}>
      {nudgeMs !== 0 && <p className="small">{`In all of them: ${inUseSentence(shown)}`}</p>}
      <ActionList columns>
        {OFFERED.map((kind) => (
          <li key={kind}>
            <Action icon="download" onClick={() => save(kind)}>
              {REPORT_LABELS[kind]}
            </Action>
          </li>
        ))}
        {correction && !job.away && (
          <li>
            <SoundAlone job={job} correction={correction} fixes={fixes} />
          </li>
        )}
      </ActionList>
      <p className="small muted">
        For Avid: no AAF is written. Media Composer takes the EDL; Premiere Pro and Resolve make an AAF of the
        Final Cut Pro 7 XML.
      </p>
      <div className={styles['commands']}>
        <div className={styles['head']}>
          <h4>The same by hand</h4>
          {lines.some(({ id }) => id !== 'syncnet') && (
            <Segmented<Shell>
              legend="Commands for"
              options={[
                { value: 'posix', label: 'macOS, Linux' },
                { value: 'powershell', label: 'Windows' },
              ]}
              value={shell}
              onChange={setShell}
            />
          )}
        </div>
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </div>
    </Disclosure>
  );
}

function Line({ line: { title, text } }: { line: CopyLine }) {
  const { copied, copy } = useCopy();
  return (
    <div className={styles['line']}>
      <p className="small muted">{title}</p>
      <pre>{text}</pre>
      <p className={styles['copy']}>
        <button type="button" className="button quiet" onClick={() => copy(text)}>
          <Icon name="copy" />
          Copy
          <span className="visually-hidden">{`: ${title}`}</span>
        </button>
        <span role="status" className="small muted">
          {copied}
        </span>
      </p>
    </div>
  );
}

function SoundAlone(props: { job: CheckJob; correction: Correction; fixes: FixSession }) {
  const { job, correction, fixes } = props;
  const sound = useStore(fixes).sounds.get(job.id);
  // What was made of another correction or track is not offered as that in use.
  const made = sound && isSoundOf(sound, correction, job.audioIndex) ? sound : null;
  const url = useUrl(made?.file ?? null);
  const start = () => fixes.soundAlone(job.id, correction);
  if (sound?.status === 'waiting' || sound?.status === 'working') {
    return (
      <div className={styles['sound']}>
        <progress aria-label="Writing the corrected sound" max={1} value={sound.progress ?? 0} />
        <CancelButton what="the sound" onCancel={() => fixes.cancelSound(job.id)} />
      </div>
    );
  }
  return (
    <>
      {made?.status === 'done' && made.file ? (
        <DownloadAction href={url} name={made.file.name} />
      ) : (
        <Action icon="download" onClick={start}>
          Corrected sound alone (WAV)
        </Action>
      )}
      {made?.status === 'failed' && made.error && <FixProblem error={made.error} onRetry={start} />}
    </>
  );
}
