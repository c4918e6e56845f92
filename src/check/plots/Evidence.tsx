/** The evidence behind a verdict, as pictures on one time axis. */

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { correctionWords } from '../../../core/report/format';
import type { CheckJob } from '../../engine/check-types';
import { ButtonGroup } from './ButtonGroup';
import { ConfidenceRow } from './ConfidenceRow';
import styles from './Evidence.module.css';
import { emptyWords } from './empty-copy';
import { FacesRow } from './FacesRow';
import { useAxisGestures } from './gestures';
import { LagMapRow } from './LagMapRow';
import { LipsRow } from './LipsRow';
import { OffsetRow } from './OffsetRow';
import { RangeWords, Readout, Ruler, ZoomButtons } from './Ruler';
import { readoutAt } from './readout';
import { SoundRow } from './SoundRow';
import { offsetAtMs } from './series';
import { usePlotTheme } from './theme';
import type { Timeline } from './timeline';
import { useDrawable } from './useDrawable';

export interface EvidenceProps {
  job: CheckJob;
  timeline: Timeline;
  /** Correction chosen by hand, ms, positive = the sound is moved earlier; default: what was measured. */
  correctionMs?: number | null;
  /** Whether the sound is drawn corrected. Leave out both to let the plots keep this to themselves. */
  corrected?: boolean;
  onCorrectedChange?: (corrected: boolean) => void;
}

export function Evidence(props: EvidenceProps) {
  const { job, timeline, correctionMs = null } = props;
  const { evidence, media } = job;
  const measurement = evidence?.measurement ?? null;
  const [ownCorrected, setOwnCorrected] = useState(false);
  const possible = correctionMs !== null || (measurement !== null && measurement.offsetMs !== null);
  const corrected = possible && (props.corrected ?? ownCorrected);
  const setCorrected = (next: boolean) => {
    setOwnCorrected(next);
    props.onCorrectedChange?.(next);
  };

  const root = useRef<HTMLElement>(null);
  const theme = usePlotTheme(root);
  useAxisGestures(root, timeline);
  const drawable = useDrawable(job);
  const durationS = media?.durationS ?? drawable.soundEndS;
  useEffect(() => timeline.setDuration(durationS), [timeline, durationS]);

  const shift = useCallback(
    (timeS: number) => {
      if (!corrected) return 0;
      return (correctionMs ?? (measurement ? offsetAtMs(measurement, timeS) : 0) ?? 0) / 1000;
    },
    [corrected, correctionMs, measurement],
  );
  const readAt = useCallback(
    (timeS: number) => readoutAt(timeS, evidence, drawable.lips?.series ?? null, shift(timeS) * 1000),
    [evidence, drawable.lips, shift],
  );
  const shared = useMemo(() => ({ timeline, theme }), [timeline, theme]);
  const varies = correctionMs === null && measurement !== null && measurement.pattern.kind !== 'constant';
  const moved = varies ? 'moved to the lips' : correctionWords(correctionMs ?? measurement?.offsetMs ?? 0);

  return (
    <section className={styles['evidence']} ref={root} aria-labelledby="ev-title">
      <h2 id="ev-title">Evidence</h2>
      <div className={styles['tools']}>
        <ButtonGroup label="Draw the sound">
          <button type="button" aria-pressed={!corrected} onClick={() => setCorrected(false)}>
            As is
          </button>
          <button
            type="button"
            aria-pressed={corrected}
            disabled={!possible}
            onClick={() => setCorrected(true)}
          >
            {possible ? `Corrected: sound ${moved}` : 'Corrected'}
          </button>
        </ButtonGroup>
        <ZoomButtons timeline={timeline} />
        <RangeWords timeline={timeline} />
      </div>
      <div className={styles['head']}>
        <Readout timeline={timeline} readAt={readAt} />
        <Ruler {...shared} cutsS={evidence?.cutsS} readAt={readAt} />
      </div>
      <SoundRow
        {...shared}
        source={drawable.source}
        speech={drawable.speech}
        durationS={durationS}
        readToS={job.status === 'working' ? drawable.soundEndS : null}
        shift={shift}
        whyEmpty={emptyWords(job, 'sound')}
      />
      <LipsRow
        {...shared}
        lips={drawable.lips}
        loudness={drawable.loudness}
        measurement={measurement}
        corrected={corrected}
        final={job.status !== 'working'}
        shift={shift}
        whyEmpty={emptyWords(job, 'lips')}
      />
      <LagMapRow
        {...shared}
        lagMaps={evidence?.lagMaps ?? []}
        measurement={measurement}
        whyEmpty={emptyWords(job, 'match')}
      />
      <OffsetRow
        {...shared}
        measurement={measurement}
        fps={media?.video.fps ?? 0}
        whyEmpty={emptyWords(job, 'match')}
      />
      {evidence?.syncnet && <ConfidenceRow {...shared} syncnet={evidence.syncnet} />}
      <FacesRow {...shared} evidence={evidence} whyEmpty={emptyWords(job, 'faces')} />
    </section>
  );
}
