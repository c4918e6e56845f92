/** The picture with its sound as it is or corrected, nudged by hand, frame by frame. */
import { type RefObject, useRef, useState } from 'react';
import { correctionInUse } from '../../../core/fix/in-use';
import type { MediaInfo } from '../../../workers/media/contract';
import type { CheckJob, CheckSession } from '../../engine/check-types';
import { Segmented } from '../../ui/Segmented';
import { markHere, seekVisibly, zoomHere } from '../plots/moves';
import { offsetAtMs } from '../plots/series';
import type { PlotTimeline } from '../plots/timeline';
import { NudgeRow } from './NudgeRow';
import { PartRow } from './PartRow';
import styles from './Player.module.css';
import { PreviewOffer } from './PreviewOffer';
import { ASSUMED_FPS } from './playback';
import { Seeker } from './Seeker';
import { Transport } from './Transport';
import { usePlayback } from './usePlayback';
import { placeOf, usePlayerKeys } from './usePlayerKeys';

interface PlayerProps {
  job: CheckJob;
  media: MediaInfo;
  session: CheckSession;
  timeline: PlotTimeline;
  corrected: boolean;
  onCorrected(corrected: boolean): void;
  /** By hand on top of what was measured; positive = the sound moves earlier. */
  nudgeMs: number;
  /** 0 takes the nudges back. */
  onNudge(deltaMs: number): void;
}

export function Player(props: PlayerProps) {
  const { job, media, session, timeline, corrected, nudgeMs, onCorrected, onNudge } = props;
  const video = useRef<HTMLVideoElement>(null);
  const [preview, setPreview] = useState<Blob | null>(null);
  const [refused, setRefused] = useState(false);
  const [muted, setMuted] = useState(false);
  const { fps, variableFrameRate } = media.video;
  const measurement = job.evidence?.measurement ?? null;
  const whyPreview = preview ? null : reasonForPreview(job, media, refused);

  const advanceOf = (on: boolean, timeS: number) =>
    on ? (((measurement && offsetAtMs(measurement, timeS)) ?? 0) + nudgeMs) / 1000 : 0;
  const { playback, playing, speed, soundFailed } = usePlayback({
    video,
    source: whyPreview ? null : (preview ?? job.file),
    timeline,
    fps,
    // Above 30 fps not every picture is looked at.
    frameTimesS: variableFrameRate && fps < 31 ? (job.evidence?.frameTimesS ?? null) : null,
    muted,
    advanceAtS: (timeS) => advanceOf(corrected, timeS),
    reserveAtS: (timeS) => advanceOf(!corrected, timeS),
  });

  const correctable = nudgeMs !== 0 || (measurement !== null && measurement.offsetMs !== null);
  const marksS = () => [
    ...(job.evidence?.cutsS ?? []),
    ...(measurement?.segments ?? []).map((s) => s.startS),
  ];
  usePlayerKeys(playback, {
    onNudge,
    onSwitch: () => onCorrected(!corrected && correctable),
    onGo: (to) => seekVisibly(timeline, placeOf(to, timeline, marksS())),
    onMark: (side) => markHere(timeline, side),
    onZoom: (factor) => (factor === null ? timeline.reset() : zoomHere(timeline, factor)),
  });

  const correction = measurement && correctionInUse(measurement, nudgeMs).correction;
  const varies = correction !== null && correction.kind !== 'shift';
  return (
    <section className={`card ${styles['player']}`} aria-label="Player">
      <div className={styles['stage']}>
        <Picture
          ref={video}
          fileName={job.file.name}
          onRefused={() => setRefused(true)}
          onToggle={() => playback?.toggle()}
        />
        {whyPreview && <PreviewOffer why={whyPreview} job={job} session={session} onPreview={setPreview} />}
      </div>
      <Seeker timeline={timeline} disabled={whyPreview !== null} />
      <div className={styles['row']}>
        <Transport
          playback={playback}
          playing={playing}
          speed={speed}
          disabled={whyPreview !== null}
          muted={muted}
          onMuted={setMuted}
        />
        <SoundSwitch corrected={corrected && correctable} disabled={!correctable} onCorrected={onCorrected} />
      </div>
      <NudgeRow
        moved={corrected && correctable}
        measuredMs={varies ? null : (measurement?.offsetMs ?? 0)}
        nudgeMs={nudgeMs}
        frameMs={1000 / (fps > 0 ? fps : ASSUMED_FPS)}
        onNudge={onNudge}
      />
      <PartRow job={job} session={session} timeline={timeline} playback={playback} playing={playing} />
      {soundFailed && !whyPreview && (
        <p className={`${styles['failed']} error-text small`} role="alert">
          This browser cannot play the sound of this file. What was measured is not affected.
        </p>
      )}
    </section>
  );
}

interface PictureProps {
  ref: RefObject<HTMLVideoElement | null>;
  fileName: string;
  /** The browser cannot play what it was given. */
  onRefused(): void;
  onToggle(): void;
}

/** Muted: the sound comes from a second element, so that it can be moved against the picture. */
function Picture({ ref, fileName, onRefused, onToggle }: PictureProps) {
  return (
    <video
      ref={ref}
      muted
      playsInline
      preload="auto"
      aria-label={`Picture of ${fileName}`}
      onError={() => {
        if (ref.current?.getAttribute('src')) onRefused();
      }}
      onClick={onToggle}
    />
  );
}

interface SoundSwitchProps {
  corrected: boolean;
  disabled: boolean;
  onCorrected(corrected: boolean): void;
}

function SoundSwitch({ corrected, disabled, onCorrected }: SoundSwitchProps) {
  return (
    <Segmented
      legend="Sound"
      options={[
        { value: 'as-is', label: 'As is' },
        { value: 'corrected', label: 'Corrected' },
      ]}
      value={corrected ? 'corrected' : 'as-is'}
      onChange={(value) => onCorrected(value === 'corrected')}
      disabled={disabled}
    />
  );
}

/** Null when the browser itself plays what was checked. */
function reasonForPreview(job: CheckJob, media: MediaInfo, refused: boolean): string | null {
  if (refused || !media.playable) return 'This browser cannot play this kind of file.';
  if (media.soundReader === 'ffmpeg') return 'This browser cannot play the sound of this file.';
  if (job.audioIndex > 0) return 'This browser can play only the first sound track of a file.';
  return null;
}
