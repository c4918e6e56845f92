/** The file: what goes into it, its progress, and where it is when it is done. */
import type { ErrorData } from '../../core/errors';
import { countWords } from '../../core/report/format';
import type { DubSession, ExportChoices, ExportState, RenderState } from '../engine/dub/types';
import { CancelButton } from '../ui/CancelButton';
import { Card } from '../ui/Card';
import { Disclosure } from '../ui/Disclosure';
import { Icon } from '../ui/Icon';
import { Note } from '../ui/Note';
import { Check, Option } from '../ui/Option';
import { ProgressBar } from '../ui/ProgressBar';
import { Segmented } from '../ui/Segmented';
import { Stack } from '../ui/Stack';
import { CertificateFields } from './CertificateFields';
import { EXPORT_STEPS } from './copy';
import { DubProblem } from './DubProblem';
import styles from './ExportCard.module.css';
import { ExportSummary } from './ExportSummary';

interface ExportCardProps {
  render: RenderState;
  exporting: ExportState | null;
  choices: ExportChoices;
  session: DubSession;
}

const CONTAINERS: readonly { value: ExportChoices['container']; label: string }[] = [
  { value: 'mp4', label: 'mp4' },
  { value: 'webm', label: 'webm' },
];
const SOUNDS: readonly { value: ExportChoices['sound']; label: string; title?: string }[] = [
  { value: 'new', label: 'New speech' },
  {
    value: 'over',
    label: 'With background',
    title: 'The new speech over the background sound of the original',
  },
  { value: 'original', label: 'Original' },
];

export function ExportCard({ render, exporting, choices, session }: ExportCardProps) {
  const working = exporting?.status === 'working';
  const done = exporting?.status === 'done';
  const result = exporting?.result ?? null;
  return (
    <Card aria-labelledby="export-title">
      <h3 id="export-title">{done ? 'Your file' : 'Export'}</h3>
      {done && result && <ExportSummary result={result} />}
      {done && result?.signError && <Unsigned error={result.signError} choices={choices} session={session} />}
      {working && <Working exporting={exporting} session={session} />}
      <Disclosure hidden={working} always={!done} summary="Export again differently">
        <Stack className={styles['form']}>
          <Choices render={render} choices={choices} session={session} />
          {exporting?.status === 'failed' && exporting.error && (
            <DubProblem error={exporting.error} onRetry={() => session.export()} />
          )}
          {exporting?.status === 'cancelled' && <p className="muted">The export was cancelled.</p>}
          <p>
            {/* Nothing else is done while the preview is put together anew. */}
            <button
              type="button"
              className="button primary"
              disabled={render.reblended !== null}
              onClick={() => session.export()}
            >
              <Icon name="download" />
              Export
            </button>
          </p>
        </Stack>
      </Disclosure>
    </Card>
  );
}

function Choices({ render, choices, session }: Omit<ExportCardProps, 'exporting'>) {
  const { container, sound, badge } = choices;
  const holdsNote = container === 'mp4';
  const signed = choices.provenance && holdsNote;
  return (
    <>
      <Option name="File type">
        <Segmented
          legend="File type"
          options={CONTAINERS}
          value={container}
          onChange={(value) => session.setChoices({ container: value })}
        />
      </Option>
      {render.recipe.faceInfo.audioTracks.length > 0 && (
        <Option name="Sound">
          <Segmented
            legend="Sound"
            options={SOUNDS}
            value={sound}
            onChange={(value) => session.setChoices({ sound: value })}
          />
        </Option>
      )}
      {sound === 'over' && (
        <p className="muted small">
          Where somebody speaks, the voice of the original is removed, and the new one is made as loud. All
          other sound stays.
        </p>
      )}
      <Check checked={badge} onChange={(on) => session.setChoices({ badge: on })}>
        Visible badge in the corner
      </Check>
      <Check checked={signed} disabled={!holdsNote} onChange={(on) => session.setChoices({ provenance: on })}>
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
      {signed && <CertificateFields choices={choices} onChange={(change) => session.setChoices(change)} />}
    </>
  );
}

type UnsignedProps = { error: ErrorData } & Pick<ExportCardProps, 'choices' | 'session'>;

/** The file is whole and can be had as it is; only the note is missing. */
function Unsigned({ error, choices, session }: UnsignedProps) {
  return (
    <Stack>
      <DubProblem error={error} />
      <p>
        The video is complete, but the signed note is not in it yet. It can be added without writing the video
        again.
      </p>
      {error.code === 'certificate-unusable' && (
        <CertificateFields choices={choices} onChange={(change) => session.setChoices(change)} />
      )}
      <p>
        <button type="button" className="button" onClick={() => session.sign()}>
          <Icon name="retry" />
          Sign this file
        </button>
      </p>
    </Stack>
  );
}

const PERCENT = 100;

function Working({ exporting, session }: { exporting: ExportState; session: DubSession }) {
  const { step, done, total } = exporting;
  const label = EXPORT_STEPS[step];
  const share = step === 'mixing' ? done / PERCENT : step === 'composing' && total > 0 ? done / total : null;
  return (
    <>
      <ProgressBar
        label={label}
        share={share}
        left={`${label}…`}
        right={step === 'mixing' ? `${done}\u00a0%` : `${done} of ${countWords(total, 'frame')}`}
      />
      <p>
        <CancelButton what="the export" onCancel={() => session.cancelExport()} />
      </p>
    </>
  );
}

function lawWords(badge: boolean, signed: boolean): string {
  const duty =
    'In the EU, whoever publishes a deepfake must say so visibly, and generated video must carry a mark that machines can read (AI Act, Article 50).';
  const left = badge ? 'the mark' : signed ? 'the visible label' : 'both';
  return `${duty} With these settings, ${left} ${left === 'both' ? 'are' : 'is'} up to you. This is not legal advice.`;
}
