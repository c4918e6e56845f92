/** The result for the clipboard: as sentences, or as the record that the headless command prints. */
import { correctionInUse } from '../../core/fix/in-use';
import { nextInUse } from '../../core/report/correction-sentence';
import { describeMeasurement, verdictParagraph } from '../../core/report/sentences';
import type { CheckJob } from '../engine/check-types';
import { checkedOf, recordOf } from '../engine/checked';
import { Icon } from '../ui/Icon';
import { useCopy } from '../ui/useCopy';

export function CopyButtons({ job }: { job: CheckJob }) {
  const { copied, copy } = useCopy();
  return (
    <>
      <button type="button" className="button" onClick={() => copy(resultText(job))}>
        <Icon name="copy" />
        Copy result
      </button>
      <button type="button" className="button quiet" onClick={() => copy(resultJson(job))}>
        Copy JSON
      </button>
      <span role="status" className="small muted">
        {copied}
      </span>
    </>
  );
}

function resultText({ file, evidence, media, nudgeMs }: CheckJob): string | null {
  if (!evidence) return null;
  const text = describeMeasurement(evidence.measurement, media?.video.fps ?? 0, media?.audioTracks.length);
  const next = nextInUse(evidence.measurement, nudgeMs, text.next);
  const seen = [...(media?.warnings ?? []), ...text.seen];
  return [`${file.name}: ${verdictParagraph(text)}`, ...seen, ...next].join('\n');
}

function resultJson(job: CheckJob): string | null {
  const checked = checkedOf(job);
  if (!checked) return null;
  const record = recordOf(checked);
  const { nudgeMs } = job;
  if (nudgeMs === 0) return JSON.stringify(record, null, 2);
  const { correction } = correctionInUse(checked.evidence.measurement, nudgeMs);
  return JSON.stringify({ ...record, correction, byHandMs: nudgeMs }, null, 2);
}
