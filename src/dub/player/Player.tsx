/** The preview: before and after in one picture, with a slider between them; plays while it is being made. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { clockTenths, durationWords } from '../../../core/report/format';
import { isRendering } from '../../engine/dub/busy';
import type { PreviewBuffer } from '../../engine/dub/preview-buffer';
import type { RenderState } from '../../engine/dub/types';
import { MuteButton, PlayButton } from '../../ui/PlayButtons';
import { useShortcuts } from '../../ui/shortcuts';
import { TimeSlider } from '../../ui/TimeSlider';
import { CompareSlider } from './CompareSlider';
import { previewAction } from './keys';
import styles from './Player.module.css';
import { playsEarly } from './source';
import { useCompareCanvas } from './useCompareCanvas';
import { type PreviewState, usePreview } from './usePreview';

/** Key it by the render: place and switch belong to one preview. @param badge whether the export will have it */
export function Player({ render, badge }: { render: RenderState; badge: boolean }) {
  const { feed } = render;
  const { width, height } = render.recipe.faceInfo.video;
  return (
    <section className={`card ${styles['player']}`} aria-label="Preview">
      {feed ? (
        <Playing feed={feed} render={render} badge={badge} />
      ) : (
        <div className={styles['room']}>
          <div className={styles['stage']} style={stageStyle(width, height)}>
            <p className={styles['note']}>{withoutFeedWords(render)}</p>
          </div>
        </div>
      )}
    </section>
  );
}

function withoutFeedWords({ status, made }: RenderState): string {
  if (status === 'working') return 'The preview appears with the first frames.';
  if (made === 0) return 'There is nothing to play.';
  if (status !== 'done') return 'There is no preview of what was made.';
  return 'This browser cannot show a preview, but what was made can be exported.';
}

function Playing({ feed, render, badge }: { feed: PreviewBuffer; render: RenderState; badge: boolean }) {
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [split, setSplit] = useState(0.5);
  const [muted, setMuted] = useState(false);
  const preview = usePreview(video, feed);
  const { playing, timeS, readyS } = preview;
  useCompareCanvas(video, canvas, feed, split, badge);

  const working = isRendering(render);
  const totalS = working
    ? (render.plan?.durationS ?? readyS)
    : Math.max(Math.min(readyS, render.madeS), 0.04);
  const smooth = readyS > 0 && (!working || keepsUp(render, readyS));
  const { toggle, seek } = useControls(video, preview, smooth);
  useShortcuts((press) => {
    const action = previewAction(press);
    if (!action || readyS === 0) return false;
    if (action.do === 'toggle') toggle();
    else if (action.do === 'skip') seek(timeS + action.seconds);
    else setSplit(split === 0.5 ? 1 : split === 1 ? 0 : 0.5);
    return true;
  });

  return (
    <>
      <div className={styles['room']}>
        <div className={styles['stage']} style={stageStyle(feed.width, feed.height)}>
          <video ref={video} playsInline muted={muted} preload="auto" aria-hidden="true" tabIndex={-1} />
          <canvas
            ref={canvas}
            width={feed.width}
            height={feed.height}
            role="img"
            aria-label="Picture of the preview"
          />
          <CompareSlider split={split} onSplit={setSplit} />
          <WaitingNote preview={preview} playsLate={working && !playsEarly(feed)} />
        </div>
      </div>
      <TimeSlider
        label="Position"
        timeS={timeS}
        endS={totalS}
        stepS={0.04}
        disabled={readyS === 0}
        onSeek={seek}
        shown={`${clockTenths(timeS)} / ${clockTenths(totalS)}`}
        inset
        before={<PlayButton playing={playing} disabled={readyS === 0} onPress={toggle} />}
        after={<MuteButton muted={muted} onMuted={setMuted} />}
      />
      {working && readyS > 0 && (
        <p
          className={`${styles['ready']} muted small figures`}
        >{`${durationWords(readyS)} can be played so far.`}</p>
      )}
    </>
  );
}

function WaitingNote({ preview, playsLate }: { preview: PreviewState; playsLate: boolean }) {
  return (
    <>
      {preview.waiting && (
        <p className={`${styles['note']} ${styles['waiting']}`}>Waiting for the next frames…</p>
      )}
      {preview.readyS === 0 && playsLate && (
        <p className={styles['note']}>This browser can play the preview once it is complete.</p>
      )}
    </>
  );
}

/** @param smooth plays by itself once this is true, unless the visitor has taken over or wants little motion */
function useControls(
  video: RefObject<HTMLVideoElement | null>,
  { playing, readyS }: PreviewState,
  smooth: boolean,
) {
  const touched = useRef(false);
  useEffect(() => {
    if (!smooth || touched.current || !video.current) return;
    touched.current = true;
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) play(video.current);
  }, [smooth, video]);
  const toggle = () => {
    touched.current = true;
    const element = video.current;
    if (!element) return;
    if (playing) element.pause();
    else play(element);
  };
  const seek = (toS: number) => {
    touched.current = true;
    if (video.current) video.current.currentTime = Math.max(0, Math.min(toS, readyS));
  };
  return { toggle, seek };
}

/** The rest comes at least as fast as it is played. */
function keepsUp({ remainingS, plan }: RenderState, readyS: number): boolean {
  if (remainingS === null || !plan) return false;
  return readyS >= Math.min(0.5, plan.durationS) && remainingS * 1.15 <= plan.durationS;
}

function play(video: HTMLVideoElement): void {
  if (video.ended) video.currentTime = 0;
  // Browsers refuse to play until the visitor has pressed something.
  video.play().catch(() => undefined);
}

function stageStyle(width: number, height: number) {
  return { aspectRatio: width / height, maxWidth: `${(52 * width) / height}vh` };
}
