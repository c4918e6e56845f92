/** The file: what goes into it, its progress, and where it is when it is done. */
import { useState } from 'react';
import { countWords } from '../../core/report/format';
import type { OwnCertificate } from '../../workers/provenance/contract';
import { Disclosure } from '../ui/Disclosure';
import { Icon } from '../ui/Icon';
import { Note } from '../ui/Note';
import { ProgressBar } from '../ui/ProgressBar';
import { Segmented } from '../ui/Segmented';
import { Card } from './Card';
import { CertificateFields } from './CertificateFields';
import { DubProblem } from './DubProblem';
import styles from './ExportCard.module.css';
import { ExportSummary } from './ExportSummary';
import { Check, Option } from './Option';
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
    <Card aria-labelledby="export-title">
      <h3 id="export-title">{exporting?.status === 'done' ? 'Your file' : 'Export'}</h3>
      {exporting?.status === 'done' && exporting.result && <ExportSummary result={exporting.result} />}
      {working && <Working exporting={exporting} session={session} />}
      {/* Hidden, not gone: what was chosen, the certificate among it, is there when something fails. */}
      <Disclosure hidden={working} always={exporting?.status !== 'done'} summary="Export again, differently">
        <div className={styles['form']}>
          <Option name="Kind of file">
            <Segmented
              legend="Kind of file"
              options={CONTAINERS}
              value={container}
              onChange={(value) => setContainer(value)}
            />
          </Option>
          {hasSound && (
            <Option name="Sound">
              <Segmented
                legend="Sound"
                options={SOUNDS}
                value={sound}
                onChange={(value) => setSound(value)}
              />
            </Option>
          )}
          <Check checked={badge} onChange={(on) => setBadge(on)}>
            Visible badge in the corner
          </Check>
          <Check checked={signed} disabled={!holdsNote} onChange={(on) => setProvenance(on)}>
            Signed note inside the file (C2PA)
          </Check>
          {(!badge || !signed) && (
            <Note tone="warn" icon="warning" role="status" className="small">
              <p>
                {holdsNote ? '' : 'webm cannot hold the signed note; mp4 can. '}
                {lawWords(badge, signed)}
              </p>
            </Note>
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
      </Disclosure>
    </Card>
  );
}

function Working({ exporting, session }: { exporting: ExportState; session: DubSession }) {
  const { step, done, total } = exporting;
  const label = step === 'composing' ? 'Writing the video' : 'Signing the file';
  return (
    <>
      <ProgressBar
        label={label}
        share={step === 'composing' && total > 0 ? done / total : null}
        left={`${label}…`}
        right={`${done} of ${countWords(total, 'picture')}`}
      />
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
  return `${duty} Without this, ${left} ${left === 'both' ? 'are' : 'is'} up to you. This is not legal advice.`;
}
