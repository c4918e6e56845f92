/** The result for the clipboard: as sentences, or as the record that the headless command prints. */
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

function resultText({ file, evidence, media }: CheckJob): string | null {
  if (!evidence) return null;
  const text = describeMeasurement(evidence.measurement, media?.video.fps ?? 0);
  return [`${file.name}: ${verdictParagraph(text)}`, ...text.seen, ...text.next].join('\n');
}

function resultJson(job: CheckJob): string | null {
  const checked = checkedOf(job);
  return checked && JSON.stringify(recordOf(checked), null, 2);
}
