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
import { Stage } from './Stage';
import { Transport } from './Transport';
import { useFacesShown } from './useFacesShown';
import { useFullscreen } from './useFullscreen';
import { usePlayback } from './usePlayback';
import { placeOf, usePlayerKeys } from './usePlayerKeys';
import { useVersions, type Versions } from './useVersions';
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
  /** Beside these the picture is shown small when its place is scrolled away. */
  plots: RefObject<HTMLElement | null>;
}

export function Player(props: PlayerProps) {
  const { job, media, session, timeline, corrected, copy, nudgeMs } = props;
  const { picture, film, sound, volume, fullscreen, correctable, onNudge, onRefused } = usePlayer(props);
  const { playback, playing, speed, soundFailed } = film;
  const { whyPreview, setPreview, playable } = picture;
  const faces = useFacesShown(job.evidence);
  const isOff = whyPreview !== null;
  return (
    <section ref={fullscreen.ref} className={`card ${styles['player']}`} aria-label="Player">
      <Stage
        video={picture.video}
        fileName={(sound.copy ?? job.file).name}
        timeline={timeline}
        playback={playback}
        playing={playing}
        evidence={faces.shown ? job.evidence : null}
        plots={props.plots}
        onRefused={onRefused}
        offer={
          whyPreview && <PreviewOffer why={whyPreview} job={job} session={session} onPreview={setPreview} />
        }
      />
      <Seeker timeline={timeline} rate={timecodeRate(media)} disabled={isOff} />
      <div className={styles['row']}>
        <Transport
          playback={playback}
          playing={playing}
          speed={speed}
          disabled={isOff}
          volume={volume.volume}
          onVolume={volume.setVolume}
          onMuted={volume.mute}
          fullscreen={fullscreen}
          faces={faces}
        />
        <VersionSwitch sound={sound} hasCopy={playable !== null} correctable={correctable} />
      </div>
      <NudgeRow
        moved={corrected && correctable}
        measuredMs={oneShiftOf(job, nudgeMs)}
        nudgeMs={nudgeMs}
        frameMs={1000 / (media.video.fps > 0 ? media.video.fps : ASSUMED_FPS)}
        isCopy={sound.copy !== null}
        onNudge={onNudge}
      />
      <PartRow
        job={job}
        session={session}
        timeline={timeline}
        playback={playback}
        playing={playing}
        besidePart={props.besidePart}
      />
      <Failures
        copyRefused={sound.refused !== null && sound.refused === copy}
        soundFailed={soundFailed && !whyPreview}
      />
    </section>
  );
}

/** What is played, how it is heard, and what keys do. */
function usePlayer({ job, media, timeline, corrected, copy, nudgeMs, ...props }: PlayerProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [preview, setPreview] = useState<Blob | null>(null);
  const [refused, setRefused] = useState(false);
  const volume = useVolume();
  const fullscreen = useFullscreen();
  const measurement = job.evidence?.measurement ?? null;
  const whyPreview = preview ? null : reasonForPreview(job, media, refused);
  // Where the browser plays the original itself, it plays the copy, too.
  const playable = !whyPreview && !preview ? copy : null;
  const correctable = nudgeMs !== 0 || (measurement !== null && measurement.offsetMs !== null);
  const sound = useVersions({ playable, corrected, correctable, onCorrected: props.onCorrected });
  const copyHeard = sound.copy;
  const advanceOf = (on: boolean, timeS: number) =>
    on && !copyHeard ? (((measurement && offsetAtMs(measurement, timeS)) ?? 0) + nudgeMs) / 1000 : 0;
  const film = usePlayback({
    video,
    source: whyPreview ? null : (copyHeard ?? preview ?? job.file),
    timeline,
    fps: media.video.fps,
    frameTimesS: frameTimesOf(job, media),
    volume: volume.volume,
    advanceAtS: (timeS) => advanceOf(corrected, timeS),
    reserveAtS: (timeS) => advanceOf(!corrected, timeS),
  });
  const onNudge = (deltaMs: number) => {
    sound.leaveCopy();
    props.onNudge(deltaMs);
  };
  usePlayerKeys(film.playback, {
    onNudge,
    onSwitch: sound.toggle,
    onMute: () => volume.mute(volume.volume > 0),
    onFullscreen: fullscreen.toggle,
    onGo: (to) => seekVisibly(timeline, placeOf(to, timeline, marksOf(job))),
    onMark: (side) => markHere(timeline, side),
    onZoom: (factor) => (factor === null ? timeline.reset() : zoomHere(timeline, factor)),
  });
  const onRefused = () => (copyHeard ? sound.refuse(copyHeard) : setRefused(true));
  const picture = { video, whyPreview, setPreview, playable };
  return { picture, film, sound, volume, fullscreen, correctable, onNudge, onRefused };
}

function Failures({ copyRefused, soundFailed }: { copyRefused: boolean; soundFailed: boolean }) {
  return (
    <>
      {copyRefused && (
        <p className={`${styles['failed']} error-text small`} role="alert">
          The fixed copy could not be played: this is the original, corrected while it plays. Press “Fixed
          copy” to try again.
        </p>
      )}
      {soundFailed && (
        <p className={`${styles['failed']} error-text small`} role="alert">
          This browser cannot play the sound of this file. What was measured is not affected.
        </p>
      )}
    </>
  );
}

/** Where pictures really lie; null where their rate tells, or not all are looked at: above 30 fps, of a part, on the way. */
function frameTimesOf({ status, part, evidence }: CheckJob, { video }: MediaInfo) {
  const areAll = status === 'done' && part === null && video.fps < 31;
  return video.variableFrameRate && areAll ? (evidence?.frameTimesS ?? null) : null;
}

/** Where the player jumps to: cuts, and changes of the offset. */
function marksOf({ evidence }: CheckJob): number[] {
  return [...(evidence?.cutsS ?? []), ...(evidence?.measurement.segments ?? []).map((s) => s.startS)];
}

/** The measured offset, ms; null where no one shift corrects the file. */
function oneShiftOf({ evidence }: CheckJob, nudgeMs: number): number | null {
  if (!evidence) return 0;
  const { measurement } = evidence;
  const { correction } = correctionInUse(measurement, nudgeMs);
  return correction !== null && correction.kind !== 'shift' ? null : (measurement.offsetMs ?? 0);
}

interface VersionSwitchProps {
  sound: Versions;
  hasCopy: boolean;
  correctable: boolean;
}

function VersionSwitch({ sound, hasCopy, correctable }: VersionSwitchProps) {
  return (
    <Segmented
      legend="Sound"
      options={[
        { value: 'as-is', label: 'As is' },
        { value: 'corrected', label: 'Corrected' },
        ...(hasCopy ? [{ value: 'copy', label: 'Fixed copy' } as const] : []),
      ]}
      value={sound.version}
      onChange={sound.hear}
      disabled={!correctable && !hasCopy}
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
