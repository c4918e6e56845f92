/** A corrected copy: what was done, what it measures, and where to get it. */
import { type ReactNode, useState } from 'react';
import { LipslateError } from '../../core/errors';
import { correctionWords, sizeWords } from '../../core/report/format';
import type { RewritePlan } from '../../workers/rewrite/contract';
import { isAtHand } from '../engine/fix/at-hand';
import type { FixMode, FixResult, FixSession } from '../engine/fix/types';
import { secondTry } from '../engine/fix/verify-copy';
import { Badge } from '../ui/Badge';
import { Facts } from '../ui/Facts';
import { Icon, type IconName } from '../ui/Icon';
import { bytesWords } from '../ui/model-copy';
import { ToSoundRoom } from '../ui/ToSoundRoom';
import type { ToneName } from '../ui/tone';
import { useUrl } from '../ui/useUrl';
import { MODE_LABELS, measuredWords, residualWords, resultHeadline } from './copy';
import styles from './FixResult.module.css';
import { Remarks } from './Remarks';
import { hasSavePicker, SaveAsButton } from './SaveAsButton';

interface FixResultProps {
  jobId: string;
  result: FixResult;
  /** The file was measured again since, in another way: what the copy was to put right is not what is off now. */
  isOld: boolean;
  fixes: FixSession;
  plans: Readonly<Record<FixMode, RewritePlan>> | null;
}

const TONES: Record<FixResult['judgement']['outcome'], { tone: ToneName; icon: IconName; word: string }> = {
  good: { tone: 'good', icon: 'check', word: 'Fixed and measured' },
  off: { tone: 'warn', icon: 'warning', word: 'Not good enough' },
  unknown: { tone: 'unsure', icon: 'question', word: 'Could not be measured reliably' },
};

const OLD = { tone: 'unsure', icon: 'question', word: 'Made of an earlier measurement' } as const;

export function FixResultView({ jobId, result, isOld, fixes, plans }: FixResultProps) {
  const { rewritten, judgement, recheck } = result;
  const { tone, icon, word } = isOld ? OLD : TONES[judgement.outcome];
  const notes = [
    ...rewritten.warnings,
    ...rewritten.tracksLost.map((track) => `Not in the copy: ${track}.`.replace('..', '.')),
  ];
  return (
    <div className={styles['result']}>
      <Badge tone={tone} icon={icon}>
        {word}
      </Badge>
      <h3 id="fix-title" className="headline">
        {isOld ? 'The video was measured again after this copy was made.' : resultHeadline(result)}
      </h3>
      <p>{rewritten.how}</p>
      <Facts size="short" rows={rowsOf(result)} testId="fix-facts" />
      {recheck && (
        <HowMeasured isWatched={recheck.isWatched}>
          {isAtHand(result) && !isOld && (
            <button type="button" className="button small" onClick={() => fixes.recheck(jobId)}>
              Check the copy in full
            </button>
          )}
        </HowMeasured>
      )}
      {notes.length > 0 && <Remarks remarks={notes} />}
      {judgement.outcome === 'off' && !isOld && (
        <BetterWays jobId={jobId} result={result} fixes={fixes} plans={plans} />
      )}
      <Whereabouts jobId={jobId} result={result} isOld={isOld} fixes={fixes} />
    </div>
  );
}

function rowsOf({ wish, rewritten, judgement, before, recheck }: FixResult): [string, string][] {
  const { residualMs, limitMs, outcome } = judgement;
  const left = wish.by === 'hand' ? 'Left of your value' : 'Left';
  const rows: [string, string][] = [['Before', measuredWords(before)]];
  if (rewritten.appliedMs !== null) rows.push(['Sound moved', correctionWords(rewritten.appliedMs)]);
  rows.push(
    ['After', measuredWords(recheck?.evidence.measurement ?? null)],
    [outcome === 'good' ? `${left} (up to ${sizeWords(limitMs)} is good)` : left, residualWords(residualMs)],
    ['Kind', MODE_LABELS[wish.mode]],
    ['Size', bytesWords(rewritten.file.size)],
  );
  return rows;
}

/** What the figures rest on. */
function HowMeasured({ isWatched, children }: { isWatched: boolean; children: ReactNode }) {
  if (isWatched)
    return <p className="muted small">The copy was read and watched from its first to its last picture.</p>;
  return (
    <div className={styles['how']}>
      <p className="muted small">
        The copy has the same pictures as the original, so its sound was compared with the lips already found
        there.
      </p>
      {children}
    </div>
  );
}

/** What to try when something is left. */
function BetterWays({ jobId, result, fixes, plans }: Omit<FixResultProps, 'isOld'>) {
  const { wish, recheck, judgement } = result;
  const { handle: _, ...again } = wish;
  if (!recheck || wish.targetMs === null) return null;
  const correction = secondTry(wish.correction, recheck.evidence.measurement, wish.targetMs);
  return (
    <div className="actions">
      <button
        type="button"
        className="button primary"
        onClick={() => fixes.start(jobId, { ...again, correction, by: 'again' })}
      >
        <Icon name="retry" />
        {`Try again with these ${sizeWords(judgement.residualMs ?? 0)}`}
      </button>
      {wish.mode === 'lossless' && plans?.baked.baked !== false && (
        <button
          type="button"
          className="button"
          onClick={() => fixes.start(jobId, { ...again, mode: 'baked' })}
        >
          Bake it in
        </button>
      )}
    </div>
  );
}

function Whereabouts({ jobId, result, isOld, fixes }: Omit<FixResultProps, 'plans'>) {
  const { rewritten, judgement, place } = result;
  const url = useUrl(place.kind === 'browser' ? rewritten.file : null);
  const [told, setTold] = useState<string | null>(null);
  if (place.kind !== 'browser') {
    return (
      <p>
        <Icon name="check" />{' '}
        {place.kind === 'disk' ? `Saved as ${place.name}.` : `Packed into the zip as ${place.name}.`}
      </p>
    );
  }
  const good = judgement.outcome !== 'off';
  const save = (handle: FileSystemFileHandle) => {
    setTold('Saving…');
    fixes.saveTo(jobId, handle).then(
      () => setTold(`Saved as ${handle.name}.`),
      (cause) => {
        const { message, hint } = LipslateError.from(cause);
        setTold(`${message} ${hint}`);
      },
    );
  };
  return (
    <div className="actions">
      <a
        className={good && !isOld ? 'button primary' : 'button'}
        href={url}
        download={rewritten.suggestedName}
        onClick={() => fixes.take(jobId)}
      >
        <Icon name="download" />
        {good ? `Download ${rewritten.suggestedName}` : 'Download it anyway'}
      </a>
      {hasSavePicker() && (
        <SaveAsButton name={rewritten.suggestedName} onHandle={save}>
          Save as…
        </SaveAsButton>
      )}
      {good && <ToSoundRoom file={rewritten.file} />}
      <span role="status" className="small muted">
        {told}
      </span>
    </div>
  );
}
