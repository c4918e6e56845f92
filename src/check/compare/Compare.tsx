/** A file beside another one, or beside its fixed copy: what was measured of each, and their offsets over time. */
import { useState } from 'react';
import { comparisonSentence } from '../../../core/report/compare';
import { durationWords, measuredWords, sizeWords } from '../../../core/report/format';
import { describeMeasurement } from '../../../core/report/sentences';
import type { Measurement } from '../../../core/sync/types';
import type { CheckJob } from '../../engine/check-types';
import { Disclosure } from '../../ui/Disclosure';
import { Facts } from '../../ui/Facts';
import type { FixedCopy } from '../slots';
import styles from './Compare.module.css';
import { curveOf } from './curves';
import { OffsetCurves } from './OffsetCurves';

interface CompareProps {
  job: CheckJob;
  jobs: readonly CheckJob[];
  copy: FixedCopy | undefined;
}

interface Side {
  name: string;
  measurement: Measurement;
  durationS: number;
  fps: number;
}

const COPY = 'copy';

/** Null where there is nothing to compare with. */
export function Compare({ job, jobs, copy }: CompareProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const one = sideOf(job);
  const others = jobs.flatMap((each) => {
    const side = each.id === job.id ? null : sideOf(each);
    return side ? [{ id: each.id, side }] : [];
  });
  if (one && copy?.measurement)
    others.unshift({ id: COPY, side: { ...one, name: copy.name, measurement: copy.measurement } });
  const other = others.find(({ id }) => id === chosen) ?? others[0];
  if (!one || !other) return null;
  return (
    <Disclosure lazy className={`card ${styles['card']}`} summary={<h3>Compare</h3>}>
      <div className={styles['compare']}>
        <label className={styles['with']}>
          With
          <select value={other.id} onChange={(event) => setChosen(event.target.value)}>
            {others.map(({ id, side }) => (
              <option key={id} value={id}>
                {id === COPY ? `Its fixed copy (${side.name})` : side.name}
              </option>
            ))}
          </select>
        </label>
        <Sides one={one} other={other.side} />
      </div>
    </Disclosure>
  );
}

function Sides({ one, other }: { one: Side; other: Side }) {
  const sentence = comparisonSentence(one, other);
  return (
    <>
      <p>{sentence}</p>
      <OffsetCurves
        label={`Offset of the sound over time. ${sentence}`}
        one={curveOf(one.measurement, one.durationS)}
        other={curveOf(other.measurement, other.durationS)}
      />
      <div className={styles['sides']}>
        <SideFacts side={one} look="one" />
        <SideFacts side={other} look="other" />
      </div>
    </>
  );
}

function SideFacts({ side, look }: { side: Side; look: 'one' | 'other' }) {
  const { name, measurement, durationS, fps } = side;
  const { offsetMs, ci95Ms } = measurement;
  const { headline, pattern } = describeMeasurement(measurement, fps);
  return (
    <section aria-label={name}>
      <h4 className={styles['name']}>
        <svg className={styles['key']} viewBox="0 0 28 8" aria-hidden="true">
          <g className={styles[look]}>
            <line x1="0" y1="4" x2="28" y2="4" />
          </g>
        </svg>
        {name}
      </h4>
      <p>{[headline, pattern].filter((words) => words !== null).join(' ')}</p>
      <Facts
        size="short"
        rows={[
          ['Offset', offsetMs === null ? 'none' : measuredWords(offsetMs, ci95Ms)],
          ['95 % interval', ci95Ms === null ? 'none' : `±${sizeWords(Math.max(1, ci95Ms))}`],
          ['Length', durationWords(durationS)],
        ]}
      />
    </section>
  );
}

function sideOf({ status, file, evidence, media }: CheckJob): Side | null {
  if (status !== 'done' || !evidence || !media) return null;
  return {
    name: file.name,
    measurement: evidence.measurement,
    durationS: media.durationS,
    fps: media.video.fps,
  };
}
