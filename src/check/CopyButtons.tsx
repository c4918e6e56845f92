/** The result for the clipboard: as sentences, or as the record that the headless command prints. */
import { useEffect, useState } from 'react';
import { describeMeasurement, verdictParagraph } from '../../core/report/sentences';
import type { CheckJob } from '../engine/check-types';
import { checkedOf, recordOf } from '../engine/checked';
import { Icon } from '../ui/Icon';

const SHOWN_MS = 2500;

export function CopyButtons({ job }: { job: CheckJob }) {
  const [told, setTold] = useState('');
  useEffect(() => {
    if (told === '') return;
    const timer = setTimeout(() => setTold(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [told]);
  const copy = (text: string | null) => {
    if (text === null) return;
    navigator.clipboard
      .writeText(text)
      .then(() => setTold('Copied.'))
      .catch(() => setTold('This browser does not allow copying here.'));
  };
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
        {told}
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
