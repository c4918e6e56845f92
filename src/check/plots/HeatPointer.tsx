/** What the heat map has under the pointer: which shift, and how well lips and sound match there. */
import { type PointerEvent, useState, useSyncExternalStore } from 'react';
import { offsetWords, shareWords } from '../../../core/report/format';
import styles from './HeatPointer.module.css';
import { type HeatMap, heatAt } from './heat';
import type { PlotTimeline } from './timeline';

interface PointedAt {
  /** 0..1 of the map's width and height. */
  fromLeft: number;
  fromTop: number;
}

/** Lies over the map; the axis goes on hearing of the pointer. */
export function HeatPointer({ timeline, heat }: { timeline: PlotTimeline; heat: HeatMap }) {
  const [place, setPlace] = useState<PointedAt | null>(null);
  // The axis may move while the pointer rests.
  const startS = useSyncExternalStore(timeline.subscribe, () => timeline.getSnapshot().startS);
  const endS = useSyncExternalStore(timeline.subscribe, () => timeline.getSnapshot().endS);
  const follow = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    setPlace({ fromLeft: (clientX - left) / width, fromTop: (clientY - top) / height });
  };
  return (
    <div className={styles['map']} onPointerMove={follow} onPointerLeave={() => setPlace(null)}>
      {place && (
        <p
          className={styles['words']}
          data-side={place.fromLeft > 0.5 ? 'left' : 'right'}
          style={{ left: `${100 * place.fromLeft}%`, top: `${100 * Math.min(0.85, place.fromTop)}%` }}
        >
          {wordsAt(heat, startS + place.fromLeft * (endS - startS), place.fromTop)}
        </p>
      )}
    </div>
  );
}

function wordsAt(heat: HeatMap, timeS: number, fromTop: number): string {
  const { shiftMs, strength } = heatAt(heat, timeS, fromTop);
  return `${offsetWords(shiftMs)}: ${strength === null ? 'nothing to compare' : `match ${shareWords(strength)}`}`;
}
