/** The evidence behind a verdict, as pictures on one time axis. */

import { useCallback, useEffect, useRef } from 'react';
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
import { PlotButton } from './PlotButton';
import { RangeWords, Readout, Ruler, ZoomButtons } from './Ruler';
import { readoutAt } from './readout';
import { SoundRow } from './SoundRow';
import { type PlotTheme, usePlotTheme } from './theme';
import type { PlotTimeline } from './timeline';
import { type Drawable, useDrawable } from './useDrawable';
import { type DrawnSound, type DrawnSoundChoice, useDrawnSound } from './useDrawnSound';

export interface EvidenceProps extends DrawnSoundChoice {
  job: CheckJob;
  /** Measures by one face alone; null: by all. */
  onJudge(id: number | null): void;
  timeline: PlotTimeline;
}

export function Evidence(props: EvidenceProps) {
  const { job, timeline, onCorrected } = props;
  const { evidence, media } = job;
  const sound = useDrawnSound(job, props);
  const root = useRef<HTMLElement>(null);
  const theme = usePlotTheme(root);
  useAxisGestures(root, timeline);
  const drawable = useDrawable(job);
  const durationS = media?.durationS ?? drawable.soundEndS;
  useEffect(() => timeline.setDuration(durationS), [timeline, durationS]);

  const { shift } = sound;
  const readAt = useCallback(
    (timeS: number) => readoutAt(timeS, evidence, drawable.lips?.series ?? null, shift(timeS) * 1000),
    [evidence, drawable.lips, shift],
  );
  return (
    <section className={styles['evidence']} ref={root} aria-labelledby="ev-title">
      <h2 id="ev-title">Evidence</h2>
      <div className={styles['tools']}>
        <SoundButtons sound={sound} onCorrected={onCorrected} />
        <ZoomButtons timeline={timeline} />
        <RangeWords timeline={timeline} />
      </div>
      <div className={styles['head']}>
        <Readout timeline={timeline} readAt={readAt} />
        <Ruler timeline={timeline} theme={theme} cutsS={evidence?.cutsS} readAt={readAt} />
      </div>
      <Rows
        job={job}
        timeline={timeline}
        theme={theme}
        drawable={drawable}
        durationS={durationS}
        sound={sound}
        onJudge={props.onJudge}
      />
    </section>
  );
}

/** Whether the sound is drawn as it is or corrected. */
function SoundButtons({ sound, onCorrected }: { sound: DrawnSound } & Pick<DrawnSoundChoice, 'onCorrected'>) {
  const { correctable, corrected, moved } = sound;
  return (
    <ButtonGroup label="Draw the sound">
      <PlotButton aria-pressed={!corrected} onClick={() => onCorrected(false)}>
        As is
      </PlotButton>
      <PlotButton aria-pressed={corrected} disabled={!correctable} onClick={() => onCorrected(true)}>
        {correctable ? `Corrected: sound ${moved}` : 'Corrected'}
      </PlotButton>
    </ButtonGroup>
  );
}

interface RowsProps extends Pick<EvidenceProps, 'onJudge'> {
  job: CheckJob;
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  drawable: Drawable;
  durationS: number;
  sound: DrawnSound;
}

function Rows({ job, timeline, theme, drawable, durationS, sound, onJudge }: RowsProps) {
  const { evidence, media } = job;
  const measurement = evidence?.measurement ?? null;
  const { shift, corrected } = sound;
  const shared = { timeline, theme };
  return (
    <>
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
        corrected={corrected}
        whyEmpty={emptyWords(job, 'match')}
      />
      <OffsetRow
        {...shared}
        measurement={measurement}
        corrected={corrected}
        fps={media?.video.fps ?? 0}
        whyEmpty={emptyWords(job, 'match')}
      />
      {evidence?.syncnet && <ConfidenceRow {...shared} syncnet={evidence.syncnet} />}
      <FacesRow
        {...shared}
        evidence={evidence}
        judgedId={job.onlyFace}
        onJudge={job.status === 'done' && !job.away ? onJudge : null}
        whyEmpty={emptyWords(job, 'faces')}
      />
    </>
  );
}
