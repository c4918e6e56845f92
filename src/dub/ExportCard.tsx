/** The file: what goes into it, its progress, and where it is when it is done. */
import { useState } from 'react';
import { countWords } from '../../core/report/format';
import type { OwnCertificate } from '../../workers/provenance/contract';
import { Icon } from '../ui/Icon';
import { Segmented } from '../ui/Segmented';
import { CertificateFields } from './CertificateFields';
import { DubProblem } from './DubProblem';
import { ExportSummary } from './ExportSummary';
import type { DubSession, ExportSettings, ExportState, RenderState } from './session/types';

interface ExportCardProps {
  render: RenderState;
  exporting: ExportState | null;
  session: DubSession;
}

const CONTAINERS: readonly { value: ExportSettings['container']; label: string }[] = [
  { value: 'mp4', label: 'mp4' },
  { value: 'webm', label: 'webm' },
];
const SOUNDS: readonly { value: ExportSettings['sound']; label: string }[] = [
  { value: 'new', label: 'New speech' },
  { value: 'original', label: 'Original' },
];

export function ExportCard({ render, exporting, session }: ExportCardProps) {
  const [container, setContainer] = useState<ExportSettings['container']>('mp4');
  const [sound, setSound] = useState<ExportSettings['sound']>('new');
  const [badge, setBadge] = useState(true);
  const [provenance, setProvenance] = useState(true);
  const [certificate, setCertificate] = useState<OwnCertificate | null>(null);
  const hasSound = render.recipe.faceInfo.audioTracks.length > 0;
  const holdsNote = container === 'mp4';
  const signed = provenance && holdsNote;
  const settings: ExportSettings = {
    container,
    sound: hasSound ? sound : 'new',
    badge,
    provenance: signed,
    certificate: signed ? certificate : null,
  };
  const working = exporting?.status === 'working';
  const start = () => session.export(settings);
  return (
    <section className="card dub-card" aria-labelledby="export-title">
      <h3 id="export-title">{exporting?.status === 'done' ? 'Your file' : 'Export'}</h3>
      {exporting?.status === 'done' && exporting.result && <ExportSummary result={exporting.result} />}
      {working && <Working exporting={exporting} session={session} />}
      {/* Hidden, not gone: what was chosen, the certificate among it, is there when something fails. */}
      <details
        hidden={working}
        className={exporting?.status === 'done' ? 'disclosure' : 'dub-always'}
        open={exporting?.status !== 'done' || undefined}
      >
        <summary hidden={exporting?.status !== 'done'}>Export again, differently</summary>
        <div className="dub-export">
          <div className="dub-option">
            <span>Kind of file</span>
            <Segmented
              legend="Kind of file"
              options={CONTAINERS}
              value={container}
              onChange={(value) => setContainer(value)}
            />
          </div>
          {hasSound && (
            <div className="dub-option">
              <span>Sound</span>
              <Segmented
                legend="Sound"
                options={SOUNDS}
                value={sound}
                onChange={(value) => setSound(value)}
              />
            </div>
          )}
          <label className="dub-check">
            <input type="checkbox" checked={badge} onChange={(event) => setBadge(event.target.checked)} />
            Visible badge in the corner
          </label>
          <label className="dub-check">
            <input
              type="checkbox"
              checked={signed}
              disabled={!holdsNote}
              onChange={(event) => setProvenance(event.target.checked)}
            />
            Signed note inside the file (C2PA)
          </label>
          {(!badge || !signed) && (
            <p className="dub-note tone-warn small" role="status">
              <Icon name="warning" />
              <span>
                {holdsNote ? '' : 'webm cannot hold the signed note; mp4 can. '}
                {lawWords(badge, signed)}
              </span>
            </p>
          )}
          {signed && <CertificateFields onChange={setCertificate} />}
          {exporting?.status === 'failed' && exporting.error && (
            <DubProblem error={exporting.error} onRetry={start} />
          )}
          {exporting?.status === 'cancelled' && <p className="muted">The export was cancelled.</p>}
          <p>
            <button type="button" className="button primary" onClick={start}>
              <Icon name="download" />
              Export
            </button>
          </p>
        </div>
      </details>
    </section>
  );
}

function Working({ exporting, session }: { exporting: ExportState; session: DubSession }) {
  const { step, done, total } = exporting;
  const label = step === 'composing' ? 'Writing the video' : 'Signing the file';
  return (
    <>
      <div className="stage-progress">
        <progress
          aria-label={label}
          max={1}
          {...(step === 'composing' && total > 0 ? { value: done / total } : {})}
        />
        <p className="muted small figures">
          <span>{label}…</span>
          <span>{`${done} of ${countWords(total, 'picture')}`}</span>
        </p>
      </div>
      <p>
        <button type="button" className="button" onClick={() => session.cancelExport()}>
          <Icon name="close" />
          Cancel
          <span className="visually-hidden"> the export</span>
        </button>
      </p>
    </>
  );
}

function lawWords(badge: boolean, signed: boolean): string {
  const duty =
    'In the EU, whoever publishes a deepfake must say so visibly, and generated video must carry a mark that machines can read (AI Act, Article 50).';
  const left = badge ? 'the mark' : signed ? 'the visible label' : 'both';
  return `${duty} Without this, ${left} ${left === 'both' ? 'are' : 'is'} up to you. This is no legal advice.`;
}
