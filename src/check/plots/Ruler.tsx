/** The time axis as a slider, the zoom buttons, and the line that reads the values out. */
import { type KeyboardEvent, useCallback, useSyncExternalStore } from 'react';
import { ButtonGroup } from './ButtonGroup';
import { drawRuler } from './drawRuler';
import { markedPart, seekVisibly, zoomHere } from './moves';
import { PlotButton } from './PlotButton';
import { Marks, Plot } from './Row';
import rowStyles from './Row.module.css';
import styles from './Ruler.module.css';
import { formatTime } from './scale';
import type { PlotTheme } from './theme';
import type { PlotTimeline } from './timeline';
import type { PlotFrame } from './usePlot';

/** Values of every row at a time, as pieces of a sentence. */
export type ReadAt = (timeS: number) => string[];

export function ZoomButtons({ timeline }: { timeline: PlotTimeline }) {
  const whole = useSyncExternalStore(timeline.subscribe, () => showsAll(timeline));
  return (
    <ButtonGroup label="Zoom">
      <PlotButton onClick={() => zoomHere(timeline, 0.5)} disabled={whole} aria-label="Zoom out">
        −
      </PlotButton>
      <PlotButton onClick={() => zoomHere(timeline, 2)} aria-label="Zoom in">
        +
      </PlotButton>
      <PlotButton onClick={() => timeline.reset()} disabled={whole}>
        Whole file
      </PlotButton>
    </ButtonGroup>
  );
}

/** The axis with its ticks: drag or arrow keys seek, + and − zoom, 0 shows the whole file. */
export function Ruler(props: {
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  cutsS: Float64Array | undefined;
  readAt: ReadAt;
}) {
  const { timeline, theme, cutsS, readAt } = props;
  const playheadS = useSyncExternalStore(timeline.subscribe, () => tenths(timeline.getSnapshot().playheadS));
  const durationS = useSyncExternalStore(timeline.subscribe, () => timeline.getSnapshot().durationS);
  const inS = useSyncExternalStore(timeline.subscribe, () => timeline.getSnapshot().inS);
  const outS = useSyncExternalStore(timeline.subscribe, () => timeline.getSnapshot().outS);
  const draw = useCallback(
    (frame: PlotFrame) => drawRuler(frame, durationS, cutsS, markedPart({ inS, outS, durationS })),
    [durationS, cutsS, inS, outS],
  );
  return (
    <div
      className={`${rowStyles['frame']} ${rowStyles['ruler']}`}
      data-axis="scrub"
      role="slider"
      tabIndex={0}
      aria-label="Time in the file"
      aria-valuemin={0}
      aria-valuemax={tenths(durationS)}
      aria-valuenow={playheadS}
      aria-valuetext={readAt(playheadS).join(', ')}
      aria-keyshortcuts="ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight PageUp PageDown Home End + - 0"
      onKeyDown={(event) => onKey(event, timeline)}
    >
      <Plot timeline={timeline} theme={theme} draw={draw} label={null} />
      <Marks timeline={timeline} />
    </div>
  );
}

/** What every row shows under the pointer, or else at the playhead. */
export function Readout({ timeline, readAt }: { timeline: PlotTimeline; readAt: ReadAt }) {
  const timeS = useSyncExternalStore(timeline.subscribe, () => {
    const { hoverS, playheadS } = timeline.getSnapshot();
    return hoverS ?? tenths(playheadS);
  });
  const [time, ...values] = readAt(timeS);
  return (
    <p className={styles['readout']} data-testid="readout">
      <b>{time}</b> {values.join(' · ')}
    </p>
  );
}

export function RangeWords({ timeline }: { timeline: PlotTimeline }) {
  const words = useSyncExternalStore(timeline.subscribe, () => {
    const { startS, endS } = timeline.getSnapshot();
    return showsAll(timeline) ? '' : `Showing ${formatTime(startS, 1)} to ${formatTime(endS, 1)}`;
  });
  return (
    <p className={styles['range']} aria-live="polite">
      {words}
    </p>
  );
}

function onKey(event: KeyboardEvent, timeline: PlotTimeline): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !act(event.key, event.shiftKey, timeline)) return;
  // The page has shortcuts of its own on the same keys: here they mean this slider.
  event.preventDefault();
  event.stopPropagation();
}

/** Does what the key means on the axis; false when it means nothing. */
function act(key: string, shift: boolean, timeline: PlotTimeline): boolean {
  const { startS, endS, durationS, playheadS } = timeline.getSnapshot();
  const spanS = endS - startS;
  const stepS = shift ? spanS / 10 : spanS / 100;
  if (key === 'ArrowLeft' || key === 'ArrowDown') seekVisibly(timeline, playheadS - stepS);
  else if (key === 'ArrowRight' || key === 'ArrowUp') seekVisibly(timeline, playheadS + stepS);
  else if (key === 'PageDown') seekVisibly(timeline, playheadS - spanS / 4);
  else if (key === 'PageUp') seekVisibly(timeline, playheadS + spanS / 4);
  else if (key === 'Home') seekVisibly(timeline, 0);
  else if (key === 'End') seekVisibly(timeline, durationS);
  else if (key === '+' || key === '=') zoomHere(timeline, 2);
  else if (key === '-') zoomHere(timeline, 0.5);
  else if (key === '0') timeline.reset();
  else return false;
  return true;
}

function showsAll(timeline: PlotTimeline): boolean {
  const { startS, endS, durationS } = timeline.getSnapshot();
  return endS - startS >= durationS;
}

function tenths(timeS: number): number {
  return Math.round(timeS * 10) / 10;
}
