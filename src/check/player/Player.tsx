/** The picture with its sound as it is or corrected, nudged by hand, frame by frame. */
import { useRef, useState } from 'react';
import { correctionWords, sizeWords } from '../../../core/report/format';
import type { MediaInfo } from '../../../workers/media/contract';
import type { CheckJob, CheckSession } from '../../engine/check-types';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import { Segmented } from '../../ui/Segmented';
import { useShortcuts } from '../../ui/shortcuts';
import { offsetAtMs } from '../plots/series';
import type { Timeline } from '../plots/timeline';
import { NUDGE_MS, type PlayerAction, playerAction } from './keys';
import styles from './Player.module.css';
import { PreviewOffer } from './PreviewOffer';
import type { Playback } from './playback';
import { Seeker } from './Seeker';
import { usePlayback } from './usePlayback';

interface PlayerProps {
  job: CheckJob;
  media: MediaInfo;
  session: CheckSession;
  timeline: Timeline;
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
  useShortcuts((press) => {
    const action = playerAction(press);
    if (!action) return false;
    act(action);
    return true;
  });

  function act(action: PlayerAction): void {
    if (action.do === 'nudge') onNudge(action.deltaMs);
    else if (action.do === 'switch') onCorrected(!corrected && correctable);
    else if (playback) drive(playback, action);
  }

  const totalMs = Math.round((measurement?.offsetMs ?? 0) + nudgeMs);
  return (
    <section className={`card ${styles['player']}`} aria-label="Player">
      <div className={styles['stage']}>
        {/* The sound comes from a second element, so that it can be moved against the picture. */}
        <video
          ref={video}
          muted
          playsInline
          preload="auto"
          aria-label={`Picture of ${job.file.name}`}
          onError={() => {
            if (video.current?.getAttribute('src')) setRefused(true);
          }}
          onClick={() => playback?.toggle()}
        />
        {whyPreview && <PreviewOffer why={whyPreview} job={job} session={session} onPreview={setPreview} />}
      </div>
      <Seeker timeline={timeline} disabled={whyPreview !== null} />
      <div className={styles['row']}>
        <div className={styles['transport']}>
          <button
            type="button"
            className="button quiet icon-only"
            aria-label="One frame back"
            title="One frame back (←)"
            disabled={whyPreview !== null}
            onClick={() => playback?.step(-1)}
          >
            <Icon name="frameBack" />
          </button>
          <button
            type="button"
            className="button primary icon-only"
            aria-label={playing ? 'Pause' : 'Play'}
            title={playing ? 'Pause (Space)' : 'Play (Space)'}
            disabled={whyPreview !== null}
            onClick={() => playback?.toggle()}
          >
            <Icon name={playing ? 'pause' : 'play'} />
          </button>
          <button
            type="button"
            className="button quiet icon-only"
            aria-label="One frame on"
            title="One frame on (→)"
            disabled={whyPreview !== null}
            onClick={() => playback?.step(1)}
          >
            <Icon name="frameForward" />
          </button>
          <button
            type="button"
            className="button quiet icon-only"
            aria-label="Mute"
            aria-pressed={muted}
            title={muted ? 'Sound on' : 'Sound off'}
            onClick={() => setMuted(!muted)}
          >
            <Icon name={muted ? 'soundOff' : 'soundOn'} />
          </button>
          {playing && speed !== 1 && <Badge tone="plain">{speed < 0 ? `−${-speed}×` : `${speed}×`}</Badge>}
        </div>
        <Segmented
          legend="Sound"
          options={[
            { value: 'as-is', label: 'As is' },
            { value: 'corrected', label: 'Corrected' },
          ]}
          value={corrected && correctable ? 'corrected' : 'as-is'}
          onChange={(value) => onCorrected(value === 'corrected')}
          disabled={!correctable}
        />
      </div>
      <div className={`${styles['row']} ${styles['nudge']}`}>
        <button type="button" className="button" title="Sound earlier ([)" onClick={() => onNudge(NUDGE_MS)}>
          {NUDGE_MS}&nbsp;ms earlier
        </button>
        <p className={`small figures ${styles['words']}`}>
          {shiftWords(corrected && correctable, totalMs)}
          {nudgeMs !== 0 && (
            <button type="button" className={styles['undo']} onClick={() => onNudge(0)}>
              Undo nudge of {sizeWords(nudgeMs)}
            </button>
          )}
        </p>
        <button type="button" className="button" title="Sound later (])" onClick={() => onNudge(-NUDGE_MS)}>
          {NUDGE_MS}&nbsp;ms later
        </button>
      </div>
      {soundFailed && !whyPreview && (
        <p className={`${styles['failed']} error-text small`} role="alert">
          This browser cannot play the sound of this file. What was measured is not affected.
        </p>
      )}
    </section>
  );
}

function drive(playback: Playback, action: Exclude<PlayerAction, { do: 'nudge' | 'switch' }>): void {
  if (action.do === 'toggle') playback.toggle();
  else if (action.do === 'pause') playback.pause();
  else if (action.do === 'shuttle') playback.shuttle(action.direction);
  else if (action.do === 'step') playback.step(action.frames);
  else playback.skip(action.seconds);
}

function shiftWords(on: boolean, totalMs: number): string {
  if (!on) return 'You hear the sound as it is.';
  return totalMs === 0 ? 'Nothing to move.' : `You hear the sound ${correctionWords(totalMs)}.`;
}

/** Null when the browser itself plays what was checked. */
function reasonForPreview(job: CheckJob, media: MediaInfo, refused: boolean): string | null {
  if (refused || !media.playable) return 'This browser cannot play this kind of file.';
  if (media.soundReader === 'ffmpeg') return 'This browser cannot play the sound of this file.';
  if (job.audioIndex > 0) return 'This browser can play only the first sound track of a file.';
  return null;
}
