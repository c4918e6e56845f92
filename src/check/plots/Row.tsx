/** The frame that every plot shares: title, sentence, canvas, playhead and crosshair. */
import { type ReactNode, useEffect, useRef } from 'react';
import type { AxisLabel } from '../../../core/report/axis';
import { Disclosure } from '../../ui/Disclosure';
import { HOW_TO_READ, type PlotTitle } from './how-to-read';
import styles from './Row.module.css';
import type { PlotTheme } from './theme';
import type { PlotTimeline } from './timeline';
import { type Draw, usePlot } from './usePlot';

/** A plot with its name and what it shows, in words. `aside` holds a legend or a choice, `after` a table. */
export function Row(props: {
  title: PlotTitle;
  note: string;
  aside?: ReactNode;
  after?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles['row']}>
      <header className={styles['head']}>
        <h3>{props.title}</h3>
        <p>{props.note}</p>
        {props.aside}
      </header>
      {props.children}
      {props.after}
      <Disclosure
        className={styles['how'] ?? ''}
        summary={
          <>
            How to read it<span className="visually-hidden">: {props.title}</span>
          </>
        }
      >
        <p>{HOW_TO_READ[props.title]}</p>
      </Disclosure>
    </section>
  );
}

/** Heights of the areas, which the labels beside them are made for. */
export const HEIGHT_PX = { wave: 72, band: 18, curve: 120, map: 180, lane: 20 } as const;

/**
 * An area on the time axis: hover, click and drag work in it, and both time marks cross it. `labels` are its other
 * axis, left of it, where they cover nothing.
 */
export function AxisFrame({
  timeline,
  size,
  labels = [],
  children,
}: {
  timeline: PlotTimeline;
  size: keyof typeof HEIGHT_PX;
  labels?: readonly AxisLabel[];
  children: ReactNode;
}) {
  return (
    <div className={styles['axes']}>
      <div className={styles['labels']} aria-hidden="true">
        {labels.map(({ fromTop, text }) => (
          <span
            key={fromTop}
            data-end={fromTop === 0 ? 'top' : fromTop === 1 ? 'bottom' : undefined}
            style={{ top: `${100 * fromTop}%` }}
          >
            {text}
          </span>
        ))}
      </div>
      <div className={styles['frame']} data-axis="" style={{ height: HEIGHT_PX[size] }}>
        {children}
        <Marks timeline={timeline} />
      </div>
    </div>
  );
}

/** A canvas on the time axis. `label` says what it shows; null when something around it already does. */
export function Plot(props: {
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  draw: Draw;
  label: string | null;
}) {
  const ref = useRef<HTMLCanvasElement>(null);
  usePlot(ref, props.timeline, props.theme, props.draw);
  const named = props.label === null ? {} : { role: 'img', 'aria-label': props.label };
  return <canvas ref={ref} className={styles['canvas']} {...named} />;
}

/** Playhead and crosshair; moved without React, as playback does it 60 times a second. */
export function Marks({ timeline }: { timeline: PlotTimeline }) {
  const playhead = useRef<HTMLDivElement>(null);
  const hover = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = () => {
      const { startS, endS, playheadS, hoverS } = timeline.getSnapshot();
      move(playhead.current, playheadS, startS, endS);
      move(hover.current, hoverS, startS, endS);
    };
    place();
    return timeline.subscribe(place);
  }, [timeline]);
  return (
    <div className={styles['marks']} aria-hidden="true">
      <div ref={hover} className={styles['hover']} />
      <div ref={playhead} className={styles['playhead']} />
    </div>
  );
}

/** Says why a plot is empty, in its place. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className={styles['empty']}>{children}</p>;
}

function move(mark: HTMLElement | null, timeS: number | null, startS: number, endS: number): void {
  if (!mark) return;
  const share = timeS === null || !(endS > startS) ? -1 : (timeS - startS) / (endS - startS);
  const hidden = share < 0 || share > 1;
  mark.hidden = hidden;
  // The mark is as wide as the frame and has its line on the left: percent of its own width is percent of the axis.
  if (!hidden) mark.style.transform = `translateX(${100 * share}%)`;
}
