/** Where the film is shown: in its place, or small in a corner while the place is scrolled away. */
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { CheckEvidence } from '../../../workers/sync/contract';
import { IconButton } from '../../ui/IconButton';
import type { PlotTimeline } from '../plots/timeline';
import { FaceBoxes } from './FaceBoxes';
import type { Playback } from './playback';
import styles from './Stage.module.css';

interface StageProps {
  video: RefObject<HTMLVideoElement | null>;
  fileName: string;
  timeline: PlotTimeline;
  playback: Playback | null;
  playing: boolean;
  /** Whose faces are marked; null: nobody's. */
  evidence: CheckEvidence | null;
  /** Beside these it is shown small when its place is scrolled away. */
  plots: RefObject<HTMLElement | null>;
  /** The browser cannot play what it was given. */
  onRefused(): void;
  /** In place of the picture. */
  offer: ReactNode;
}

export function Stage(props: StageProps) {
  const { video, fileName, timeline, playback, playing, evidence, offer } = props;
  const place = useRef<HTMLDivElement>(null);
  const [aspect, setAspect] = useState<number | null>(null);
  const { isAway, dismiss } = useAway(place, props.plots);
  const isSmall = isAway && !offer;
  // What follows must not move up when the picture leaves its place.
  const heldPx = useRef(0);
  if (!isSmall) heldPx.current = 0;
  else if (heldPx.current === 0) heldPx.current = place.current?.clientHeight ?? 0;
  return (
    <div
      ref={place}
      tabIndex={-1}
      className={styles['place']}
      style={isSmall ? { minHeight: heldPx.current } : undefined}
    >
      <div className={styles['stage']} data-small={isSmall || undefined}>
        {/* Muted: the sound comes from a second element, so that it can be moved against the picture. */}
        <video
          ref={video}
          muted
          playsInline
          preload="auto"
          aria-label={`Picture of ${fileName}`}
          onLoadedMetadata={({ currentTarget: { videoWidth, videoHeight } }) =>
            setAspect(videoHeight > 0 ? videoWidth / videoHeight : null)
          }
          onError={() => {
            if (video.current?.getAttribute('src')) props.onRefused();
          }}
          onClick={() => playback?.toggle()}
        />
        {evidence && aspect !== null && !offer && !isSmall && (
          <FaceBoxes timeline={timeline} evidence={evidence} aspect={aspect} />
        )}
        {isSmall && (
          <Corner
            playback={playback}
            playing={playing}
            onUp={() => {
              place.current?.scrollIntoView({ block: 'center' });
              // The button goes with the small picture.
              place.current?.focus({ preventScroll: true });
            }}
            onHide={() => {
              dismiss();
              props.plots.current?.focus({ preventScroll: true });
            }}
          />
        )}
        {offer}
      </div>
    </div>
  );
}

interface CornerProps extends Pick<StageProps, 'playback' | 'playing'> {
  onUp(): void;
  onHide(): void;
}

/** What the small picture can do. */
function Corner({ playback, playing, onUp, onHide }: CornerProps) {
  return (
    <div className={styles['corner']}>
      <IconButton
        name={playing ? 'Pause in the small player' : 'Play in the small player'}
        title={playing ? 'Pause (Space)' : 'Play (Space)'}
        icon={playing ? 'pause' : 'play'}
        look="primary"
        onPress={() => playback?.toggle()}
      />
      <IconButton name="Up to the player" icon="up" look="plain" onPress={onUp} />
      <IconButton name="Hide the small player" icon="close" look="plain" onPress={onHide} />
    </div>
  );
}

/** The plots must reach this near to the window's foot, px: what comes below them must not be covered. */
const FOOT_PX = 40;

/** Whether the place is scrolled out above the window, and the plots reach down to its foot. */
function useAway(
  place: RefObject<HTMLElement | null>,
  plots: RefObject<HTMLElement | null>,
): { isAway: boolean; dismiss(): void } {
  const [isAway, setAway] = useState(false);
  // Until the place was seen again.
  const [isDismissed, setDismissed] = useState(false);
  useEffect(() => {
    const look = () => {
      const own = place.current?.getBoundingClientRect();
      const theirs = plots.current?.getBoundingClientRect();
      // A place without a size is in a room that is not shown.
      if (!own || !theirs || own.height === 0) return;
      const isSeen = own.bottom > 0;
      setAway(!isSeen && theirs.top < innerHeight && theirs.bottom > innerHeight - FOOT_PX);
      if (isSeen) setDismissed(false);
    };
    const scope = new AbortController();
    for (const type of ['scroll', 'resize'] as const)
      addEventListener(type, look, { passive: true, signal: scope.signal });
    look();
    return () => scope.abort();
  }, [place, plots]);
  return { isAway: isAway && !isDismissed, dismiss: () => setDismissed(true) };
}
