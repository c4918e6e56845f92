/** The picture with its sound as it is or corrected, nudged by hand, frame by frame. */
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { correctionInUse } from '../../../core/fix/in-use';
import { type FrameRate, frameRateOf } from '../../../core/report/frame-rate';
import type { MediaInfo } from '../../../workers/media/contract';
import type { CheckJob, CheckSession } from '../../engine/check-types';
import type { TimeRange } from '../../engine/ranges';
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
import { useFullscreen } from './useFullscreen';
import { usePlayback } from './usePlayback';
import { placeOf, usePlayerKeys } from './usePlayerKeys';
import { useVolume } from './useVolume';

interface PlayerProps {
  job: CheckJob;
  media: MediaInfo;
  session: CheckSession;
  timeline: PlotTimeline;
  corrected: boolean;
  onCorrected(corrected: boolean): void;
  /** The corrected copy, to be played in place of the original; null while there is none. */
  copy: File | null;
  /** By hand on top of what was measured; positive = the sound moves earlier. */
  nudgeMs: number;
  /** 0 takes the nudges back. */
  onNudge(deltaMs: number): void;
  besidePart(part: TimeRange): ReactNode;
}

export function Player(props: PlayerProps) {
  const { job, media, session, timeline, corrected, copy, nudgeMs, onCorrected, onNudge } = props;
  const video = useRef<HTMLVideoElement>(null);
  const [preview, setPreview] = useState<Blob | null>(null);
  const [refused, setRefused] = useState(false);
  const [playsCopy, setPlaysCopy] = useState(false);
  const [refusedCopy, setRefusedCopy] = useState<File | null>(null);
  const { volume, setVolume, mute } = useVolume();
  const fullscreen = useFullscreen();
  const { fps, variableFrameRate } = media.video;
  const measurement = job.evidence?.measurement ?? null;
  const whyPreview = preview ? null : reasonForPreview(job, media, refused);

  // Where the browser plays the original itself, it plays the copy, too.
  const playable = !whyPreview && !preview ? copy : null;
  const copyHeard = playsCopy ? playable : null;
  const advanceOf = (on: boolean, timeS: number) =>
    on && !copyHeard ? (((measurement && offsetAtMs(measurement, timeS)) ?? 0) + nudgeMs) / 1000 : 0;
  const { playback, playing, speed, soundFailed } = usePlayback({
    video,
    source: whyPreview ? null : (copyHeard ?? preview ?? job.file),
    timeline,
    fps,
    // Above 30 fps not every picture is looked at.
    frameTimesS: variableFrameRate && fps < 31 ? (job.evidence?.frameTimesS ?? null) : null,
    volume,
    advanceAtS: (timeS) => advanceOf(corrected, timeS),
    reserveAtS: (timeS) => advanceOf(!corrected, timeS),
  });

  const correctable = nudgeMs !== 0 || (measurement !== null && measurement.offsetMs !== null);
  const hear = (version: Version) => {
    // Whoever asks for it once more gets it, if it can be had now.
    setRefusedCopy(null);
    setPlaysCopy(version === 'copy');
    onCorrected(version !== 'as-is');
  };
  const refuseCopy = (refusedFile: File) => {
    setRefusedCopy(refusedFile);
    setPlaysCopy(false);
  };
  const marksS = () => [
    ...(job.evidence?.cutsS ?? []),
    ...(measurement?.segments ?? []).map((s) => s.startS),
  ];
  usePlayerKeys(playback, {
    onNudge: (deltaMs) => {
      setPlaysCopy(false);
      onNudge(deltaMs);
    },
    onSwitch: () => hear(copyHeard || corrected || !correctable ? 'as-is' : 'corrected'),
    onMute: () => mute(volume > 0),
    onFullscreen: fullscreen.toggle,
    onGo: (to) => seekVisibly(timeline, placeOf(to, timeline, marksS())),
    onMark: (side) => markHere(timeline, side),
    onZoom: (factor) => (factor === null ? timeline.reset() : zoomHere(timeline, factor)),
  });

  const correction = measurement && correctionInUse(measurement, nudgeMs).correction;
  const varies = correction !== null && correction.kind !== 'shift';
  return (
    <section ref={fullscreen.ref} className={`card ${styles['player']}`} aria-label="Player">
      <div className={styles['stage']}>
        <Picture
          ref={video}
          fileName={copyHeard ? copyHeard.name : job.file.name}
          onRefused={() => (copyHeard ? refuseCopy(copyHeard) : setRefused(true))}
          onToggle={() => playback?.toggle()}
        />
        {whyPreview && <PreviewOffer why={whyPreview} job={job} session={session} onPreview={setPreview} />}
      </div>
      <Seeker timeline={timeline} rate={timecodeRate(media)} disabled={whyPreview !== null} />
      <div className={styles['row']}>
        <Transport
          playback={playback}
          playing={playing}
          speed={speed}
          disabled={whyPreview !== null}
          volume={volume}
          onVolume={setVolume}
          onMuted={mute}
          fullscreen={fullscreen}
        />
        <VersionSwitch
          version={copyHeard ? 'copy' : corrected && correctable ? 'corrected' : 'as-is'}
          hasCopy={playable !== null}
          disabled={!correctable && playable === null}
          onVersion={hear}
        />
      </div>
      <NudgeRow
        moved={corrected && correctable}
        measuredMs={varies ? null : (measurement?.offsetMs ?? 0)}
        nudgeMs={nudgeMs}
        frameMs={1000 / (fps > 0 ? fps : ASSUMED_FPS)}
        isCopy={copyHeard !== null}
        onNudge={(deltaMs) => {
          setPlaysCopy(false);
          onNudge(deltaMs);
        }}
      />
      <PartRow
        job={job}
        session={session}
        timeline={timeline}
        playback={playback}
        playing={playing}
        besidePart={props.besidePart}
      />
      {refusedCopy && refusedCopy === copy && (
        <p className={`${styles['failed']} error-text small`} role="alert">
          The fixed copy could not be played: this is the original, corrected while it plays. Press “Fixed
          copy” to try again.
        </p>
      )}
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

type Version = 'as-is' | 'corrected' | 'copy';

interface VersionSwitchProps {
  version: Version;
  hasCopy: boolean;
  disabled: boolean;
  onVersion(version: Version): void;
}

function VersionSwitch({ version, hasCopy, disabled, onVersion }: VersionSwitchProps) {
  return (
    <Segmented
      legend="Sound"
      options={[
        { value: 'as-is', label: 'As is' },
        { value: 'corrected', label: 'Corrected' },
        ...(hasCopy ? [{ value: 'copy', label: 'Fixed copy' } as const] : []),
      ]}
      value={version}
      onChange={onVersion}
      disabled={disabled}
    />
  );
}

/** Timecode counts frames: where their rate varies, or is not known, it would say nothing. */
function timecodeRate({ video }: MediaInfo): FrameRate | null {
  if (!(video.fps > 0) || video.variableFrameRate) return null;
  return frameRateOf(video.fps);
}

/** Null when the browser itself plays what was checked. */
function reasonForPreview(job: CheckJob, media: MediaInfo, refused: boolean): string | null {
  if (refused || !media.playable) return 'This browser cannot play this kind of file.';
  if (media.soundReader === 'ffmpeg') return 'This browser cannot play the sound of this file.';
  if (job.audioIndex > 0) return 'This browser can play only the first sound track of a file.';
  return null;
}
