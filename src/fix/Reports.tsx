/** What can be taken along: reports for people, programs and editors, commands to copy, the corrected sound alone. */
import { useEffect, useState } from 'react';
import type { Correction } from '../../core/fix/correction';
import { type CopyLine, copyLines } from '../../core/report/commands';
import { correctionOf } from '../../core/report/report-data';
import { REPORT_KINDS, REPORT_LABELS, writeReport } from '../../core/report/reports';
import type { Shell } from '../../core/report/shell';
import type { CheckJob } from '../engine/check-types';
import { checkedOf } from '../engine/checked';
import { useStore } from '../engine/use-store';
import { Icon } from '../ui/Icon';
import { Segmented } from '../ui/Segmented';
import { FixProblem } from './FixProblem';
import { factsOf } from './report-data';
import { download } from './session/save-copies';
import type { FixSession } from './session/types';
import { correctionByHand } from './session/verify-copy';
import { useUrl } from './useUrl';

interface ReportsProps {
  job: CheckJob;
  fixes: FixSession;
  /** By hand; then editors' files and commands apply that value. */
  nudgeMs: number;
}

/** `lines` is on the page itself, with buttons to copy. */
const OFFERED = REPORT_KINDS.filter((kind) => kind !== 'lines');
const SHOWN_MS = 2500;

export function Reports({ job, fixes, nudgeMs }: ReportsProps) {
  const fix = useStore(fixes).fixes.get(job.id)?.result ?? null;
  const checked = checkedOf(job);
  const [shell, setShell] = useState<Shell>(() =>
    navigator.userAgent.includes('Windows') ? 'powershell' : 'posix',
  );
  if (!checked) return null;
  const byHand = nudgeMs === 0 ? undefined : correctionByHand(checked.evidence.measurement, nudgeMs);
  const facts = () => factsOf(checked, fix, byHand);
  const correction = correctionOf(facts());
  const save = (kind: (typeof OFFERED)[number]) => {
    const { name, type, text } = writeReport(kind, facts());
    download(new Blob([text], { type }), name);
  };
  const lines = copyLines(facts(), shell);
  return (
    <details className="card disclosure reports">
      <summary>
        <h3>Reports</h3>
      </summary>
      <ul className="plain report-list">
        {OFFERED.map((kind) => (
          <li key={kind}>
            <button type="button" className="part-button" onClick={() => save(kind)}>
              <Icon name="download" />
              {REPORT_LABELS[kind]}
            </button>
          </li>
        ))}
        {correction && (
          <li>
            <SoundAlone jobId={job.id} correction={correction} fixes={fixes} />
          </li>
        )}
      </ul>
      <div className="report-commands">
        <div className="report-head">
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
    </details>
  );
}

function Line({ line: { title, text } }: { line: CopyLine }) {
  const [told, setTold] = useState('');
  useEffect(() => {
    if (told === '') return;
    const timer = setTimeout(() => setTold(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [told]);
  const copy = () => {
    navigator.clipboard
      .writeText(text)
      .then(() => setTold('Copied.'))
      .catch(() => setTold('This browser does not allow copying here.'));
  };
  return (
    <div className="report-line">
      <p className="small muted">{title}</p>
      <pre>{text}</pre>
      <p className="report-copy">
        <button type="button" className="button quiet" onClick={copy}>
          <Icon name="copy" />
          Copy
          <span className="visually-hidden">{`: ${title}`}</span>
        </button>
        <span role="status" className="small muted">
          {told}
        </span>
      </p>
    </div>
  );
}

function SoundAlone(props: { jobId: string; correction: Correction; fixes: FixSession }) {
  const { jobId, correction, fixes } = props;
  const sound = useStore(fixes).sounds.get(jobId);
  const url = useUrl(sound?.file ?? null);
  const start = () => fixes.soundAlone(jobId, correction);
  if (sound?.status === 'waiting' || sound?.status === 'working') {
    return (
      <div className="report-sound">
        <progress aria-label="Writing the corrected sound" max={1} value={sound.progress ?? 0} />
        <button type="button" className="button" onClick={() => fixes.cancelSound(jobId)}>
          <Icon name="close" />
          Cancel
          <span className="visually-hidden"> the sound</span>
        </button>
      </div>
    );
  }
  return (
    <>
      {sound?.status === 'done' && sound.file ? (
        <a className="part-button" href={url} download={sound.file.name}>
          <Icon name="download" />
          {sound.file.name}
        </a>
      ) : (
        <button type="button" className="part-button" onClick={start}>
          <Icon name="download" />
          Corrected sound alone (WAV)
        </button>
      )}
      {sound?.status === 'failed' && sound.error && <FixProblem error={sound.error} onRetry={start} />}
    </>
  );
}
