/** The chosen part of a film as a file of its own, with the correction in use. */
import { useEffect, useState } from 'react';
import { LipslateError } from '../../core/errors';
import { correctionInUse } from '../../core/fix/in-use';
import { correctionSentence } from '../../core/report/correction-sentence';
import { clockTenths, shareWords } from '../../core/report/format';
import type { CheckJob } from '../engine/check-types';
import { download } from '../engine/fix/save-copies';
import type { FixSession } from '../engine/fix/types';
import type { TimeRange } from '../engine/ranges';
import { CancelButton } from '../ui/CancelButton';

interface SavePartProps {
  job: CheckJob;
  part: TimeRange;
  /** By hand on top of what was measured; positive = the sound moves earlier. */
  nudgeMs: number;
  fixes: FixSession;
}

export function SavePart({ job, part, nudgeMs, fixes }: SavePartProps) {
  const [told, setTold] = useState('');
  const [working, setWorking] = useState<AbortController | null>(null);
  useEffect(() => () => working?.abort(), [working]);
  const save = async () => {
    const abort = new AbortController();
    setWorking(abort);
    setTold('');
    try {
      const { offsetMs, words } = correctionOfPart(job, nudgeMs);
      const tell = (share: number) => {
        if (!abort.signal.aborted) setTold(`Writing the part: ${shareWords(share)}`);
      };
      const written = await fixes.writePart(job.id, { ...part, offsetMs }, abort.signal, tell);
      download(written.file, written.suggestedName);
      setTold(`Saved from ${clockTenths(written.startS)}, where a key picture is. ${words}`);
    } catch (cause) {
      const { code, message, hint } = LipslateError.from(cause);
      setTold(code === 'cancelled' ? '' : `${message} ${hint}`);
    } finally {
      setWorking(null);
    }
  };
  return (
    <>
      <button type="button" className="button" disabled={working !== null} onClick={() => void save()}>
        Save this part
      </button>
      {working && <CancelButton what="writing the part" onCancel={() => working.abort()} />}
      <span role="status" className="small muted">
        {told}
      </span>
    </>
  );
}

/** A part is copied, so its sound can move as a whole only. */
function correctionOfPart(job: CheckJob, nudgeMs: number): { offsetMs: number; words: string } {
  const measurement = job.evidence?.measurement;
  const correction = measurement ? correctionInUse(measurement, nudgeMs).correction : null;
  if (correction === null || correction.kind === 'shift')
    return { offsetMs: correction?.offsetMs ?? 0, words: correctionSentence(correction) };
  return {
    offsetMs: 0,
    words: 'Its sound is as it was: what drifts or jumps is corrected in a copy of the whole file.',
  };
}
